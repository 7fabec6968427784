import { expect, test } from 'vitest';

import { describeProtocol, eraOf } from './describe-protocol.ts';

test.each([
  ['2024-11-05', 'session'],
  ['2025-11-25', 'session'],
  ['2026-07-28', 'stateless'],
  ['2027-01-01', 'stateless'],
])('%s is of the era %s', (protocol, era) => expect(eraOf(protocol)).toBe(era));

test('in words', () => {
  expect(describeProtocol('2025-11-25')).toBe('2025-11-25, with a session');
  expect(describeProtocol('2026-07-28')).toBe('2026-07-28, without a session');
});
