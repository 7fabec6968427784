import { describe, expect, test } from 'vitest';

import { compileGlob } from './match-glob.ts';

// [pattern, texts that match, texts that do not], as Python's fnmatchcase answers.
const CASES: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ['read_file', ['read_file'], ['read_files', 'Read_file', '']],
  ['*', ['', 'a', 'a.b/c'], []],
  ['read_*', ['read_', 'read_file'], ['xread_file', 'read']],
  ['*_file', ['_file', 'read_file'], ['read_files']],
  ['a*b*c', ['abc', 'axxbyyc', 'abcbc'], ['ab', 'acb', 'abcx']],
  ['**', ['', 'anything'], []],
  ['?', ['a', '.', '👧'], ['', 'ab']],
  ['get_?', ['get_a'], ['get_', 'get_ab']],
  ['[abc]x', ['ax', 'cx'], ['dx', 'x', '[abc]x']],
  ['[a-c]', ['a', 'b', 'c'], ['d', '-']],
  ['[!a-c]', ['d', '-'], ['a', 'b', '']],
  ['[]a]', [']', 'a'], ['b']],
  ['[!]a]', ['b'], [']', 'a']],
  ['[a-]', ['a', '-'], ['b']],
  ['[-a]', ['a', '-'], ['b']],
  ['[c-a]', [], ['a', 'b', 'c', '-']],
  ['[^a]', ['^', 'a'], ['b']],
  ['[a', ['[a'], ['a']],
  ['[', ['['], ['']],
  ['a[*]b', ['a*b'], ['axb']],
  ['a.b+(c)', ['a.b+(c)'], ['axb+(c)', 'abbc']],
];

describe('compileGlob', () => {
  test.each(CASES)('%s', (pattern, matching, others) => {
    const matches = compileGlob(pattern);
    expect(matching.filter((text) => !matches(text))).toEqual([]);
    expect(others.filter((text) => matches(text))).toEqual([]);
  });

  test('a hostile pattern is answered, and not only after ages', () => {
    expect(compileGlob(`${'*a'.repeat(40)}*b`)('a'.repeat(2000))).toBe(false);
  });
});
