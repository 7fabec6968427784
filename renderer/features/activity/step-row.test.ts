import { expect, test } from 'vitest';

import { stepRow } from './step-row.ts';

test.each([
  ['ArrowDown', -1, 0],
  ['ArrowDown', 3, 4],
  ['ArrowDown', 9, 9],
  ['ArrowUp', -1, 0],
  ['ArrowUp', 3, 2],
  ['ArrowUp', 0, 0],
  ['PageDown', 2, 6],
  ['PageDown', 8, 9],
  ['PageUp', 2, 0],
  ['Home', 5, 0],
  ['End', 5, 9],
  ['Enter', 5, undefined],
  ['a', 5, undefined],
])('%s at row %d of ten leads to %s', (key, at, expected) => {
  expect(stepRow(key, { at, count: 10, page: 4 })).toBe(expected);
});

test('an empty list leads nowhere', () => {
  expect(stepRow('ArrowDown', { at: -1, count: 0, page: 4 })).toBeUndefined();
});
