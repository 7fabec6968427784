/** Starting, stopping, dying: nothing is left behind and nobody is disturbed. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { afterEach, beforeEach, expect, test } from 'vitest';

import {
  createHome,
  descendants,
  eventually,
  isAlive,
  runCommand,
  startRouter,
  type Home,
  type RouterProcess,
} from '../fixtures/router-process.ts';

let home: Home;
const running: RouterProcess[] = [];

beforeEach(() => {
  home = createHome();
});
afterEach(async () => {
  for (const router of running.splice(0)) await router.kill();
  home.remove();
});

async function start(args: readonly string[] = []): Promise<RouterProcess> {
  const router = await startRouter(home, args);
  running.push(router);
  return router;
}

async function connectedServers(): Promise<number> {
  const { out } = await runCommand(home, ['status', '--json']);
  const { servers } = JSON.parse(out) as { servers: { state: string }[] };
  return servers.filter((server) => server.state === 'connected').length;
}

test('SIGTERM ends it cleanly: exit 0, no child, no socket, no address file', async () => {
  const router = await start();
  await eventually(connectedServers, (count) => count === 2);
  const children = descendants(router.child.pid ?? 0);
  expect(children.length).toBeGreaterThanOrEqual(2);
  expect(await router.stop()).toBe(0);
  expect(children.filter(isAlive)).toEqual([]);
  expect(existsSync(home.socket)).toBe(false);
  expect(existsSync(home.addressFile)).toBe(false);
  expect(existsSync(home.ownerFile)).toBe(false);
});

test.each(['SIGINT', 'SIGHUP'] as const)('%s ends it as cleanly', async (signal) => {
  const router = await start();
  const ended = once(router.child, 'exit');
  router.child.kill(signal);
  expect(await ended).toEqual([0, null]);
  expect(existsSync(home.socket)).toBe(false);
  expect(existsSync(home.addressFile)).toBe(false);
});

test('kill -9 leaves no child alive', async () => {
  const router = await start();
  await eventually(connectedServers, (count) => count === 2);
  const children = descendants(router.child.pid ?? 0);
  await router.kill();
  await eventually(
    () => children.filter(isAlive),
    (alive) => alive.length === 0,
    5_000,
  );
});

test('after kill -9 the next start takes over socket and port', async () => {
  const first = await start();
  await first.kill();
  expect(existsSync(home.socket)).toBe(true);
  const second = await start();
  expect(second.baseUrl).toBe(first.baseUrl);
});

test('the port stays the same over restarts', async () => {
  const first = await start();
  await first.stop();
  const second = await start();
  expect(second.baseUrl).toBe(first.baseUrl);
});

test('a remembered port that is taken is said, replaced and remembered', async () => {
  const first = await start();
  await first.stop();
  const squatter = createServer().listen(Number(new URL(first.baseUrl).port), '127.0.0.1');
  await once(squatter, 'listening');
  const second = await start();
  expect(second.baseUrl).not.toBe(first.baseUrl);
  expect(second.errors()).toMatch(/port \d+ is taken/);
  await second.stop();
  squatter.close();
  const third = await start();
  expect(third.baseUrl).toBe(second.baseUrl);
});

test('a second one says who owns the socket and disturbs nothing', async () => {
  const first = await start();
  const address = readFileSync(home.addressFile, 'utf8');
  const second = await runCommand(home, ['serve']);
  expect(second.code).toBe(1);
  expect(second.err).toContain('already owns');
  expect(readFileSync(home.addressFile, 'utf8')).toBe(address);
  expect((await fetch(`${first.baseUrl}/models`)).status).toBe(200);
});

test('refuses the network without a token, before anything is bound', async () => {
  const { code, err } = await runCommand(home, ['serve', '--address', '0.0.0.0:0']);
  expect(code).toBe(1);
  expect(err).toContain('WOOLLAMA_TOKEN');
  expect(err).toContain('WOOLLAMA_ADDRESS');
  expect(existsSync(home.socket)).toBe(false);
});

test('with a token every TCP request needs it, loopback included', async () => {
  const tokenFile = `${home.dir}/token`;
  writeFileSync(tokenFile, 'canary-token-1\n');
  const router = await start(['--token-file', tokenFile]);
  const ask = (headers: Record<string, string>) => fetch(`${router.baseUrl}/models`, { headers });
  const refused = await ask({});
  expect(refused.status).toBe(401);
  expect(refused.headers.get('www-authenticate')).toBe('Bearer');
  expect((await ask({ authorization: 'Bearer canary-token-1' })).status).toBe(200);
  expect((await runCommand(home, ['status'])).code).toBe(0);
  await router.stop();
  expect(router.output() + router.errors()).not.toContain('canary-token-1');
});

test('models are answered while a server still hangs in its handshake', async () => {
  const hang = { command: process.execPath, args: ['-e', 'setInterval(() => {}, 1000)'] };
  home.write('mcp.json', JSON.stringify({ mcpServers: { hang } }));
  const router = await start();
  expect((await fetch(`${router.baseUrl}/models`)).status).toBe(200);
  const tools = await (await fetch(`${router.baseUrl}/tools`)).json();
  expect(tools).toMatchObject({ servers: [{ name: 'hang', health: 'starting' }] });
});

test('goes on when whoever read its output went away, and still ends cleanly', async () => {
  const router = await start();
  router.child.stdout?.destroy();
  router.child.stderr?.destroy();
  const reset = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' };
  expect((await fetch(`${router.baseUrl}/chat/completions`, reset)).status).toBe(400);
  expect(await router.stop()).toBe(0);
});

test('a listening MCP client does not hold up the end', async () => {
  const router = await start();
  const client = new Client(
    { name: 'test', version: '1' },
    {
      versionNegotiation: { mode: 'auto' },
      listChanged: { tools: { onChanged: () => undefined } },
    },
  );
  await client.connect(new StreamableHTTPClientTransport(new URL(`${router.origin}/mcp`)));
  await eventually(connectedServers, (count) => count === 2);
  const begun = performance.now();
  expect(await router.stop()).toBe(0);
  // The grace for requests in flight is ten seconds; a subscription is none.
  expect(performance.now() - begun).toBeLessThan(9_000);
  await client.close();
});

test('a stream in flight may end after SIGTERM; then the router does', async () => {
  const router = await start();
  await eventually(connectedServers, (count) => count === 2);
  const answer = fetch(`${router.baseUrl}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      model: 'woollama/streamer',
      messages: [{ role: 'user', content: 'count to 6' }],
    }),
  });
  await eventually(
    async () => JSON.parse((await runCommand(home, ['status', '--json'])).out).requestsInFlight,
    (count) => count === 1,
  );
  const stopped = router.stop();
  expect(JSON.stringify(await (await answer).json())).toContain('6');
  expect(await stopped).toBe(0);
});
