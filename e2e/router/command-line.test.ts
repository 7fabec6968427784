import { existsSync, mkdtempSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { createHome, runCommand, type Home } from '../fixtures/router-process.ts';

let home: Home;
beforeEach(() => {
  home = createHome();
});
afterEach(() => home.remove());

test.each([['--version'], ['-V'], ['serve', '--version']])(
  '%s %s prints the version only',
  async (...args) => {
    const { code, out } = await runCommand(home, args);
    expect(code).toBe(0);
    expect(out).toMatch(/^woollama \d+\.\d+\.\d+\n$/);
    expect(readdirSync(home.dir)).toEqual(['run']);
    expect(readdirSync(join(home.dir, 'run'))).toEqual([]);
  },
);

test('--help names every command and touches nothing', async () => {
  const { code, out } = await runCommand(home, ['--help']);
  expect(code).toBe(0);
  for (const word of [
    'serve',
    'mcp',
    'check-config',
    'config init',
    'status',
    'ui',
    'WOOLLAMA_ADDRESS',
  ]) {
    expect(out).toContain(word);
  }
  expect(readdirSync(join(home.dir, 'run'))).toEqual([]);
});

test.each([
  [['sevre'], 'woollama serve'],
  [['statsu'], 'woollama status'],
  [['serve', '--adress', 'x'], '--address'],
  [['status', '--jsn'], '--json'],
])('%j is refused with a hint', async (args, hint) => {
  const { code, err } = await runCommand(home, args);
  expect(code).toBe(2);
  expect(err).toContain(hint);
});

test('a wrong value names where it came from', async () => {
  const { code, err } = await runCommand(home, ['serve', '--tool-timeout', 'soon']);
  expect(code).toBe(2);
  expect(err).toContain("--tool-timeout must be a number of seconds, not 'soon'");
});

test('status without a router says so', async () => {
  expect((await runCommand(home, ['status'])).code).toBe(1);
  const { out } = await runCommand(home, ['status', '--json']);
  expect(JSON.parse(out)).toEqual({ running: false });
});

test('check-config: fine with nothing, precise with something wrong', async () => {
  expect(await runCommand(home, ['check-config'])).toMatchObject({ code: 0, err: '' });
  home.write('mcp.json', '{\n  "mcpServers": {\n    "git": { "comand": "git-mcp" }\n  }\n}\n');
  const { code, err } = await runCommand(home, ['check-config']);
  expect(code).toBe(1);
  expect(err).toMatch(/mcp\.json:3:\d+: mcpServers\.git/);
  expect(err).toContain('command');
});

test('start refuses a file that does not parse, with the place, and starts nothing', async () => {
  home.write('recipes.toml', '[recipes.a]\ninferencer = demo/echo\n');
  const { code, err } = await runCommand(home, ['serve']);
  expect(code).toBe(1);
  expect(err).toMatch(/recipes\.toml:2:\d+/);
  expect(existsSync(home.socket)).toBe(false);
});

test('check-config refuses what start refuses: the network without a token', async () => {
  home.write('settings.toml', '[server]\nbind = "0.0.0.0"\n');
  for (const command of ['check-config', 'serve']) {
    const { code, err } = await runCommand(home, [command]);
    expect(code, command).toBe(1);
    expect(err).toContain('server.bind in settings.toml');
  }
});

test('a first backup outlives a second --force', async () => {
  home.write('mcp.json', '{ "mcpServers": {} } // mine');
  for (let time = 1; time <= 2; time += 1) {
    expect((await runCommand(home, ['config', 'init', '--force'])).code).toBe(0);
  }
  expect(readFileSync(join(home.configDir, 'mcp.json.bak'), 'utf8')).toContain('// mine');
});

test('flags before the command, and half a command, are told what is wrong', async () => {
  const early = await runCommand(home, ['--config-dir', 'x', 'check-config']);
  expect(early).toMatchObject({ code: 2, err: expect.stringContaining('before its flags') });
  const half = await runCommand(home, ['config']);
  expect(half).toMatchObject({ code: 2, err: expect.stringContaining('woollama config init') });
});

test('config init writes files that check out, and never over existing ones', async () => {
  const target = mkdtempSync(join(home.dir, 'out-'));
  expect((await runCommand(home, ['config', 'init', '--output', target])).code).toBe(0);
  const path = join(target, 'mcp.json');
  const before = readFileSync(path, 'utf8');
  const again = await runCommand(home, ['config', 'init', '--output', target]);
  expect(again.code).toBe(1);
  expect(again.err).toContain('--force');
  expect(readFileSync(path, 'utf8')).toBe(before);
  expect((await runCommand(home, ['config', 'init', '--output', target, '--force'])).code).toBe(0);
  const check = await runCommand(home, ['check-config', '--config-dir', target]);
  expect(check).toMatchObject({ code: 0 });
});
