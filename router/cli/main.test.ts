import { createServer } from 'node:http';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import manifest from '../../package.json' with { type: 'json' };
import { openSecretKeeper } from '../secrets/open-secret-keeper.ts';
import { createFakeLog } from '../testing/fake-log.ts';
import { main } from './main.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'wool-'));
  vi.stubEnv('HOME', home);
  for (const name of [
    'XDG_CONFIG_HOME',
    'XDG_STATE_HOME',
    'WOOLLAMA_CONFIG_DIR',
    'WOOLLAMA_TOKEN',
  ]) {
    vi.stubEnv(name, undefined);
  }
  vi.stubEnv('XDG_RUNTIME_DIR', join(home, 'run'));
  // Whatever this runs on, no browser opens.
  vi.stubEnv('CI', '1');
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  rmSync(home, { recursive: true, force: true });
});

interface Said {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs one command line in this process. */
async function run(...argv: readonly string[]): Promise<Said> {
  const out: string[] = [];
  const err: string[] = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => out.push(String(text)) > 0);
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => err.push(String(text)) > 0);
  try {
    const code = await main(argv);
    return { code, stdout: out.join(''), stderr: err.join('') };
  } finally {
    vi.restoreAllMocks();
  }
}

describe('asking about the program', () => {
  test.each([
    ['--version'],
    ['-V'],
    ['serve', '--version'],
    ['mcp', '-V'],
    ['nonsense', '--version'],
  ])('%s prints the version', async (...argv) => {
    expect(await run(...argv)).toEqual({
      code: 0,
      stdout: `woollama ${manifest.version}\n`,
      stderr: '',
    });
  });

  test.each([['--help'], ['-h'], ['help'], ['status', '--help'], ['config', 'init', '-h']])(
    '%s prints the help',
    async (...argv) => {
      const { code, stdout, stderr } = await run(...argv);
      expect(code).toBe(0);
      expect(stderr).toBe('');
      for (const word of [
        'serve',
        'mcp',
        'check-config',
        'config init',
        'status',
        'ui',
        '--no-demo',
        '--headless',
        '--open',
      ]) {
        expect(stdout).toContain(word);
      }
    },
  );

  test('touches no file', async () => {
    await run('--version');
    await run('--help');
    expect(readdirSync(home)).toEqual([]);
  });
});

describe('wrong words', () => {
  test.each([
    [['statsu'], ["unknown command 'statsu'", "did you mean 'woollama status'?"]],
    [['config'], ["unknown command 'config'"]],
    [['serve', 'extra'], ["unknown command 'serve extra'"]],
    [['constructor'], ["unknown command 'constructor'"]],
    [['toString'], ["unknown command 'toString'"]],
    [['__proto__'], ["unknown command '__proto__'"]],
    [
      ['status', '--jsno'],
      ["unknown flag '--jsno'", "did you mean '--json'?"],
    ],
    [
      ['--adress', '127.0.0.1'],
      ["unknown flag '--adress'", "did you mean '--address'?"],
    ],
    [['mcp', '--headless'], ["unknown flag '--headless'"]],
    [['status', '--open'], ["unknown flag '--open'"]],
    [['--json', 'status'], ["unknown flag '--json'"]],
    [['-x'], ["unknown flag '-x'"]],
    [['--tool-timeout'], ['--tool-timeout', 'missing']],
    [['--headless=no'], ['--headless']],
    [['--headless', 'mcp'], ['mcp']],
    [['serve', '--demo', 'maybe'], ['--demo must be on or off']],
    [['serve', '--address', '127.0.0.1:99999'], ['--address']],
  ])('%j exits with 2 and says what is wrong', async (argv, fragments) => {
    const { code, stderr } = await run(...argv);
    expect(code).toBe(2);
    for (const fragment of fragments) expect(stderr).toContain(fragment);
    // People shall not see the insides.
    expect(stderr).not.toContain('    at ');
    expect(readdirSync(home)).toEqual([]);
  });
});

describe('status', () => {
  test('of no router', async () => {
    const { code, stdout, stderr } = await run('status');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(`no router answers at ${join(home, 'run', 'woollama.sock')}`);
    expect((await run('status', '--json')).stdout).toBe('{"running":false}\n');
    expect(readdirSync(home)).toEqual([]);
  });

  test.each([
    ['an answer that breaks off', 200],
    ['a refusal', 404],
  ])('of something that gives %s', async (_name, status) => {
    mkdirSync(join(home, 'run'));
    const server = createServer((_request, response) => {
      response.writeHead(status);
      if (status === 200) response.write('{"version":', () => response.destroy());
      else response.end('{}');
    });
    await new Promise<void>((resolve) =>
      server.listen(join(home, 'run', 'woollama.sock'), resolve),
    );
    expect((await run('status')).code).toBe(1);
    await new Promise((resolve) => server.close(resolve));
  });
});

describe('ui', () => {
  test('of no router', async () => {
    const { code, stdout, stderr } = await run('ui', '--open');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(`no router answers at ${join(home, 'run', 'woollama.sock')}`);
    expect(readdirSync(home)).toEqual([]);
  });

  test('prints the link of the running one, and opens nothing where nobody could see it', async () => {
    mkdirSync(join(home, 'run'));
    const server = createServer((_request, response) => {
      response.end(JSON.stringify({ url: 'http://127.0.0.1:1/ui/#link=x' }));
    });
    await new Promise<void>((resolve) =>
      server.listen(join(home, 'run', 'woollama.sock'), resolve),
    );
    const printed = { stdout: 'http://127.0.0.1:1/ui/#link=x\n' };
    expect(await run('ui')).toEqual({ code: 0, stderr: '', ...printed });
    const opened = await run('ui', '--open');
    expect(opened).toMatchObject({ code: 1, ...printed });
    expect(opened.stderr).toContain('no desktop here');
    expect(readdirSync(join(home, 'run'))).toEqual(['woollama.sock']);
    await new Promise((resolve) => server.close(resolve));
  });
});

describe('check-config', () => {
  test('of a fresh home is fine and writes nothing', async () => {
    const { code, stdout, stderr } = await run('check-config');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('config OK');
    expect(readdirSync(home)).toEqual([]);
  });

  test('knows the secrets that are kept for the user', async () => {
    vi.stubEnv('WOOLLAMA_SECRETS', 'file');
    vi.stubEnv('KEPT_TOKEN', undefined);
    const dir = join(home, 'config');
    mkdirSync(dir);
    const server = { command: process.execPath, env: { TOKEN: '${KEPT_TOKEN}' } };
    writeFileSync(join(dir, 'mcp.json'), JSON.stringify({ mcpServers: { a: server } }));
    const check = () => run('check-config', '--config-dir', dir);
    const unset = await check();
    expect(unset.code).toBe(1);
    expect(unset.stderr).toContain('KEPT_TOKEN');
    const stateDir = join(home, '.local', 'state', 'woollama');
    const { env, platform } = process;
    const keeper = await openSecretKeeper({ stateDir, env, platform, logger: createFakeLog() });
    await keeper.set('KEPT_TOKEN', 'tok-kept-1234');
    const kept = await check();
    expect({ code: kept.code, stderr: kept.stderr }).toEqual({ code: 0, stderr: '' });
    expect(kept.stdout).not.toContain('tok-kept-1234');
  });

  test('says where a file is wrong', async () => {
    const dir = join(home, 'config');
    mkdirSync(dir);
    writeFileSync(join(dir, 'mcp.json'), '{\n  "mcpServers": {"a": {"command": 7}}\n}\n');
    const { code, stdout, stderr } = await run('check-config', '--config-dir', dir);
    expect(code).toBe(1);
    expect(stdout).not.toContain('config OK');
    expect(stderr).toMatch(
      /^error: .*mcp\.json:2:24: mcpServers\.a\.command: .+\n(warning: .+\n)*1 problem\n$/,
    );
  });
});

describe('config init', () => {
  test('writes the files, keeps those that are there, and replaces them when told', async () => {
    const dir = join(home, 'new');
    const first = await run('config', 'init', '--output', dir);
    expect(first.code).toBe(0);
    const files = readdirSync(dir).sort();
    expect(files).toEqual(['inferencers.toml', 'mcp.json', 'recipes.toml', 'settings.toml']);
    for (const file of files) expect(first.stdout).toContain(`wrote ${join(dir, file)}\n`);
    expect((await run('check-config', '--config-dir', dir)).code).toBe(0);

    writeFileSync(join(dir, 'mcp.json'), '{"mine":1}');
    const second = await run('config', 'init', '--output', dir);
    expect(second.code).toBe(1);
    expect(second.stderr).toContain(`kept ${join(dir, 'mcp.json')}`);
    expect(readFileSync(join(dir, 'mcp.json'), 'utf8')).toBe('{"mine":1}');

    expect((await run('config', 'init', '--output', dir, '--force')).code).toBe(0);
    expect(readFileSync(join(dir, 'mcp.json'), 'utf8')).not.toBe('{"mine":1}');
  });

  test('without a folder means the one of the configuration', async () => {
    expect((await run('config', 'init')).code).toBe(0);
    expect(statSync(join(home, '.config', 'woollama', 'recipes.toml')).isFile()).toBe(true);
  });
});
