import { expect, test } from 'vitest';

import type { PendingQuestion } from '#contract/questions.ts';
import type { RouterStatus } from '#contract/status.ts';
import { filterEntries } from './filter-entries.ts';
import { paletteEntries } from './palette-entries.ts';
import { PAGES } from './pages.ts';

const titles = (query: string, list = entries) =>
  filterEntries(list, query).map((one) => one.title);

const asks = (id: string, server: string): PendingQuestion => ({
  kind: 'url',
  id,
  server,
  message: '',
  url: 'https://example.com/',
  askedAt: 0,
  expiresAt: 1,
});

const STATUS: RouterStatus = {
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
  clients: [],
  requestsInFlight: 0,
};

const entries = paletteEntries(STATUS);

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

test('what waits for an answer comes first, each with a name of its own', () => {
  const waiting = [asks('q1', 'files'), asks('q2', 'mail'), asks('q3', 'files')];
  const all = paletteEntries(STATUS, waiting);
  expect(all.slice(0, 3).map(({ title }) => title)).toEqual([
    "Answer files's question",
    "Answer mail's question",
    "Answer files's question (2)",
  ]);
  expect(all[2]?.action).toEqual({ kind: 'answer', question: waiting[2] });
  expect(titles('answer', all)).toHaveLength(3);
});

test('every title is there once, because titles are ids', () => {
  const keys = entries.map(({ group, title }) => `${group} ${title}`);
  expect(new Set(keys).size).toBe(keys.length);
});
