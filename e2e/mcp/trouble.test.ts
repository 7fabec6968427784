/** What happens to calls when somebody dies, hangs up, says too much, or says nothing for long. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';

import { createHome, descendants, eventually, startRouter } from '../fixtures/router-process.ts';
import { callTool, textOf, ToolFailure } from './fixtures/scene.ts';
import type { Json } from './fixtures/fixture-tool.ts';
import { connectRaw, type RawClient } from './fixtures/raw-client.ts';
import {
  HTTP_FIXTURE,
  startRouted,
  stdioFixture,
  type Routed,
  type RoutedOptions,
  type ServerEntries,
} from './fixtures/routed.ts';
import { startServer } from './fixtures/start-server.ts';
import { openHttpWire, openStdioWire, openWebSocketWire, type Wire } from './fixtures/wires.ts';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

async function start(servers: ServerEntries, options?: RoutedOptions): Promise<Routed> {
  const routed = await startRouted(servers, options);
  closers.push(() => routed.stop());
  return routed;
}

async function connect(wire: Wire): Promise<RawClient> {
  const client = await connectRaw(wire, { era: '2025-11-25' });
  closers.push(() => client.close());
  return client;
}

const overHttp = (routed: Routed) => connect(openHttpWire({ origin: routed.router.origin }));

const serverStatus = async ({ control }: Routed, name: string) =>
  (await control.call('status.get', {})).servers.find((server) => server.name === name);

interface Counts {
  readonly waiting: number;
  readonly cancelled: number;
}

async function counts(client: RawClient, server: string): Promise<Counts> {
  return JSON.parse(textOf(await callTool({ client, server }, 'test_waits'))) as Counts;
}

/** A call that ends only when it is given up. */
async function beginWaiting(client: RawClient, watcher: RawClient, server: string) {
  const begun = client.begin('tools/call', { name: `${server}.test_wait`, arguments: {} });
  begun.outcome.catch(() => undefined); // looked at where it matters
  await eventually(
    () => counts(watcher, server),
    ({ waiting }) => waiting === 1,
  );
  return begun;
}

/** A failure as a client sees it: of the tool, or of the protocol. */
async function failureOf(outcome: Promise<Json>): Promise<string> {
  try {
    const result = await outcome;
    expect(result['isError']).toBe(true);
    return textOf(result as Json & { content: Json[] });
  } catch (error) {
    return String(error);
  }
}

test('a server that dies in mid-call fails the call with the reason, and comes back', async () => {
  const routed = await start({ stdio: stdioFixture() });
  const client = await overHttp(routed);
  const { outcome } = await beginWaiting(client, client, 'stdio');
  process.kill((await serverStatus(routed, 'stdio'))?.pid ?? 0, 'SIGKILL');
  expect(await failureOf(outcome)).toMatch(/SIGKILL|ended|exit|closed/i);
  await routed.connected();
  expect((await counts(client, 'stdio')).waiting).toBe(0);
});

test('a server that ends itself in mid-call does no harm to another one', async () => {
  const routed = await start({ dies: stdioFixture(), lives: stdioFixture() });
  const client = await overHttp(routed);
  const { outcome } = await beginWaiting(client, client, 'lives');
  const died = client.request('tools/call', { name: 'dies.test_die', arguments: {} });
  expect(await failureOf(died)).toMatch(/9|ended|closed/);
  expect((await counts(client, 'lives')).waiting).toBe(1);
  outcome.catch(() => undefined);
});

test.each([
  ['HTTP', (routed: Routed) => openHttpWire({ origin: routed.router.origin })],
  ['WebSocket', (routed: Routed) => openWebSocketWire(routed.router.origin)],
  ['stdio', (routed: Routed) => openStdioWire(routed.home)],
] as const)('a client that hangs up (%s) ends its calls at the server', async (_name, open) => {
  const http = await startServer(HTTP_FIXTURE);
  closers.push(() => http.stop());
  const routed = await start({
    stdio: stdioFixture(),
    http: { url: `http://127.0.0.1:${http.port}/mcp` },
  });
  const watcher = await overHttp(routed);
  const client = await connectRaw(await open(routed), { era: '2025-11-25' });
  const servers = ['stdio', 'http'];
  for (const server of servers) await beginWaiting(client, watcher, server);
  await client.close();
  for (const server of servers) {
    await eventually(
      () => counts(watcher, server),
      ({ waiting, cancelled }) => waiting === 0 && cancelled === 1,
    );
  }
});

test('an attached `woollama mcp` starts nothing of its own, and is seen', async () => {
  const routed = await start({ stdio: stdioFixture() });
  const wire = openStdioWire(routed.home);
  const client = await connect(wire);
  await callTool({ client, server: 'stdio' }, 'test_simple_text');
  const { clients } = await routed.control.call('status.get', {});
  expect(clients.find(({ name }) => name === 'raw')).toMatchObject({
    transport: 'stdio',
    version: '2025-11-25',
    protocol: '2025-11-25',
  });
  const { servers } = await routed.control.call('status.get', {});
  expect(descendants(routed.router.child.pid ?? 0)).toContain(servers[0]?.pid);
  expect(descendants(wire.pid)).toEqual([]);
});

test('an attached `woollama mcp` ends when its router is killed in mid-call', async () => {
  const routed = await start({ stdio: stdioFixture() });
  const wire = openStdioWire(routed.home);
  const client = await connect(wire);
  const watcher = await connectRaw(openHttpWire({ origin: routed.router.origin }), {
    era: '2025-11-25',
  });
  const { outcome } = await beginWaiting(client, watcher, 'stdio');
  outcome.catch(() => undefined); // there is nobody to answer
  await watcher.close();
  await routed.router.kill();
  // To its client that is a closed connection, which it can open anew.
  expect(await wire.ended).toBe(1);
});

test('a result that is too large is a failure of that call only', async () => {
  const routed = await start({ stdio: stdioFixture() }, { env: { WOOLLAMA_MAX_RESULT_MB: '1' } });
  const client = await overHttp(routed);
  const large = { arguments: { count: 3_000_000 } };
  const failure = callTool({ client, server: 'stdio' }, 'test_large', large);
  await expect(failure).rejects.toThrow(/large|MB|max_result/);
  const small = await callTool({ client, server: 'stdio' }, 'test_large', {
    arguments: { count: 100_000 },
  });
  expect(textOf(small)).toHaveLength(100_000);
  expect(await serverStatus(routed, 'stdio')).toMatchObject({ state: 'connected', restarts: 0 });
});

test('a result against its own schema is named as such', async () => {
  const routed = await start({ stdio: stdioFixture() });
  const client = await overHttp(routed);
  const failure = callTool({ client, server: 'stdio' }, 'test_bad_structured');
  await expect(failure).rejects.toThrow(ToolFailure);
  await expect(callTool({ client, server: 'stdio' }, 'test_bad_structured')).rejects.toThrow(
    /schema/,
  );
});

test('a server that stays silent too long fails with the time it had', async () => {
  const routed = await start({ stdio: stdioFixture({ timeout: 1 }) });
  const client = await overHttp(routed);
  const slow = callTool({ client, server: 'stdio' }, 'test_slow', { arguments: { count: 20_000 } });
  await expect(slow).rejects.toThrow(/1 s|timeout|silent|time/i);
});

test('a slow call is kept alive, so that its client does not give up', async () => {
  const routed = await start({ stdio: stdioFixture() });
  const client = await overHttp(routed);
  const slow = callTool({ client, server: 'stdio' }, 'test_slow', {
    arguments: { count: 17_000 },
    _meta: { progressToken: 'slow' },
  });
  const outcome = slow.then(textOf, String);
  // The server itself says nothing.
  await eventually(
    () => client.told.filter(({ params }) => params?.['progressToken'] === 'slow').length,
    (beats) => beats > 0,
    20_000,
  );
  expect(await outcome).toBe('at last');
});

test('tools are listed at once, from what is remembered, while their server still starts', async () => {
  const home = createHome();
  closers.push(async () => home.remove());
  const gate = join(home.dir, 'gate');
  const args = [join(import.meta.dirname, 'fixtures', 'late-server.ts'), gate];
  const entry = { command: process.execPath, args };
  home.write('mcp.json', JSON.stringify({ mcpServers: { late: entry } }));

  const listed = async (origin: string) => {
    const client = await connectRaw(openHttpWire({ origin }), { era: '2025-11-25' });
    const { tools } = await client.request('tools/list');
    await client.close();
    return (tools as Json[]).map(({ name }) => String(name));
  };
  const first = await startRouter(home);
  const names = await eventually(
    () => listed(first.origin),
    (found) => found.includes('late.test_simple_text'),
  );
  await first.stop();

  writeFileSync(gate, '');
  const second = await startRouter(home);
  closers.push(() => second.stop());
  expect(await listed(second.origin)).toEqual(names);
  const answer = await fetch(`${second.baseUrl}/tools`);
  expect(await answer.json()).toMatchObject({ servers: [{ name: 'late', health: 'starting' }] });

  // A call waits for the server, rather than failing.
  const client = await connect(openHttpWire({ origin: second.origin }));
  const called = callTool({ client, server: 'late' }, 'test_simple_text');
  rmSync(gate);
  expect(textOf(await called)).toContain('simple text response');
});
