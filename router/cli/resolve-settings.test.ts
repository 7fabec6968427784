import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';

import { settingsSchema } from '../config/load-settings.ts';
import type { Settings } from '../settings.ts';
import { helpText } from './help-text.ts';
import { resolveConfigDir, resolveSettings, type Flags } from './resolve-settings.ts';
import { SETTING_ROWS } from './setting-table.ts';

const dir = mkdtempSync(join(tmpdir(), 'wool-'));
afterAll(() => rmSync(dir, { recursive: true }));
const tokenFile = join(dir, 'token');
writeFileSync(tokenFile, ' from-flag\n');

const settle = (flags: Flags, env: NodeJS.ProcessEnv = {}, file: Record<string, string> = {}) =>
  resolveSettings({ flags, env, file: new Map(Object.entries(file)) });

/** For each setting: a value from each source, in order of rank, and what it means; then the default. */
const TABLE: {
  readonly [Name in keyof Settings]: {
    readonly values: readonly (readonly [text: string, meaning: Settings[Name]])[];
    readonly fallback: Settings[Name];
  };
} = {
  configDir: {
    values: [
      ['/f', resolve('/f')],
      ['/e', resolve('/e')],
    ],
    fallback: join(homedir(), '.config', 'woollama'),
  },
  stateDir: {
    values: [
      ['/f', resolve('/f')],
      ['/e', resolve('/e')],
      ['/s', resolve('/s')],
    ],
    fallback: join(homedir(), '.local', 'state', 'woollama'),
  },
  address: {
    values: [
      ['[::1]:1', '[::1]:1'],
      ['127.0.0.1:2', '127.0.0.1:2'],
      ['127.0.0.3', '127.0.0.3'],
    ],
    fallback: '',
  },
  token: {
    values: [
      [tokenFile, 'from-flag'],
      ['from-env', 'from-env'],
      [tokenFile, 'from-flag'],
    ],
    fallback: '',
  },
  ollamaUrl: {
    values: [
      ['http://f:1/v1/', 'http://f:1'],
      ['https://e', 'https://e'],
      ['http://s:2', 'http://s:2'],
    ],
    fallback: 'http://localhost:11434',
  },
  claudeBin: {
    values: [
      ['f', 'f'],
      ['e', 'e'],
      ['s', 's'],
    ],
    fallback: 'claude',
  },
  demo: {
    values: [
      ['off', false],
      ['YES', true],
      ['false', false],
    ],
    fallback: true,
  },
  toolTimeout: {
    values: [
      ['1.5', 1.5],
      ['0', 0],
      ['-3', 0],
      ['30', 30],
    ],
    fallback: 120,
  },
  connectTimeout: {
    values: [
      ['1', 1],
      ['2', 2],
      ['3', 3],
    ],
    fallback: 30,
  },
  retryMax: {
    values: [
      ['0', 0],
      ['2', 2],
      ['3', 3],
    ],
    fallback: 60,
  },
  toolNames: {
    values: [
      ['underscore', 'underscore'],
      ['dotted', 'dotted'],
      ['underscore', 'underscore'],
    ],
    fallback: 'dotted',
  },
  toolSearch: {
    values: [
      ['on', 'on'],
      ['auto', 'auto'],
      ['off', 'off'],
    ],
    fallback: 'off',
  },
  maxResultMb: {
    values: [
      ['0', 0],
      ['0.5', 0.5],
      ['8', 8],
    ],
    fallback: 16,
  },
  sampling: {
    values: [
      ['deny', 'deny'],
      ['allow', 'allow'],
      ['ask', 'ask'],
    ],
    fallback: 'ask',
  },
  samplingModel: {
    values: [
      ['a/f', 'a/f'],
      ['a/e', 'a/e'],
      ['a/s', 'a/s'],
    ],
    fallback: 'auto/default',
  },
  samplingMaxTokens: {
    values: [
      ['1', 1],
      ['20', 20],
      ['300', 300],
    ],
    fallback: 4096,
  },
  samplingPerHour: {
    values: [
      ['0', 0],
      ['5', 5],
      ['7', 7],
    ],
    fallback: 60,
  },
  questionTimeout: {
    values: [
      ['0', 1],
      ['2', 2],
      ['3', 3],
    ],
    fallback: 300,
  },
  logLevel: {
    values: [
      ['debug', 'debug'],
      ['warn', 'warn'],
      ['silent', 'silent'],
    ],
    fallback: 'info',
  },
};
const NAMES = Object.keys(SETTING_ROWS) as (keyof Settings)[];

describe.each(NAMES)('%s', (name) => {
  const row = SETTING_ROWS[name];
  const places = [`--${row.flag}`, ...row.env, ...(row.key === undefined ? [] : [row.key])];
  const { values, fallback } = TABLE[name];

  /** The settings when only the places from `first` on hold a value. */
  function settleFrom(first: number): unknown {
    const flags: Record<string, string> = {};
    const env: Record<string, string> = {};
    const file: Record<string, string> = {};
    places.forEach((place, index) => {
      const text = values[index]?.[0] ?? '';
      if (index < first) return;
      if (index === 0) flags[row.flag] = text;
      else if (place === row.key) file[place] = text;
      else env[place] = text;
    });
    return settle(flags, env, file)[name];
  }

  test('the flag wins over the environment, that over the file, that over the default', () => {
    expect(values).toHaveLength(places.length);
    values.forEach(([, meaning], index) => expect(settleFrom(index), places[index]).toBe(meaning));
    expect(settleFrom(places.length)).toBe(fallback);
  });

  test('an empty variable counts as unset', () => {
    const env = Object.fromEntries(row.env.map((variable) => [variable, '']));
    expect(settle({}, env)[name]).toBe(fallback);
  });

  test('has a flag and a variable of its own, and both stand in the help', () => {
    expect(row.env.length).toBeGreaterThan(0);
    const line = helpText('1')
      .split('\n')
      .find((each) => each.startsWith(`  --${row.flag} `));
    expect(line).toContain(row.help);
    for (const variable of row.env) expect(line).toContain(variable);
  });
});

test.each(Object.values(SETTING_ROWS).flatMap(({ key }) => key ?? []))(
  'settings.toml has the key %s',
  (path) => {
    const [table = '', key = ''] = path.split('.');
    // A wrong value is noticed only where the key is known.
    const wrong = settingsSchema.safeParse({ ...settingsSchema.parse({}), [table]: { [key]: [] } });
    expect(wrong.error?.issues[0]?.path).toEqual([table, key]);
  },
);

test('no two settings share a flag or a variable', () => {
  const rows = Object.values(SETTING_ROWS);
  const words = rows.flatMap(({ flag, env }) => [flag, ...env]);
  expect(new Set(words).size).toBe(words.length);
});

test('every level settings.toml takes is one', () => {
  for (const level of ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace']) {
    expect(settingsSchema.safeParse({ logs: { level } }).error?.issues ?? []).not.toContainEqual(
      expect.objectContaining({ path: ['logs', 'level'] }),
    );
    expect(settle({}, {}, { 'logs.level': level }).logLevel).toBe(level);
  }
});

interface Wrong {
  readonly flags?: Flags;
  readonly env?: NodeJS.ProcessEnv;
  readonly file?: Record<string, string>;
  readonly source: string;
}

test.each<Wrong>([
  { flags: { 'tool-timeout': 'soon' }, source: '--tool-timeout' },
  { flags: { 'tool-timeout': '' }, source: '--tool-timeout' },
  { env: { WOOLLAMA_MCP_CALL_TIMEOUT_SECS: '1m' }, source: 'WOOLLAMA_MCP_CALL_TIMEOUT_SECS' },
  { file: { 'mcp.retry_max': 'x' }, source: 'mcp.retry_max in settings.toml' },
  { env: { WOOLLAMA_MCP_RETRY_MAX_SECS: 'Infinity' }, source: 'WOOLLAMA_MCP_RETRY_MAX_SECS' },
  { flags: { demo: 'maybe' }, source: '--demo' },
  { env: { WOOLLAMA_DEMO: '2' }, source: 'WOOLLAMA_DEMO' },
  { env: { WOOLLAMA_LOG_LEVEL: 'loud' }, source: 'WOOLLAMA_LOG_LEVEL' },
  { env: { WOOLLAMA_OLLAMA_URL: 'localhost:11434' }, source: 'WOOLLAMA_OLLAMA_URL' },
  { flags: { 'ollama-url': 'file:///etc/passwd' }, source: '--ollama-url' },
  { flags: { address: '127.0.0.1:99999' }, source: '--address' },
  { env: { WOOLLAMA_ADDRESS: 'localhost:http' }, source: 'WOOLLAMA_ADDRESS' },
  { file: { 'server.bind': 'localhost:http' }, source: 'server.bind in settings.toml' },
  { flags: { 'token-file': join(dir, 'none') }, source: '--token-file' },
])('a wrong value names where it came from: $source', ({ flags = {}, env = {}, file, source }) => {
  const wrong = () => settle(flags, env, file);
  expect(wrong).toThrow(expect.objectContaining({ code: 'INVALID_REQUEST' }));
  expect(wrong).toThrow(source);
});

describe('the address', () => {
  test.each([
    [{ 'server.port': '4711' }, 'localhost:4711'],
    [{ 'server.bind': '0.0.0.0', 'server.port': '4711' }, '0.0.0.0:4711'],
    [{ 'server.bind': '::1', 'server.port': '4711' }, '[::1]:4711'],
    [{ 'server.bind': '[::1]', 'server.port': '4711' }, '[::1]:4711'],
    [{ 'server.bind': '127.0.0.1:1', 'server.port': '4711' }, '127.0.0.1:4711'],
    [{ 'server.bind': '127.0.0.1:1' }, '127.0.0.1:1'],
  ])('in the file %j is %s', (file, address) => expect(settle({}, {}, file).address).toBe(address));

  test('given elsewhere, the file’s port does not mix in', () => {
    expect(settle({ address: 'h' }, {}, { 'server.port': '1' }).address).toBe('h');
    expect(settle({}, { WOOLLAMA_ADDRESS: 'h' }, { 'server.port': '1' }).address).toBe('h');
  });
});

describe('the token', () => {
  test('an empty file is a mistake, not a router without a token', () => {
    writeFileSync(join(dir, 'empty'), ' \n');
    expect(() => settle({ 'token-file': join(dir, 'empty') })).toThrow(
      expect.objectContaining({
        code: 'INVALID_REQUEST',
        message: expect.stringContaining('--token-file'),
      }),
    );
  });

  test('no flag takes the token itself, since process lists show flags', () =>
    expect(Object.values(SETTING_ROWS).map(({ flag }) => flag)).not.toContain('token'));

  test('a file’s content is never shown', () => {
    const folder = () => settle({ 'token-file': dir });
    expect(folder).toThrow('cannot be read');
  });
});

describe('folders', () => {
  test.each([
    [{}, { XDG_CONFIG_HOME: '/x' }, '/x/woollama'],
    [{}, { HOME: '/h' }, '/h/.config/woollama'],
    [{}, { WOOLLAMA_CONFIG_DIR: '~/c', HOME: '/h' }, '/h/c'],
    [{}, { WOOLLAMA_CONFIG_DIR: '~', HOME: '/h' }, '/h'],
    [{}, { WOOLLAMA_CONFIG_DIR: '~other/c', HOME: '/h' }, resolve('~other/c')],
    [{ 'config-dir': 'here' }, {}, resolve('here')],
  ])('%j %j', (flags, env, expected) =>
    expect(resolveConfigDir(flags as Flags, env as NodeJS.ProcessEnv)).toBe(expected),
  );
});

test('--no-demo is --demo off', () => {
  expect(settle({ 'no-demo': true }, { WOOLLAMA_DEMO: 'on' }).demo).toBe(false);
  expect(settle({ 'no-demo': false }).demo).toBe(true);
});

test('seconds that no timer can hold are the longest it can', () => {
  const { toolTimeout } = settle({ 'tool-timeout': '1e12' });
  expect(toolTimeout * 1000).toBeLessThanOrEqual(2 ** 31 - 1);
  expect(toolTimeout).toBeGreaterThan(24 * 24 * 3600);
});

test('a connection needs some time: 0 means the default', () =>
  expect(settle({ 'connect-timeout': '0' }).connectTimeout).toBe(30));
