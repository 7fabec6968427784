import { expect, test } from 'vitest';

import { createTurnLocks } from './turn-locks.ts';

const never = new AbortController().signal;

test('entries are gone when nobody holds or waits, whatever order they came in', async () => {
  const locks = createTurnLocks();
  const first = await locks.acquire('a', never);
  const client = new AbortController();
  const leaving = locks.acquire('a', client.signal);
  const second = locks.acquire('a', never);
  const other = await locks.acquire('b', never);
  expect(locks.size()).toBe(2);
  client.abort(new Error('left'));
  await expect(leaving).rejects.toThrow('left');
  first();
  const release = await second;
  // A second release of the first holder must not let anybody in.
  first();
  let isIn = false;
  const third = locks.acquire('a', never).then((free) => {
    isIn = true;
    return free;
  });
  await new Promise(setImmediate);
  expect(isIn).toBe(false);
  release();
  (await third)();
  other();
  expect(locks.size()).toBe(0);
  await locks.whenFree();
});

test('who had left already does not get in', async () => {
  const locks = createTurnLocks();
  await expect(locks.acquire('a', AbortSignal.abort(new Error('left')))).rejects.toThrow('left');
  expect(locks.size()).toBe(0);
});
