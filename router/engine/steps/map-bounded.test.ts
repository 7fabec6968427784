import { expect, it } from 'vitest';

import { mapBounded } from './map-bounded.ts';

it('keeps the order of the items, whichever is done first', async () => {
  const gates = [0, 1, 2].map(() => Promise.withResolvers<void>());
  const mapped = mapBounded([0, 1, 2], 3, async (item) => {
    await gates[item]?.promise;
    return item * 10;
  });
  for (const gate of gates.toReversed()) gate.resolve();
  expect(await mapped).toEqual([0, 10, 20]);
});

it('starts the next item only when there is room', async () => {
  const started: number[] = [];
  const gate = Promise.withResolvers<void>();
  const mapped = mapBounded([1, 2, 3], 2, async (item) => {
    started.push(item);
    await gate.promise;
  });
  expect(started).toEqual([1, 2]);
  gate.resolve();
  await mapped;
  expect(started).toEqual([1, 2, 3]);
});

it('rejects with the first rejection, and copes with nothing to do', async () => {
  const failure = new Error('two');
  const mapped = mapBounded([1, 2], 8, (item) =>
    item === 2 ? Promise.reject(failure) : Promise.resolve(item),
  );
  await expect(mapped).rejects.toBe(failure);
  expect(await mapBounded([], 8, () => Promise.reject(failure))).toEqual([]);
});
