/** The window in a browser: who may use it, how it is opened, and what a restart does. */
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { delimiter, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';

import type { RouterStatus } from '../../router/contract/status.ts';
import {
  createHome,
  eventually,
  runCommand,
  startRouter,
  type Home,
  type RouterProcess,
} from '../fixtures/router-process.ts';

let home: Home;
const running: RouterProcess[] = [];

beforeEach(() => {
  home = createHome();
  // Nothing that would have to start.
  home.write('mcp.json', '{"mcpServers":{}}');
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

type Headers = Record<string, string>;

function post(url: string, body: object, headers: Headers = {}): Promise<Response> {
  const type = { 'content-type': 'application/json' };
  return fetch(url, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { ...type, ...headers },
  });
}

const control = (router: RouterProcess, method: string, headers?: Headers) =>
  post(`${router.origin}/control/${method}`, {}, headers);

async function errorCode(response: Response): Promise<unknown> {
  const { error } = (await response.json()) as { error: { code: string } };
  return error.code;
}

async function newLink(): Promise<string> {
  const { out } = await runCommand(home, ['ui']);
  return out.trim();
}

function redeem(link: string): Promise<Response> {
  const { origin, hash } = new URL(link);
  return post(`${origin}/control/session`, { link: hash.replace('#link=', '') });
}

/** What a page holds after a link was opened. */
async function openSession(link: string): Promise<{ cookie: string; half: string }> {
  const answer = await redeem(link);
  expect(answer.status).toBe(200);
  const { session } = (await answer.json()) as { session: string };
  const cookie = answer.headers.get('set-cookie') ?? '';
  expect(cookie).toMatch(/; HttpOnly; SameSite=Strict; Path=\/$/);
  return { cookie: cookie.split(';')[0] ?? '', half: session };
}

async function status(): Promise<RouterStatus> {
  return JSON.parse((await runCommand(home, ['status', '--json'])).out);
}

const ownerToken = () => readFileSync(home.ownerFile, 'utf8').trim();
const asOwner = () => ({ authorization: `Bearer ${ownerToken()}` });

test('a link opens one session, which cookie and header carry together', async () => {
  const router = await start();
  const link = await newLink();
  expect(link.startsWith(`${router.origin}/ui/#link=`)).toBe(true);
  const { cookie, half } = await openSession(link);
  const ask = (headers: Headers) => control(router, 'status.get', headers);
  const answer = await ask({ cookie, 'x-woollama-session': half });
  expect(answer.status).toBe(200);
  expect(await answer.json()).toMatchObject({ pid: router.child.pid });
  for (const headers of [{}, { cookie }, { 'x-woollama-session': half }]) {
    const refused = await ask(headers);
    expect(refused.status).toBe(403);
    expect(await errorCode(refused)).toBe('owner_only');
  }
  const again = await redeem(link);
  expect(again.status).toBe(401);
  expect(await errorCode(again)).toBe('link_invalid');
});

test('the page comes with a policy that lets nothing else in', async () => {
  const router = await start();
  const page = await fetch(`${router.origin}/ui/`);
  expect(page.status).toBe(200);
  expect(page.headers.get('content-type')).toMatch(/^text\/html/);
  const policy = page.headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self'");
  expect(policy).toContain("frame-ancestors 'none'");
  const html = await page.text();
  const script = /src="([^"]+\.js)"/.exec(html)?.[1] ?? '';
  const loaded = await fetch(new URL(script, page.url));
  expect(loaded.headers.get('content-type')).toMatch(/javascript/);
});

test('the owner’s token is for one start of the router', async () => {
  const router = await start();
  const token = ownerToken();
  expect((await control(router, 'status.get', asOwner())).status).toBe(200);
  const { logPath } = await status();
  await router.stop();
  const log = readFileSync(logPath ?? '', 'utf8');
  expect(log).toContain('listening');
  expect(router.output() + router.errors() + log).not.toContain(token);
  expect(existsSync(home.ownerFile)).toBe(false);
  await start();
  expect(ownerToken()).not.toBe(token);
});

test('where no socket can be bound, status and ui go over TCP', async () => {
  mkdirSync(home.socket);
  const router = await start();
  expect(router.errors()).toContain('only TCP is served');
  expect(await status()).toMatchObject({ running: true, pid: router.child.pid, socket: null });
  await openSession(await newLink());
});

test('a restart reads the settings anew in the same process, and signs windows out', async () => {
  const router = await start();
  const { cookie, half } = await openSession(await newLink());
  const before = await status();
  const token = ownerToken();
  expect(before.inferencers.map(({ name }) => name)).toContain('demo');
  home.write('settings.toml', '[demo]\nenabled = false\n');
  const asked = await control(router, 'router.restart', { cookie, 'x-woollama-session': half });
  expect(asked.status).toBe(200);
  const after = await eventually(
    () => status().catch(() => before),
    ({ startedAt }) => startedAt !== undefined && startedAt !== before.startedAt,
  );
  expect(after).toMatchObject({ pid: before.pid, baseUrl: before.baseUrl });
  expect(after.inferencers.map(({ name }) => name)).not.toContain('demo');
  expect(ownerToken()).not.toBe(token);
  const window = await control(router, 'status.get', { cookie, 'x-woollama-session': half });
  expect(window.status).toBe(403);
  const old = { authorization: `Bearer ${token}` };
  expect((await control(router, 'status.get', old)).status).toBe(403);
  expect(router.output()).toContain('woollama: restarting\n');
  expect(router.output().match(/OpenAI base_url/g)).toHaveLength(2);
  expect(await router.stop()).toBe(0);
  expect(existsSync(home.ownerFile)).toBe(false);
});

test('a stream of events does not hold up a restart', async () => {
  const router = await start();
  const stream = await fetch(`${router.origin}/control/events`, { headers: asOwner() });
  expect(stream.headers.get('content-type')).toMatch(/event-stream/);
  const begun = performance.now();
  await control(router, 'router.restart', asOwner());
  await eventually(
    () => router.output().match(/Log: /g)?.length,
    (count) => count === 2,
  );
  // Requests in flight would get ten seconds.
  expect(performance.now() - begun).toBeLessThan(9_000);
  await stream.text().catch(() => 'cut');
});

test('a signal while it restarts ends it, with the same grace, and a second at once', async () => {
  const router = await start();
  // A request whose body never comes.
  const socket = connect(Number(new URL(router.origin).port), '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write(
    'POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\n' +
      'Content-Type: application/json\r\nContent-Length: 10\r\n\r\n{',
  );
  await once(socket, 'ready');
  await control(router, 'router.restart', asOwner());
  await eventually(
    () => router.output(),
    (text) => text.includes('restarting'),
  );
  router.child.kill('SIGTERM');
  await eventually(
    () => router.output(),
    (text) => text.includes('stopping'),
  );
  // It waits on for the request.
  await delay(500);
  expect(router.child.exitCode).toBeNull();
  const begun = performance.now();
  expect(await router.stop()).toBe(0);
  expect(performance.now() - begun).toBeLessThan(8_000);
  expect(router.output().match(/OpenAI base_url/g)).toHaveLength(1);
});

test('with settings that cannot be used it goes on as it was, until they can', async () => {
  const router = await start();
  const before = await status();
  home.write('settings.toml', '[server]\ntoken_file = "/nowhere/token"\n');
  const refused = await control(router, 'router.restart', asOwner());
  expect(await refused.text()).toMatch(/\/nowhere\/token cannot be read.*config_invalid/s);
  home.write('settings.toml', '[server]\nbind = "0.0.0.0"\n');
  const exposed = await control(router, 'router.restart', asOwner());
  expect(await errorCode(exposed)).toBe('exposure_refused');
  expect((await status()).startedAt).toBe(before.startedAt);
  expect(router.output()).not.toContain('restarting');
  home.write('settings.toml', '');
  await control(router, 'router.restart', asOwner());
  await eventually(
    () => status().catch(() => before),
    ({ startedAt }) => startedAt !== undefined && startedAt !== before.startedAt,
  );
  expect(await router.stop()).toBe(0);
});

test('where the new port is taken it goes on at the old one, and says so', async () => {
  const router = await start();
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;
  home.write('settings.toml', `[server]\nbind = "127.0.0.1"\nport = ${port}\n`);
  await control(router, 'router.restart', asOwner());
  await eventually(
    () => router.errors(),
    (text) => text.includes('with the settings from before'),
  );
  expect(await status()).toMatchObject({ running: true, baseUrl: router.baseUrl });
  taken.close();
  await control(router, 'router.restart', asOwner());
  await eventually(
    () => router.output(),
    (text) => text.includes(`127.0.0.1:${port}/v1`),
  );
  expect(await router.stop()).toBe(0);
});

/** A browser that only notes what it was given. */
function pretendBrowser(): { readonly given: () => string; readonly env: NodeJS.ProcessEnv } {
  const bin = join(home.dir, 'bin');
  const noted = join(home.dir, 'given');
  mkdirSync(bin);
  writeFileSync(join(bin, 'xdg-open'), `#!/bin/sh\nprintf '%s' "$*" > '${noted}'\n`);
  chmodSync(join(bin, 'xdg-open'), 0o755);
  const path = [bin, home.env['PATH']].join(delimiter);
  return {
    given: () => (existsSync(noted) ? readFileSync(noted, 'utf8') : ''),
    env: { PATH: path, DISPLAY: ':99' },
  };
}

test.skipIf(process.platform !== 'linux')(
  '--open gives the browser a private file that leads to a session, again after a restart',
  async () => {
    const browser = pretendBrowser();
    Object.assign(home.env, browser.env);
    const router = await start(['--open']);
    const given = await eventually(browser.given, (text) => text !== '');
    expect(given).toMatch(/^file:\/\/\/\S+\.html$/);
    const file = fileURLToPath(given);
    const link = /url=([^"]+)"/.exec(readFileSync(file, 'utf8'))?.[1] ?? '';
    await openSession(link);
    rmSync(join(home.dir, 'given'));
    await control(router, 'router.restart', asOwner());
    await eventually(browser.given, (text) => text !== '');
    const next = /url=([^"]+)"/.exec(readFileSync(file, 'utf8'))?.[1] ?? '';
    expect(next).not.toBe(link);
    await openSession(next);
    expect(router.output()).not.toContain('link=');
    await router.stop();
    expect(existsSync(file)).toBe(false);
  },
);

test.skipIf(process.platform !== 'linux')('without a desktop nothing is opened', async () => {
  const browser = pretendBrowser();
  Object.assign(home.env, browser.env, { DISPLAY: '' });
  await start(['--open']);
  const { code, out, err } = await runCommand(home, ['ui', '--open']);
  expect({ code, given: browser.given() }).toEqual({ code: 1, given: '' });
  expect(err).toContain('no desktop');
  await openSession(out.trim());
});
