/** The program as people start it: processes of their own, in homes of their own. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

const ENTRY = join(import.meta.dirname, '..', 'entry', 'node.ts');

let home: string;
let children: ChildProcess[];
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'wool-'));
  children = [];
  mkdirSync(join(home, 'config'));
  // Neither example servers nor anything else that would have to start.
  writeFileSync(join(home, 'config', 'mcp.json'), '{"mcpServers":{}}');
  writeFileSync(join(home, 'config', 'recipes.toml'), '');
});
afterEach(async () => {
  for (const child of children) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  rmSync(home, { recursive: true, force: true });
});

function start(...argv: readonly string[]) {
  const child = spawn(process.execPath, [ENTRY, ...argv], {
    env: {
      PATH: process.env['PATH'],
      HOME: home,
      XDG_RUNTIME_DIR: join(home, 'run'),
      WOOLLAMA_CONFIG_DIR: join(home, 'config'),
      // A port nobody listens on.
      WOOLLAMA_OLLAMA_URL: 'http://127.0.0.1:9',
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  children.push(child);
  const said = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => (said.stdout += String(chunk)));
  child.stderr.on('data', (chunk) => (said.stderr += String(chunk)));
  const exited = once(child, 'close').then(([code]) => code as number | null);
  return { child, said, exited };
}

async function serve(...argv: readonly string[]) {
  const router = start('serve', ...argv);
  await vi.waitFor(() => expect(router.said.stdout).toContain('Log: '), 5_000);
  const url = /base_url: (\S+)/.exec(router.said.stdout)?.[1] ?? '';
  return { ...router, url };
}

test('serves until it is asked to stop, and says so', async () => {
  const { child, said, exited, url } = await serve();
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/v1$/);
  expect(said.stdout).toContain(join(home, 'run', 'woollama.sock'));
  expect((await fetch(`${url}/models`)).status).toBe(200);

  const status = start('status', '--json');
  expect(await status.exited).toBe(0);
  expect(JSON.parse(status.said.stdout)).toMatchObject({
    running: true,
    pid: child.pid,
    baseUrl: url,
  });

  const second = start();
  expect(await second.exited).toBe(1);
  expect(second.said.stderr).toContain('already owns');
  expect((await fetch(`${url}/models`)).status).toBe(200);

  child.kill('SIGTERM');
  expect(await exited).toBe(0);
  expect(said.stderr).toBe('');
  expect(existsSync(join(home, 'run', 'woollama.sock'))).toBe(false);
  expect(existsSync(join(home, 'run', 'woollama.addr'))).toBe(false);
});

test('settings that cannot be used end it at once, with their source', async () => {
  writeFileSync(join(home, 'config', 'settings.toml'), '[server]\nbind = "0.0.0.0"\n');
  const router = start('serve');
  expect(await router.exited).toBe(1);
  expect(router.said.stderr).toContain('WOOLLAMA_TOKEN');
  expect(router.said.stderr).not.toContain('    at ');
});

test('a wrong value in settings.toml is told, and the rest counts', async () => {
  writeFileSync(
    join(home, 'config', 'settings.toml'),
    '[server]\nport = "x"\n[demo]\nenabled = false\n',
  );
  const router = await serve();
  expect(router.said.stderr).toMatch(/settings\.toml:2:\d+: server\.port/);
});

// `Router.stop` keeps the grace of its first call, so the second one changes nothing.
test.fails('a second signal does not wait for those that do not come to an end', async () => {
  const { child, exited, url, said } = await serve();
  const { hostname, port } = new URL(url);
  // A request whose body never comes.
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  socket.write(
    'POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\n' +
      'Content-Type: application/json\r\nContent-Length: 10\r\n\r\n{',
  );
  await once(socket, 'ready');
  expect((await fetch(`${url}/models`)).status).toBe(200);
  child.kill('SIGTERM');
  await vi.waitFor(() => expect(said.stdout).toContain('stopping'));
  child.kill('SIGTERM');
  expect(await Promise.race([exited, delay(1_500, 'still there')])).toBe(0);
});

test('mcp speaks MCP on stdout and nothing else, and ends with stdin', async () => {
  const { child, said, exited } = start('mcp');
  const params = {
    protocolVersion: '2025-11-25',
    capabilities: {},
    clientInfo: { name: 't', version: '1' },
  };
  child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params })}\n`);
  await vi.waitFor(() => expect(said.stdout).toContain('\n'), 5_000);
  expect(JSON.parse(said.stdout)).toMatchObject({
    id: 1,
    result: { serverInfo: { name: 'woollama' } },
  });
  expect(existsSync(join(home, 'run'))).toBe(false);
  child.stdin.end();
  expect(await exited).toBe(0);
});
