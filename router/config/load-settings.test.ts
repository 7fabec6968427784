import { expect, it } from 'vitest';

import { type LoadedSettings, loadSettings } from './load-settings.ts';

function load(text: string): LoadedSettings {
  const loaded = loadSettings({ file: 'settings.toml', text });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.issues));
  return loaded;
}

const NOTHING = {
  server: {},
  demo: {},
  ollama: {},
  claude: {},
  mcp: {},
  sampling: {},
  logs: {},
  app: {},
};

it('says nothing when nothing is written', () => {
  expect(load('').settings).toEqual(NOTHING);
});

it('gives what is written, unknown keys too', () => {
  const { settings, log } = load(
    '[server]\nbind = "::1"\nport = 8000\n[mcp]\ncall_timeout = 1.5\n[other]\nallow = true',
  );
  expect(log.issues).toEqual([]);
  expect(settings).toEqual({
    ...NOTHING,
    server: { bind: '::1', port: 8000 },
    mcp: { call_timeout: 1.5 },
    other: { allow: true },
  });
});

it('leaves out each wrong value alone', () => {
  const { settings, log } = load(
    '[server]\nbind = "::1"\nport = 70000\n[mcp]\nretry_max = "1"\nconnect_timeout = 2\n[logs]\nlevel = "loud"',
  );
  expect(settings).toEqual({ ...NOTHING, server: { bind: '::1' }, mcp: { connect_timeout: 2 } });
  expect(log.issues).toMatchObject([
    { severity: 'error', key: 'server.port', line: 3 },
    { severity: 'error', key: 'mcp.retry_max', line: 5, hint: 'Leave the quotes out.' },
    { severity: 'error', key: 'logs.level', line: 8 },
  ]);
});

it('leaves out a section that is no table', () => {
  const { settings, log } = load('server = "::1"\n[demo]\nenabled = false');
  expect(settings).toEqual({ ...NOTHING, demo: { enabled: false } });
  expect(log.issues).toMatchObject([{ key: 'server', line: 1 }]);
});

it('finds slips of the pen', () => {
  const { log } = load('[sever]\n[mcp]\ncal_timeout = 1');
  expect(log.issues.map(({ key, hint }) => [key, hint])).toEqual([
    ['sever', "Did you mean 'server'?"],
    ['mcp.cal_timeout', "Did you mean 'call_timeout'?"],
  ]);
});
