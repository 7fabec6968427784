import { expect, test } from 'vitest';

import { closest } from './closest.ts';

const KNOWN = ['serve', 'mcp', 'check-config', 'config init', 'status'];

test.each([
  ['statsu', 'status'],
  ['status', 'status'],
  ['sreve', 'serve'],
  ['check-conf', 'check-config'],
  ['checkconfig', 'check-config'],
  ['config-init', 'config init'],
  ['mpc', 'mcp'],
])('%s was meant as %s', (word, meant) => expect(closest(word, KNOWN)).toBe(meant));

test.each(['', 'chat', 'xyzzy', 'something else entirely', 'port'])('%j was none of them', (word) =>
  expect(closest(word, ['serve', 'check-config', 'config init', 'status'])).toBeUndefined(),
);

test('near enough is a third of the word, and two letters in any case', () => {
  expect(closest('stattt', ['status'])).toBe('status');
  expect(closest('staxyz', ['status'])).toBeUndefined();
  expect(closest('connect-timxxxx', ['connect-timeout'])).toBe('connect-timeout');
  expect(closest('ab', ['cd'])).toBe('cd');
});

test('of several the nearest', () => {
  expect(closest('tool-timeot', ['tool-time', 'tool-timeout'])).toBe('tool-timeout');
  expect(closest('x', [])).toBeUndefined();
});
