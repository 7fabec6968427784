import { expect, test } from 'vitest';

import { nameOf, roleWord, shortId } from './conversation-words.ts';

const ID = 'conv_0123456789abcdef0123456789abcdef';

test('a handle is shown by its beginning', () => {
  expect(shortId(ID)).toBe('conv_01234567…');
  expect(shortId('conv_1')).toBe('conv_1');
});

test.each([
  [{ title: 'Trip to \u202eRome', key: 'k', id: ID }, String.raw`Trip to \u{202e}Rome`],
  [{ title: ' ', key: 'nightly', id: ID }, 'nightly'],
  [{ title: null, key: null, id: ID }, 'conv_01234567…'],
])('%j is called %s', (info, name) => {
  expect(nameOf(info)).toBe(name);
});

test('roles nobody knows are shown as they are', () => {
  expect(['user', 'assistant', 'narrator'].map(roleWord)).toEqual(['You', 'Model', 'narrator']);
});
