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

test('a number that is none reaches the router, whose words are better', () => {
  expect(toEdits({ ...toForm(null), port: 'eighty' }, null)).toEqual([
    { kind: 'set', path: ['server', 'port'], value: 'eighty' },
  ]);
});

test('values of an odd shape are left alone', () => {
  const odd = { server: 'x', mcp: null, demo: { enabled: 'no' } };
  expect(toEdits(toForm(odd), odd)).toEqual([]);
});
