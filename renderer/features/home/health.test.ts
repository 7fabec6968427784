import { expect, test } from 'vitest';

import type { McpClient, RouterStatus } from '#contract/status.ts';
import { describeHealth } from './health.ts';

const STATUS: RouterStatus = {
  version: '1',
  pid: 1,
  startedAt: 0,
  baseUrl: '',
  mcpUrl: '',
  socket: '/s',
  configDir: '',
  stateDir: '',
  logPath: null,
  tokenRequired: false,
  auto: { model: 'ollama/qwen3', reason: '' },
  inferencers: [],
  servers: [
    { name: 'git', transport: 'stdio', state: 'connected', tools: 3, attempts: 0 },
    { name: 'db', transport: 'http', state: 'failed', tools: 0, attempts: 1, reason: 'gone' },
  ],
  clients: [],
  recipes: [],
  issues: [
    { severity: 'error', file: '/c/recipes.toml', line: 4, key: 'recipes.a', message: 'bad' },
    { severity: 'warning', file: 'C:\\c\\mcp.json', message: 'odd' },
  ],
  requestsInFlight: 0,
};

test('each trouble is one sentence with the page that mends it', () => {
  const lines = describeHealth(STATUS).map(({ word, text, fix }) => [word, text, fix?.to]);
  expect(lines).toEqual([
    ['Ready', 'auto/default is answered by ollama/qwen3.', undefined],
    ['Connected', '1 server with 3 tools.', undefined],
    ['Failed', 'Server db: gone.', '/servers'],
    ['Error', 'recipes.toml:4 recipes.a: bad.', '/recipes'],
    ['Warning', 'mcp.json: odd.', '/servers'],
  ]);
});

test('an inferencer that recipes rely on is told of when it is away', () => {
  const inferencers = [
    { name: 'office', baseUrl: '', key: 'none-needed', models: 0, recipes: 2, problem: 'gone' },
    { name: 'spare', baseUrl: '', key: 'none-needed', models: 0, recipes: 0, problem: 'gone' },
  ] as const;
  const lines = describeHealth({ ...STATUS, inferencers }).map(({ text }) => text);
  expect(lines).toContain('Inferencer office, used by 2 recipes: gone.');
  expect(lines.join(' ')).not.toContain('spare');
});

test('MCP clients are told of by name and version', () => {
  const client = (name: string, version: string): McpClient => ({
    id: name,
    name,
    version,
    transport: 'http',
    protocol: '2025-11-25',
    connectedAt: 0,
    lastAt: 0,
  });
  const linesOf = (clients: readonly McpClient[]) =>
    describeHealth({ ...STATUS, clients }).filter(({ id }) => id === 'clients');
  expect(linesOf([])).toEqual([]);
  expect(linesOf([client('Claude Code', '2.1'), client('VS Code', '1.99')])[0]?.text).toBe(
    '2 MCP clients connected: Claude Code 2.1, VS Code 1.99.',
  );
  const many = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => client(name, '1'));
  expect(linesOf(many)[0]?.text).toBe('6 MCP clients connected: a 1, b 1, c 1, d 1, 2 more.');
});

test('the demo is never shown as if it were a model', () => {
  const auto = { model: 'demo/tools', reason: '' };
  expect(describeHealth({ ...STATUS, auto })[0]).toMatchObject({ word: 'Demo', tone: 'idle' });
});

test('without servers there is a way to the first one', () => {
  const lines = describeHealth({ ...STATUS, servers: [], issues: [], socket: null });
  expect(lines.map(({ id }) => id)).toEqual(['auto', 'servers', 'socket']);
  expect(lines[1]?.fix?.search).toEqual({ add: 'form' });
});
