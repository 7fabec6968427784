import { expect, test } from 'vitest';

import { fittingStyle, joinArguments, splitArguments } from './command-line.ts';

test.each([
  ['-y "my papers" b', ['-y', 'my papers', 'b']],
  ["it's fine'", ['its fine']],
  [String.raw`a\ b c\"d`, ['a b', 'c"d']],
  [String.raw`"a\"b\\c"`, [String.raw`a"b\c`]],
  ['"" x', ['', 'x']],
  ['--key=${HOME}/x', ['--key=${HOME}/x']],
  ['"unclosed quote', ['unclosed quote']],
  ['', []],
])('one line: %s', (text, args) => {
  expect(splitArguments(text, 'line')).toEqual(args);
});

test('one on each line, blanks kept, empty lines skipped', () => {
  expect(splitArguments('-y\r\n my papers \n\n', 'lines')).toEqual(['-y', ' my papers ']);
});

test.each([
  [['-y', 'my papers', 'a"b', String.raw`c:\dir`]],
  [['', 'two\nlines', ' ', '${X:-y}']],
  [[]],
])('what is written can be read again: %o', (args) => {
  const style = fittingStyle(args);
  expect(splitArguments(joinArguments(args, style), style)).toEqual(args);
  expect(splitArguments(joinArguments(args, 'line'), 'line')).toEqual(args);
});
