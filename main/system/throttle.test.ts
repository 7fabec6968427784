import { expect, test } from 'vitest';

import { createManualClock } from '../testing/manual-clock.ts';
import { createThrottle } from './throttle.ts';

test('runs at once, then at most once in a pause, and never loses the last request', async () => {
  const clock = createManualClock();
  const ranAt: number[] = [];
  const throttle = createThrottle(1_000, () => ranAt.push(clock.now() - 1_000_000), clock);
  throttle.request();
  throttle.request();
  throttle.request();
  await clock.advance(400);
  throttle.request();
  await clock.advance(5_000);
  throttle.request();
  expect(ranAt).toEqual([0, 1_000, 5_400]);
});

test('cancelled, it leaves no timer', async () => {
  const clock = createManualClock();
  let runs = 0;
  const throttle = createThrottle(1_000, () => (runs += 1), clock);
  throttle.request();
  throttle.request();
  throttle.cancel();
  await clock.advance(5_000);
  expect([runs, clock.waiting()]).toEqual([1, 0]);
});
