import { expect, it } from 'vitest';

import { shareNext } from './share-next.ts';

it('runs one at a time, and all calls during a run share the next one', async () => {
  const ends: (() => void)[] = [];
  const run = shareNext(() => new Promise((resolve) => ends.push(resolve)));
  const started = async (count: number): Promise<void> => {
    await expect.poll(() => ends.length, { interval: 1 }).toBe(count);
  };
  const first = run();
  await started(1);
  const second = run();
  expect(run()).toBe(second);
  ends[0]?.();
  await first;
  await started(2);
  ends[1]?.();
  await second;
  expect(ends).toHaveLength(2);
});

it('tells a failure to its own callers only', async () => {
  let fail = true;
  const run = shareNext(async () => {
    if (fail) throw new RangeError('once');
  });
  await expect(run()).rejects.toThrow(RangeError);
  fail = false;
  await expect(run()).resolves.toBeUndefined();
});
