import { expect, test } from 'vitest';

import { firstOfMost } from './first-of-most.ts';

test.each([
  ['', undefined],
  ['a1', 'a1'],
  ['a1 b1 b2', 'b1'],
  ['a1 b1 b2 a2', 'a1'],
  ['c1 a1 b1 b2 b3 a2', 'b1'],
])('of %j', (items, first) => {
  expect(firstOfMost(items.split(' ').filter(Boolean), (item) => item.slice(0, 1))).toBe(first);
});
