/** The program as people start it: processes of their own, in homes of their own. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';

const ENTRY = join(import.meta.dirname, '..', 'entry', 'node.ts');

// Real processes take their time on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

interface Said {
  stdout: string;
  stderr: string;
}

class Home {
  readonly dir = mkdtempSync(join(tmpdir(), 'wool-'));
  readonly #children: ChildProcess[] = [];

  constructor() {
    mkdirSync(join(this.dir, 'config'));
    // Neither example servers nor anything else that would have to start.
    this.write('mcp.json', '{"mcpServers":{}}');
    this.write('recipes.toml', '');
  }

  write(file: string, text: string): void {
    writeFileSync(join(this.dir, 'config', file), text);
  }

  has(file: string): boolean {
    return existsSync(join(this.dir, file));
  }

  start(...argv: readonly string[]) {
    const child = spawn(process.execPath, [ENTRY, ...argv], {
      env: {
        PATH: process.env['PATH'],
        HOME: this.dir,
        XDG_RUNTIME_DIR: join(this.dir, 'run'),
        WOOLLAMA_CONFIG_DIR: join(this.dir, 'config'),
        // A port nobody listens on.
        WOOLLAMA_OLLAMA_URL: 'http://127.0.0.1:9',
      },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.#children.push(child);
    const said: Said = { stdout: '', stderr: '' };
    child.stdout.on('data', (chunk) => (said.stdout += String(chunk)));
    child.stderr.on('data', (chunk) => (said.stderr += String(chunk)));
    const exited = once(child, 'close').then(([code]): unknown => code);
    return { child, said, exited };
  }

  async serve(...argv: readonly string[]) {
    const router = this.start('serve', ...argv);
    await vi.waitFor(() => expect(router.said.stdout).toContain('Log: '), 60_000);
    const url = /base_url: (\S+)/.exec(router.said.stdout)?.[1] ?? '';
    return { ...router, url };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const child of this.#children) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    rmSync(this.dir, { recursive: true, force: true });
  }
}

test.concurrent('serves until it is asked to stop, and says so', async ({ expect }) => {
  await using home = new Home();
  const { child, said, exited, url } = await home.serve();
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/v1$/);
  expect(said.stdout).toContain(join(home.dir, 'run', 'woollama.sock'));
  expect((await fetch(`${url}/models`)).status).toBe(200);

  const status = home.start('status', '--json');
  expect(await status.exited).toBe(0);
  expect(JSON.parse(status.said.stdout)).toMatchObject({
    running: true,
    pid: child.pid,
    baseUrl: url,
  });

  const second = home.start();
  expect(await second.exited).toBe(1);
  expect(second.said.stderr).toContain('already owns');
  expect((await fetch(`${url}/models`)).status).toBe(200);

  child.kill('SIGTERM');
  expect(await exited).toBe(0);
  expect(said.stderr).toBe('');
  expect(home.has('run/woollama.sock')).toBe(false);
  expect(home.has('run/woollama.addr')).toBe(false);
});

test.concurrent(
  'settings that cannot be used end it at once, with their source',
  async ({ expect }) => {
    await using home = new Home();
    home.write('settings.toml', '[server]\nbind = "0.0.0.0"\n');
    const router = home.start('serve');
    expect(await router.exited).toBe(1);
    expect(router.said.stderr).toContain('WOOLLAMA_TOKEN');
    expect(router.said.stderr).not.toContain('    at ');
  },
);

test.concurrent(
  'a wrong value in settings.toml is told, and the rest counts',
  async ({ expect }) => {
    await using home = new Home();
    home.write('settings.toml', '[server]\nport = "x"\n[demo]\nenabled = false\n');
    const router = await home.serve();
    expect(router.said.stderr).toMatch(/settings\.toml:2:\d+: server\.port/);
  },
);

test.concurrent(
  'a second signal does not wait for those that do not come to an end',
  async ({ expect }) => {
    await using home = new Home();
    const { child, exited, url, said } = await home.serve();
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
    await vi.waitFor(() => expect(said.stdout).toContain('stopping'), 60_000);
    child.kill('SIGTERM');
    expect(await Promise.race([exited, delay(8_000, 'still there')])).toBe(0);
  },
);

test.concurrent(
  'mcp speaks MCP on stdout and nothing else, and ends with stdin',
  async ({ expect }) => {
    await using home = new Home();
    const { child, said, exited } = home.start('mcp');
    const params = {
      protocolVersion: '2025-11-25',
      capabilities: {},
      clientInfo: { name: 't', version: '1' },
    };
    child.stdin.write(
      `${JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params })}\n`,
    );
    await vi.waitFor(() => expect(said.stdout).toContain('\n'), 60_000);
    expect(JSON.parse(said.stdout)).toMatchObject({
      id: 1,
      result: { serverInfo: { name: 'woollama' } },
    });
    expect(home.has('run')).toBe(false);
    child.stdin.end();
    expect(await exited).toBe(0);
  },
);
