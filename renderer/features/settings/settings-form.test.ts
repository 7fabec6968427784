import { expect, test } from 'vitest';

import { toEdits, toForm } from './settings-form.ts';

const FILE = { server: { port: 4711, own: 1 }, demo: { enabled: false }, extra: true };

test('the fields show what the file says', () => {
  expect(toForm(FILE)).toMatchObject({ port: '4711', bind: '', demo: false, logLevel: '' });
  expect(toForm(null)).toMatchObject({ port: '', demo: true });
});

test('what was not touched is not written', () => {
  expect(toEdits(toForm(FILE), FILE)).toEqual([]);
  expect(toEdits(toForm(undefined), undefined)).toEqual([]);
});

test('only the changed keys become edits', () => {
  const form = { ...toForm(FILE), port: '', callTimeout: ' 30 ', demo: true, logLevel: 'debug' };
  expect(toEdits(form, FILE)).toEqual([
    { kind: 'remove', path: ['server', 'port'] },
    { kind: 'set', path: ['mcp', 'call_timeout'], value: 30 },
    { kind: 'set', path: ['logs', 'level'], value: 'debug' },
    { kind: 'remove', path: ['demo', 'enabled'] },
  ]);
});

test('what servers may ask for is written where the router reads it', () => {
  const form = {
    ...toForm(null),
    toolSearch: 'auto',
    maxResult: '0',
    samplingPolicy: 'deny',
    samplingModel: ' ollama/qwen3 ',
    samplingPerHour: '5',
  };
  expect(toEdits(form, null)).toEqual([
    { kind: 'set', path: ['mcp', 'tool_search'], value: 'auto' },
    { kind: 'set', path: ['mcp', 'max_result'], value: 0 },
    { kind: 'set', path: ['sampling', 'policy'], value: 'deny' },
    { kind: 'set', path: ['sampling', 'inferencer'], value: 'ollama/qwen3' },
    { kind: 'set', path: ['sampling', 'per_hour'], value: 5 },
  ]);
  const file = { sampling: { policy: 'ask', max_tokens: 100 } };
  expect(toForm(file)).toMatchObject({ samplingPolicy: 'ask', samplingTokens: '100' });
  expect(toEdits({ ...toForm(file), samplingPolicy: '' }, file)).toEqual([
    { kind: 'remove', path: ['sampling', 'policy'] },
  ]);
});

test('a number that is none reaches the router, whose words are better', () => {
  expect(toEdits({ ...toForm(null), port: 'eighty' }, null)).toEqual([
    { kind: 'set', path: ['server', 'port'], value: 'eighty' },
  ]);
});

test('values of an odd shape are left alone', () => {
  const odd = { server: 'x', mcp: null, demo: { enabled: 'no' } };
  expect(toEdits(toForm(odd), odd)).toEqual([]);
});
