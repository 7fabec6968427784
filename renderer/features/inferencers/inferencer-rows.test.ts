import { expect, test } from 'vitest';

import type { ConfigDocument } from '#contract/config-editing.ts';
import type { InferencerStatus, RouterStatus } from '#contract/status.ts';
import {
  describeKey,
  describeRow,
  inferencerRows,
  isFixed,
  isOff,
  removalOf,
  type InferencerRow,
} from './inferencer-rows.ts';

const HERE = 'http://127.0.0.1:1/v1';

function statusOf(name: string, more: Partial<InferencerStatus> = {}): InferencerStatus {
  return { name, baseUrl: HERE, key: 'none-needed', models: 0, ...more };
}

function rowOf(status: InferencerStatus): InferencerRow {
  return { name: status.name, status, entry: undefined, fault: undefined };
}

const test401 = (problem: string) => ({ ok: false, latencyMs: 3, models: [], problem });

function rows(inferencers: readonly InferencerStatus[], file: object, issues: unknown[] = []) {
  const status = { inferencers, issues } as unknown as RouterStatus;
  return inferencerRows(status, { value: { inferencers: file } } as unknown as ConfigDocument);
}

test('those that count come first, those that are off last, each part by name', () => {
  const known = [
    statusOf('openai', { key: 'missing' }),
    statusOf('Zed'),
    statusOf('ollama'),
    statusOf('demo'),
  ];
  const file = { groq: { enabled: false }, Zed: { base_url: HERE }, _old: {} };
  const all = rows(known, file);
  expect(all.map(({ name }) => name)).toEqual(['demo', 'ollama', 'Zed', 'openai', 'groq']);
  expect(all.map(isOff)).toEqual([false, false, false, false, true]);
  expect(all.map(removalOf)).toEqual([undefined, undefined, 'remove', undefined, 'reset']);
});

test('an entry that the router left out says why', () => {
  const issue = { severity: 'error', file: 'f', key: 'inferencers.mine.base_url', message: 'bad' };
  const [demo, mine, mine2] = rows([], { mine: {}, mine2: {}, demo: {} }, [issue]);
  expect(mine).toMatchObject({ fault: 'bad' });
  expect(describeRow(mine, undefined)).toMatchObject({ word: 'Left out', reason: 'bad' });
  expect(mine2?.fault).toContain('left it out');
  expect(demo?.fault).toContain('settings.toml');
});

test.each([
  [{ key: 'missing', keyName: 'A_KEY' }, 'No key', 'add-key'],
  [{}, 'Not tested', undefined],
  [{ latencyMs: 12 }, 'Reachable', undefined],
  [{ latencyMs: 12, problem: "inferencer 'x' answered 500" }, 'Error', 'edit'],
  [{ problem: "inferencer 'x' at h cannot be reached: refused" }, 'Not reachable', 'start-it'],
  [{ problem: "inferencer 'x' answered 403: no" }, 'Key refused', 'use-key'],
] as const)('%j is %s', (more, word, help) => {
  const state = describeRow(rowOf(statusOf('x', more)), undefined);
  expect(state.word).toBe(word);
  expect(state.help).toBe(help);
});

test('a test is newer than what the router knew', () => {
  const row = rowOf(statusOf('x', { key: 'stored', keyName: 'K', latencyMs: 2 }));
  const refused = describeRow(row, test401("inferencer 'x' refused the key $K (401)"));
  expect(refused).toMatchObject({ word: 'Key refused', help: 'replace-key' });
  const failed = rowOf(statusOf('x', { problem: 'it stayed silent' }));
  const good = { ok: true, latencyMs: 5, models: [], problem: null };
  expect(describeRow(failed, good).word).toBe('Reachable');
});

test('what to do depends on where it is', () => {
  const problem = "inferencer 'x' at h cannot be reached: refused";
  const help = (name: string, baseUrl: string) =>
    describeRow(rowOf(statusOf(name, { baseUrl, problem })), undefined).help;
  expect(help('ollama', 'http://localhost:11434/v1')).toBe('start-ollama');
  expect(help('far', 'https://api.example/v1')).toBe('edit');
});

test('the demo is always there; one with an address is like any other', () => {
  expect(describeRow(rowOf(statusOf('demo', { baseUrl: '' })), undefined).word).toBe('Demo');
  expect(describeRow(rowOf(statusOf('demo')), undefined).word).toBe('Not tested');
});

test.each([
  ['none-needed', 'No key needed'],
  ['missing', 'Key not set'],
  ['environment', '$K'],
  ['file', 'Key in the file'],
  ['stored', 'Key kept here'],
] as const)('a key that is %s', (key, words) => {
  expect(describeKey(statusOf('x', { key, keyName: 'K' }))).toBe(words);
});

test('Claude Code signs in by itself, and nothing about it can be edited', () => {
  const problem = 'Claude Code was not found';
  const row = rowOf(statusOf('claude-code', { problem }));
  expect(describeRow(row, undefined)).toEqual({
    tone: 'off',
    word: 'Not found',
    reason: problem,
    help: 'install-claude',
  });
  expect(describeRow(rowOf(statusOf('claude-code')), undefined).word).toBe('Found');
  expect(describeKey(statusOf('claude-code'))).toBe('Its own sign-in');
  expect([isFixed(row), isFixed(rowOf(statusOf('ollama')))]).toEqual([true, false]);
});
