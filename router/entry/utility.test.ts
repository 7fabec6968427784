/** The router's process as the desktop app runs it: real processes and messages, no Electron. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';

import { createControlClient, type ControlClient } from '#contract/control-client.ts';
import type { ServerStatus } from '#contract/status.ts';
import manifest from '../../package.json' with { type: 'json' };
import { startFakeApp, type FakeApp } from '../testing/fake-app.ts';

const ENTRY = join(import.meta.dirname, 'utility.ts');
const HELLO = join(import.meta.dirname, '..', '..', 'resources', 'servers', 'hello.ts');

vi.setConfig({ testTimeout: 20_000 });

class Home {
  readonly dir = mkdtempSync(join(tmpdir(), 'wool-'));
  readonly #apps: FakeApp[] = [];

  constructor() {
    mkdirSync(join(this.dir, 'config'));
    mkdirSync(join(this.dir, 'run'), { mode: 0o700 });
    this.write('mcp.json', '{"mcpServers":{}}');
    this.write('recipes.toml', '');
  }

  write(file: string, text: string): void {
    writeFileSync(join(this.dir, 'config', file), text);
  }

  path(...names: readonly string[]): string {
    return join(this.dir, ...names);
  }

  launch(preload: readonly string[] = []): FakeApp {
    const env = {
      // Neither `node` nor anything else of this machine.
      PATH: '/nowhere',
      HOME: this.dir,
      XDG_RUNTIME_DIR: this.path('run'),
      WOOLLAMA_CONFIG_DIR: this.path('config'),
      // A port nobody listens on.
      WOOLLAMA_OLLAMA_URL: 'http://127.0.0.1:9',
    };
    const app = startFakeApp(ENTRY, { env, preload });
    this.#apps.push(app);
    return app;
  }

  start(app: FakeApp, flags: Record<string, string | boolean> = {}, secrets = {}): void {
    app.send({
      kind: 'start',
      flags,
      secrets,
      secretsNotice: 'kept by a test',
      uiDir: this.path('ui'),
    });
  }

  async serve(secrets = {}): Promise<{ app: FakeApp; client: ControlClient }> {
    const app = this.launch();
    this.start(app, { 'no-demo': true }, secrets);
    const { origin, ownerToken } = await app.next('ready');
    const headers = () => ({ authorization: `Bearer ${ownerToken}` });
    return { app, client: createControlClient({ fetch, origin, headers, strict: true }) };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { child, exited, nodeServers } of this.#apps) {
      child.kill('SIGKILL');
      await exited;
      for (const server of nodeServers.running.values()) server.kill('SIGKILL');
    }
    rmSync(this.dir, { recursive: true, force: true });
  }
}

test('starts with the flags, tells where it is, and ends when it is told to', async () => {
  await using home = new Home();
  const { app, client } = await home.serve();
  const ready = await app.next('ready');
  expect(ready.version).toBe(manifest.version);
  const status = await client.call('status.get', {});
  expect(ready.origin).toBe(status.baseUrl.replace('/v1', ''));
  expect(status.pid).toBe(app.child.pid);
  expect(status.inferencers.map(({ name }) => name)).not.toContain('demo');
  expect(await client.call('secrets.list', {})).toMatchObject({
    keeper: 'app',
    notice: 'kept by a test',
  });
  app.send({ kind: 'stop', graceMs: 1_000 });
  expect(await app.exited).toBe(0);
  expect(existsSync(home.path('run', 'woollama.sock'))).toBe(false);
  const log = readFileSync(status.logPath ?? '', 'utf8');
  expect(log).toContain('listening');
  expect(log).toContain('stopped');
  expect(log).not.toContain(ready.ownerToken);
});

test('secrets come with the start, and changes go to the app', async () => {
  await using home = new Home();
  const { app, client } = await home.serve({ GROQ_API_KEY: 'canary-1' });
  const names = async () => (await client.call('secrets.list', {})).secrets.map(({ name }) => name);
  expect(await names()).toEqual(['GROQ_API_KEY']);
  const set = client.call('secrets.set', { name: 'OPENAI_API_KEY', value: 'canary-2' });
  const asked = await app.next('secrets-changed');
  expect(asked).toMatchObject({ name: 'OPENAI_API_KEY', value: 'canary-2' });
  app.send({ kind: 'secrets-kept', id: asked.id, problem: null });
  await set;
  expect(await names()).toEqual(['GROQ_API_KEY', 'OPENAI_API_KEY']);
  const { logPath, inferencers } = await client.call('status.get', {});
  const keys = new Map(inferencers.map(({ name, key }) => [name, key]));
  expect([keys.get('groq'), keys.get('openai')]).toEqual(['stored', 'stored']);
  expect(readFileSync(logPath ?? '', 'utf8') + app.stderr()).not.toContain('canary');
});

test('what the app cannot keep is refused with its reason', async () => {
  await using home = new Home();
  const { app, client } = await home.serve();
  const refused = expect(
    client.call('secrets.set', { name: 'OPENAI_API_KEY', value: 'canary' }),
  ).rejects.toMatchObject({ code: 'SECRET_UNWRITABLE', message: /keychain is locked/ });
  const { id } = await app.next('secrets-changed');
  app.send({ kind: 'secrets-kept', id, problem: 'the keychain is locked' });
  await refused;
  expect((await client.call('secrets.list', {})).secrets).toEqual([]);
});

test('a restart is the app’s to do', async () => {
  await using home = new Home();
  const { app, client } = await home.serve();
  await client.call('router.restart', {});
  await app.next('restart-wanted');
  expect((await client.call('status.get', {})).pid).toBe(app.child.pid);
});

test('servers run on the app’s own Node, where the machine has none', async () => {
  await using home = new Home();
  const command = '${WOOLLAMA_NODE:-node}';
  home.write('mcp.json', JSON.stringify({ mcpServers: { hello: { command, args: [HELLO] } } }));
  const { app, client } = await home.serve();
  const server = async (): Promise<ServerStatus | undefined> =>
    (await client.call('status.get', {})).servers[0];
  await vi.waitFor(async () => expect(await server()).toMatchObject({ state: 'connected' }), {
    timeout: 10_000,
    interval: 50,
  });
  const called = await client.call('tools.call', { name: 'hello.hello', arguments: { name: 'A' } });
  expect(JSON.stringify(called)).toContain('Hello, A!');
  const [child] = app.nodeServers.running.values();
  app.send({ kind: 'stop', graceMs: 1_000 });
  expect(await app.exited).toBe(0);
  await vi.waitFor(() => expect(child?.exitCode).toBe(0), 10_000);
});

test('files that cannot be read end it with their places', async () => {
  await using home = new Home();
  home.write('settings.toml', '[server\n');
  const app = home.launch();
  home.start(app);
  const { code, issues } = await app.next('failed');
  expect(code).toBe('CONFIG_INVALID');
  expect(issues).toEqual([
    expect.objectContaining({ severity: 'error', file: home.path('config', 'settings.toml') }),
  ]);
  expect(await app.exited).toBe(1);
});

test.each([
  [{ address: '0.0.0.0:0' }, 'EXPOSURE_REFUSED', /WOOLLAMA_TOKEN/],
  [{ demo: 'maybe' }, 'INVALID_REQUEST', /--demo must be on or off/],
])('settings that cannot be used end it: %j', async (flags, code, message) => {
  await using home = new Home();
  const app = home.launch();
  home.start(app, flags);
  const failed = await app.next('failed');
  expect(failed).toMatchObject({ code, issues: [] });
  expect(failed.message).toMatch(message);
  expect(await app.exited).toBe(1);
});

test('a second one says that another runs', async () => {
  await using home = new Home();
  await home.serve();
  const second = home.launch();
  home.start(second);
  expect(await second.next('failed')).toMatchObject({ code: 'ALREADY_RUNNING' });
  expect(await second.exited).toBe(1);
});

test('when the app is gone it ends by itself', async () => {
  await using home = new Home();
  const { app } = await home.serve();
  app.child.disconnect();
  expect(await app.exited).toBe(0);
  expect(existsSync(home.path('run', 'woollama.sock'))).toBe(false);
});

test('told to stop before it was told to start, it ends', async () => {
  await using home = new Home();
  const app = home.launch();
  app.send({ kind: 'stop', graceMs: 0 });
  expect(await app.exited).toBe(0);
  expect(app.heard).toEqual([]);
});

test.each([
  ['an exception', 'setTimeout(() => { throw new Error("oops") }, 10)'],
  ['a rejection', 'setTimeout(() => void Promise.reject(new Error("oops")), 10)'],
])(
  '%s that nobody caught ends it with its stack, for the app to start another',
  async (_, code) => {
    await using home = new Home();
    const late = `process.once('message', () => ${code})`;
    const app = home.launch([`data:text/javascript,${encodeURIComponent(late)}`]);
    home.start(app);
    expect(await app.exited).toBe(1);
    expect(app.stderr()).toContain('Error: oops\n    at ');
    expect(app.heard.filter(({ kind }) => kind === 'failed')).toEqual([]);
  },
);

test('a crash while it serves stands in the log', async () => {
  await using home = new Home();
  const code = "process.on('SIGUSR2', () => { throw new Error('oops') })";
  const app = home.launch([`data:text/javascript,${encodeURIComponent(code)}`]);
  home.start(app);
  await app.next('ready');
  app.child.kill('SIGUSR2');
  expect(await app.exited).toBe(1);
  const log = readFileSync(
    home.path('.local', 'state', 'woollama', 'logs', 'woollama.log'),
    'utf8',
  );
  expect(log).toMatch(/made a mistake and ends/);
  expect(log).toMatch(/Error: oops/);
});

test('messages that are none are left out', async () => {
  await using home = new Home();
  const app = home.launch();
  for (const message of ['x', null, { kind: 'start' }, { kind: 'quit' }])
    app.child.send(message ?? {});
  home.start(app);
  await app.next('ready');
});
