import { expect, test } from 'vitest';

import { describeAge, describeDuration } from './time-ago.tsx';

test.each([
  [-5_000, 'now'],
  [1_000, 'now'],
  [12_400, '12 s ago'],
  [180_000, '3 min ago'],
  [7_300_000, '2 h ago'],
  [500_000_000, '5 d ago'],
])('%d ms are %s', (ms, expected) => expect(describeAge(ms)).toBe(expected));

test.each([
  [0.4, '0 ms'],
  [840, '840 ms'],
  [3_240, '3.2 s'],
  [125_000, '2 min 5 s'],
  [7_500_000, '2 h 5 min'],
])('%d ms take %s', (ms, expected) => expect(describeDuration(ms)).toBe(expected));
