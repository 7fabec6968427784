/** The whole router, wired: what no part alone can show. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { createControlClient, type ControlClient } from '#contract/control-client.ts';
import type { StreamHello } from '#contract/stream.ts';
import { createRouter, type Router, type RouterOptions } from './app.ts';
import { createFakeKeeper } from './testing/fake-control-parts.ts';

let root: string;
let routers: Router[];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'woollama-app-'));
  for (const dir of ['config', 'run', 'ui']) mkdirSync(join(root, dir), { mode: 0o700 });
  writeFileSync(join(root, 'ui', 'index.html'), '<h1>Woollama</h1>');
  writeFileSync(join(root, 'config', 'mcp.json'), '{"mcpServers":{}}');
  writeFileSync(
    join(root, 'config', 'inferencers.toml'),
    '[inferencers.far]\nbase_url = "http://127.0.0.1:9/v1"\napi_key = "$FAR_KEY"\ndiscover = false\n',
  );
  routers = [];
});
afterEach(async () => {
  await Promise.all(routers.map((router) => router.stop(0)));
  rmSync(root, { recursive: true, force: true });
});

async function start(changes: Partial<RouterOptions> & { token?: string } = {}): Promise<Router> {
  const { token = '', ...options } = changes;
  const created = await createRouter({
    settings: {
      configDir: join(root, 'config'),
      stateDir: join(root, 'state'),
      address: '127.0.0.1:0',
      token,
      ollamaUrl: 'http://127.0.0.1:9',
      claudeBin: '',
      demo: true,
      toolTimeout: 5,
      connectTimeout: 5,
      retryMax: 0,
      logLevel: 'debug',
      toolNames: 'dotted',
      toolSearch: 'off',
      maxResultMb: 16,
      sampling: 'ask',
      samplingModel: 'auto/default',
      samplingMaxTokens: 4096,
      samplingPerHour: 60,
      questionTimeout: 60,
    },
    version: '9.9.9',
    env: { XDG_RUNTIME_DIR: join(root, 'run'), PATH: process.env['PATH'] },
    defaultsDir: join(import.meta.dirname, '..', 'resources', 'defaults'),
    uiDir: join(root, 'ui'),
    logTo: 'file',
    onProblem: () => undefined,
    checkRestart: async () => undefined,
    onRestart: () => undefined,
    keeper: createFakeKeeper(),
    ...options,
  });
  if (!created.ok) throw new Error(JSON.stringify(created.issues));
  routers.push(created.router);
  await created.router.listen();
  return created.router;
}

function ownerOf({ origin, ownerToken }: Router): ControlClient {
  const headers = () => ({ authorization: `Bearer ${ownerToken}` });
  return createControlClient({ fetch, origin, headers, strict: true });
}

describe('the way of a link', () => {
  test('to a window in the browser, also where clients need a token', async () => {
    const router = await start({ token: 'tok-1234' });
    const { url } = await ownerOf(router).call('links.create', {});
    const page = new URL(url);
    expect(page.origin).toBe(router.origin);
    expect(await (await fetch(page)).text()).toBe('<h1>Woollama</h1>');

    const link = page.hash.replace('#link=', '');
    const opened = await fetch(`${router.origin}/control/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: router.origin },
      body: JSON.stringify({ link }),
    });
    const cookie = opened.headers.get('set-cookie')?.split(';')[0] ?? '';
    expect(cookie).toMatch(new RegExp(`^woollama-${page.port}=`));
    const { session } = (await opened.json()) as { session: string };
    const headers = { cookie, 'x-woollama-session': session };
    const browser = createControlClient({
      fetch,
      origin: router.origin,
      headers: () => headers,
      strict: true,
    });
    expect(await browser.call('access.token', {})).toEqual({ token: 'tok-1234' });
    // The rest is closed to who has no token, and to who has but the cookie.
    expect((await fetch(`${router.origin}/v1/models`)).status).toBe(401);
    const half = { method: 'POST', headers: { cookie } };
    expect((await fetch(`${router.origin}/control/status.get`, half)).status).toBe(401);
  });

  test('made by the host itself', async () => {
    const router = await start();
    expect(router.createLink()).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/ui\/#link=[\w-]{43}$/);
  });
});

test("a client's token makes no owner", async () => {
  const router = await start({ token: 'tok-1234' });
  const { origin } = router;
  const headers = () => ({ authorization: 'Bearer tok-1234' });
  const call = createControlClient({ fetch, origin, headers }).call('status.get', {});
  await expect(call).rejects.toMatchObject({ code: 'OWNER_ONLY' });
});

test("the owner's token lies in a file while the router runs", async () => {
  const router = await start();
  const file = join(root, 'run', 'woollama.owner');
  expect(readFileSync(file, 'utf8').trim()).toBe(router.ownerToken);
  await router.stop(0);
  expect(existsSync(file)).toBe(false);
});

describe('a key the user typed in', () => {
  test('counts at once and is shown nowhere', async () => {
    const router = await start();
    const owner = ownerOf(router);
    const far = async () =>
      (await owner.call('status.get', {})).inferencers.find(({ name }) => name === 'far');
    expect(await far()).toMatchObject({ key: 'missing', keyName: 'FAR_KEY' });
    await owner.call('secrets.set', { name: 'FAR_KEY', value: 'hunter2-hunter2' });
    expect(await far()).toMatchObject({ key: 'stored', keyName: 'FAR_KEY' });
    const everything = await Promise.all([
      owner.call('status.get', {}),
      owner.call('secrets.list', {}),
      owner.call('config.read', { file: 'inferencers.toml' }),
      owner.call('logs.list', { limit: 1_000 }),
      owner.call('activity.list', {}),
    ]);
    expect(JSON.stringify(everything)).not.toContain('hunter2-hunter2');
    await owner.call('secrets.remove', { name: 'FAR_KEY' });
    expect(await far()).toMatchObject({ key: 'missing' });
  });

  test('fills the gap of a server that waited for it', async () => {
    const node = JSON.stringify(process.execPath);
    writeFileSync(
      join(root, 'config', 'mcp.json'),
      `{"mcpServers":{"late":{"command":${node},"args":["-e",""],"env":{"K":"\${LATE_KEY}"}}}}`,
    );
    const router = await start();
    const owner = ownerOf(router);
    const names = async () => (await owner.call('status.get', {})).servers.map(({ name }) => name);
    expect(await names()).toEqual([]);
    await owner.call('secrets.set', { name: 'LATE_KEY', value: 'hunter2-hunter2' });
    expect(await names()).toEqual(['late']);
  });
});

test('an edit counts when it was answered', async () => {
  const owner = ownerOf(await start());
  const { hash } = await owner.call('config.read', { file: 'inferencers.toml' });
  const path = ['inferencers', 'far', 'enabled'];
  await owner.call('config.write', {
    file: 'inferencers.toml',
    expected: hash,
    change: { kind: 'edits', edits: [{ kind: 'set', path, value: false }] },
  });
  const { inferencers } = await owner.call('status.get', {});
  expect(inferencers.map(({ name }) => name)).not.toContain('far');
});

test('a restart is the affair of the host', async () => {
  let asked = 0;
  const owner = ownerOf(await start({ onRestart: () => void (asked += 1) }));
  await owner.call('router.restart', {});
  await vi.waitFor(() => expect(asked).toBe(1));
});

test('a state file that goes away is told, and everything else goes on', async () => {
  const router = await start();
  rmSync(join(root, 'state', 'state.db'));
  const post = (body: object) =>
    fetch(`${router.origin}/v1/responses`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'auto/default', input: 'hi', ...body }),
    });
  const kept = await post({ key: 'mine' });
  expect([kept.status, await kept.json()]).toMatchObject([
    500,
    {
      error: {
        code: 'state_unusable',
        message: expect.stringMatching(/state\.db: it was removed/),
      },
    },
  ]);
  expect((await post({})).status).toBe(200);
  const { issues } = await ownerOf(router).call('status.get', {});
  const hint = expect.stringMatching(/restart/);
  const file = join(root, 'state', 'state.db');
  expect(issues).toEqual([{ severity: 'error', file, message: 'it was removed', hint }]);
});

test('no window holds up the end', async () => {
  const router = await start();
  const hellos: StreamHello[] = [];
  const ended = ownerOf(router).stream({
    after: undefined,
    logs: true,
    signal: new AbortController().signal,
    onHello: (hello) => hellos.push(hello),
    onBatch: () => undefined,
  });
  await vi.waitFor(() => expect(hellos).toHaveLength(1));
  // Longer than a test may take.
  await router.stop(600_000);
  await ended;
});

test('without a window it says so', async () => {
  const router = await start({ uiDir: undefined });
  const reply = await fetch(`${router.origin}/ui/`);
  expect(reply.status).toBe(404);
  expect(await reply.text()).toContain('without its window');
});
