import { describe, expect, test } from 'vitest';

import { LONGEST_TIMER_MS } from '#core/longest-timer.ts';
import { BackOff } from './back-off.ts';

/** The delays after so many failures in a row. */
function delays(backOff: BackOff, count: number): number[] {
  return Array.from({ length: count }, () => {
    backOff.failed();
    return backOff.delayMs();
  });
}

describe('the delay', () => {
  test('doubles up to its ceiling', () => {
    const backOff = new BackOff({ retryMaxMs: 5000, random: () => 1 });
    expect(delays(backOff, 5)).toEqual([1000, 2000, 4000, 5000, 5000]);
    expect(backOff.attempts).toBe(5);
  });

  test('is at least half of that', () => {
    expect(delays(new BackOff({ retryMaxMs: 5000, random: () => 0 }), 2)).toEqual([500, 1000]);
  });

  test('fits a timer, however long it may be', () => {
    const backOff = new BackOff({ retryMaxMs: Infinity, random: () => 1 });
    expect(delays(backOff, 2000).at(-1)).toBe(LONGEST_TIMER_MS);
  });
});

test('only a connection that held for a while begins anew', () => {
  const backOff = new BackOff({ retryMaxMs: 5000, random: () => 1 });
  backOff.failed();
  backOff.held(9999);
  expect(backOff.attempts).toBe(1);
  backOff.held(10_000);
  expect(backOff.attempts).toBe(0);
});

test('without a ceiling nothing is tried again', () => {
  expect(new BackOff({ retryMaxMs: 0, random: () => 1 }).isOff).toBe(true);
  expect(new BackOff({ retryMaxMs: 1, random: () => 1 }).isOff).toBe(false);
});
