import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { createFakeAggregator, ok } from '#testing/fake-aggregator.ts';
import { createFakeLog } from '#testing/fake-log.ts';
import { unaskablePeer } from '../clients/unaskable-peer.ts';
import { ResourceWatch } from './resource-watch.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

/** A seat whose servers say nothing until they are told to, or who asked has gone. */
function open() {
  const aggregator = createFakeAggregator();
  const gone = new AbortController();
  const answers: (() => void)[] = [];
  aggregator.answer(
    'resources/subscribe',
    ({ options: { signal } }) =>
      new Promise((resolve, reject) => {
        answers.push(() => resolve(ok({})));
        signal.addEventListener('abort', () => reject(new Error('gone')));
      }),
  );
  aggregator.answer('resources/unsubscribe', () => ok({}));
  const seat = aggregator.join(unaskablePeer('p', 'host'));
  const watch = new ResourceWatch(seat, { signal: gone.signal, logger: createFakeLog() });
  const asked = () => aggregator.calls.map(({ what }) => what.replace('resources/', ''));
  return { watch, gone, answers, asked };
}

test('a server that says nothing holds nobody up for longer than 3 s', async () => {
  const { watch } = open();
  const watched = watch.watch(['slow']);
  await vi.advanceTimersByTimeAsync(2_999);
  expect(vi.getTimerCount()).toBe(1);
  await vi.advanceTimersByTimeAsync(1);
  // It may still agree, and is then watched.
  expect(await watched).toEqual(new Set(['slow']));
  expect(vi.getTimerCount()).toBe(0);
});

test('nobody waits any more when the listener has gone', async () => {
  const { watch, gone } = open();
  const watched = watch.watch(['slow']);
  gone.abort();
  expect(await watched).toEqual(new Set());
  expect(vi.getTimerCount()).toBe(0);
});

test('what is wanted again is asked for again, and a late refusal is not about it', async () => {
  const { watch, gone, answers, asked } = open();
  const first = watch.watch(['x']);
  await watch.watch([]);
  const again = watch.watch(['x']);
  answers[1]?.();
  await vi.advanceTimersByTimeAsync(3_000);
  expect([await first, await again]).toEqual([new Set(['x']), new Set(['x'])]);
  gone.abort();
  expect(await watch.watch(['x'])).toEqual(new Set(['x']));
  expect(asked()).toEqual(['subscribe x', 'unsubscribe x', 'subscribe x']);
});
