import { expect, test } from 'vitest';

import { filterEntries } from './filter-entries.ts';
import { paletteEntries } from './palette-entries.ts';
import { PAGES } from './pages.ts';

const titles = (query: string, list = entries) =>
  filterEntries(list, query).map((one) => one.title);

const entries = paletteEntries({
  version: '1',
  pid: 1,
  startedAt: 0,
  baseUrl: 'http://127.0.0.1:1/v1',
  mcpUrl: 'http://127.0.0.1:1/mcp',
  socket: null,
  configDir: '',
  stateDir: '',
  logPath: null,
  tokenRequired: false,
  auto: { model: '', reason: '' },
  inferencers: [{ name: 'ollama', baseUrl: '', key: 'none-needed', models: 0 }],
  servers: [{ name: 'git', transport: 'stdio', state: 'connected', tools: 2, attempts: 0 }],
  recipes: ['counter'],
  issues: [],
  requestsInFlight: 0,
});

test('without a router the pages can still be reached', () => {
  expect(titles('', paletteEntries(undefined)).slice(0, PAGES.length).toSorted()).toEqual(
    PAGES.map(({ title }) => title).toSorted(),
  );
});

test.each([
  ['restart git', ['Restart git']],
  ['GIT restart', ['Restart git']],
  ['base_url', ['Copy base_url']],
  ['counter', ['Try counter', 'Edit counter', 'Copy woollama/counter']],
  ['edit ollama', ['Edit ollama']],
  ['no such thing', []],
])('%j finds %j', (query, expected) => {
  expect(titles(query)).toEqual(expected);
});

test('what begins with the word comes first', () => {
  expect(titles('log')[0]).toBe('Logs');
  expect(titles('ser')[0]).toBe('Servers');
});

test('every title is there once, because titles are ids', () => {
  const keys = entries.map(({ group, title }) => `${group} ${title}`);
  expect(new Set(keys).size).toBe(keys.length);
});
