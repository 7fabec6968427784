import { expect, test } from 'vitest';

import { waitingCount } from './waiting-count.ts';

test.each([
  [0, 0, false, ''],
  [1, 0, false, '1'],
  [2, 3, false, '5'],
  [0, 100, false, '100'],
  [0, 100, true, '100+'],
  [2, 100, true, '102+'],
])('%i questions and %i conversations, more: %j', (questions, length, hasMore, expected) => {
  expect(waitingCount(questions, { conversations: { length }, hasMore })).toBe(expected);
});
