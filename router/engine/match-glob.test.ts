import { expect, it } from 'vitest';

import { isGlob, toGlobExpression } from './match-glob.ts';

it.each([
  ['hello.*', 'hello.count', true],
  ['hello.*', 'hello.', true],
  ['hello.*', 'helloXcount', false],
  ['*', 'a.b.c', true],
  ['*.read', 'files.deep.read', true],
  ['**', 'a', true],
  ['a.?', 'a.b', true],
  ['a.?', 'a.', false],
  ['a.?', 'a.🦙', true],
  ['a.[bc]', 'a.c', true],
  ['a.[b-d]', 'a.c', true],
  ['a.[!b]', 'a.b', false],
  ['a.[!b]', 'a.c', true],
  ['a.[^b]', 'a.^', true],
  ['a.[]]', 'a.]', true],
  ['a.[!]]', 'a.]', false],
  ['a.[z-a]', 'a.b', false],
  ['a.[', 'a.[', true],
  ['a.[]', 'a.[]', true],
  ['a.[!]', 'a.[!]', true],
  ['a+(b)|c$', 'a+(b)|c$', true],
  ['A.b', 'a.b', false],
  ['a.b', 'a.bc', false],
  [String.raw`a\*`, String.raw`a\b`, true],
])('%s against %s is %s', (glob, name, expected) => {
  expect(toGlobExpression(glob).test(name)).toBe(expected);
});

it('tells globs from plain names', () => {
  expect(['a.*', 'a.?', 'a.[b]'].every(isGlob)).toBe(true);
  expect(isGlob('a.b_c-d')).toBe(false);
});
