import { expect, test } from 'vitest';

import { describeFacts } from './describe-facts.ts';

const cycle: { self?: unknown } = {};
cycle.self = cycle;

test.each([
  [{}, ''],
  [{ server: 'git', attempts: 2, ok: false }, 'server git, attempts 2, ok false'],
  [{ args: ['a', 1, new TypeError('bad')] }, 'args a 1 TypeError: bad'],
  [{ nested: { a: [1] }, nothing: null }, 'nested {"a":[1]}, nothing null'],
  [{ missing: undefined, call: () => 1, mark: Symbol('x'), kept: 1 }, 'kept 1'],
  [
    { nextRetryAt: 1_795_943_549_723, retryAt: -1 },
    'nextRetryAt 2026-11-29T09:12:29.723Z, retryAt -1',
  ],
  [{ cycle, big: 12n, kept: 1 }, 'kept 1'],
])('facts %# become pairs', (facts, text) => {
  expect(describeFacts(facts)).toBe(text);
});

test('an error is its name and message, without the stack', () => {
  const err = new RangeError('too far', { cause: new Error('inner') });
  expect(describeFacts({ err })).toBe('err RangeError: too far');
});
