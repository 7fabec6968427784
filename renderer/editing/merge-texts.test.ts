import fc from 'fast-check';
import { expect, test } from 'vitest';

import { mergeTexts } from './merge-texts.ts';

const BASE = 'a = 1\nb = 2\n\n[c]\nd = 4\ne = 5\n';

test('changes of different lines are put together', () => {
  const mine = BASE.replace('a = 1', 'a = 10\naa = 11');
  const theirs = BASE.replace('e = 5\n', '').replace('[c]', '# note\n[c]');
  expect(mergeTexts({ base: BASE, mine, theirs })).toBe(
    'a = 10\naa = 11\nb = 2\n\n# note\n[c]\nd = 4\n',
  );
  expect(mergeTexts({ base: BASE, mine: theirs, theirs: mine })).toBe(
    mergeTexts({ base: BASE, mine, theirs }),
  );
});

test('changes of the same line, or of neighbours, are for a person to decide', () => {
  const mine = BASE.replace('b = 2', 'b = 3');
  for (const theirs of [BASE.replace('b = 2', 'b = 4'), BASE.replace('a = 1', 'a = 2')]) {
    expect(mergeTexts({ base: BASE, mine, theirs })).toBeUndefined();
  }
  const added = (line: string) => `${BASE}${line}\n`;
  expect(mergeTexts({ base: BASE, mine: added('x'), theirs: added('y') })).toBeUndefined();
});

test('the same change twice is made once', () => {
  const both = BASE.replace('d = 4', 'd = 5');
  expect(mergeTexts({ base: BASE, mine: both, theirs: both })).toBe(both);
});

test('a text without an end of line, and an empty one', () => {
  expect(mergeTexts({ base: 'a\nb\nc', mine: 'A\nb\nc', theirs: 'a\nb\nC' })).toBe('A\nb\nC');
  expect(mergeTexts({ base: '', mine: 'a', theirs: '' })).toBe('a');
  expect(mergeTexts({ base: 'a\n', mine: '', theirs: 'a\n' })).toBe('');
});

test('who changed nothing gets the text of the other', () => {
  const text = fc.array(fc.constantFrom('a', 'b', '', 'c')).map((lines) => lines.join('\n'));
  fc.assert(
    fc.property(text, text, (base, other) => {
      expect(mergeTexts({ base, mine: base, theirs: other })).toBe(other);
      expect(mergeTexts({ base, mine: other, theirs: base })).toBe(other);
    }),
    { numRuns: 2_000 },
  );
});
