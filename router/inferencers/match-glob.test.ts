import { expect, test } from 'vitest';

import { matchesAny, matchGlob } from './match-glob.ts';

test.each([
  ['*', '', true],
  ['*', 'a/b:c', true],
  ['gpt-*', 'gpt-5', true],
  ['gpt-*', 'my-gpt-5', false],
  ['*mini*', 'gpt-mini-2', true],
  ['gpt-?', 'gpt-5', true],
  ['gpt-?', 'gpt-55', false],
  ['?', '🎈', true],
  ['GPT', 'gpt', false],
  ['a.b', 'axb', false],
  ['a+b(c)|^$\\', 'a+b(c)|^$\\', true],
  ['[abc]1', 'b1', true],
  ['[abc]1', 'd1', false],
  ['[a-c]1', 'b1', true],
  ['[!a-c]1', 'b1', false],
  ['[!a-c]1', 'd1', true],
  ['[^a]', '^', true],
  ['[^a]', 'b', false],
  ['[]]', ']', true],
  ['[]a]', 'a', true],
  ['[!]]', 'a', true],
  ['[a-]', '-', true],
  ['[c-a]', 'b', false],
  ['[', '[', true],
  ['[abc', '[abc', true],
  ['[]', '[]', true],
  ['[!]', '[!]', true],
  ['[\\]', '\\', true],
  ['a\nb*', 'a\nbc\n', true],
])('%j matches %j: %s', (pattern, text, expected) => {
  expect(matchGlob(pattern, text)).toBe(expected);
});

test('one pattern of several is enough', () => {
  expect(matchesAny(['a*', 'b*'], 'bc')).toBe(true);
  expect(matchesAny([], 'bc')).toBe(false);
});
