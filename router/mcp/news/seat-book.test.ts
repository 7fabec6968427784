import { expect, test, vi } from 'vitest';

import type { RpcOutcome } from '#core/rpc.ts';
import { fakePeer } from '../fixtures/fake-peer.ts';
import { SeatBook } from './seat-book.ts';

const DONE: RpcOutcome = { ok: true, result: {} };
const URI = 'a+memo://one';
const { signal } = new AbortController();

/** A book whose server takes its time with subscriptions. */
function setUp() {
  const asked: string[] = [];
  const signals: AbortSignal[] = [];
  const answered = Promise.withResolvers<RpcOutcome>();
  const ignore = (): void => undefined;
  const book = new SeatBook({
    locate: () => ({ server: 'a', uri: 'memo://one' }),
    subscribe: (_place, { signal }) => {
      asked.push('subscribe');
      signals.push(signal);
      return answered.promise;
    },
    unsubscribe: async () => {
      asked.push('unsubscribe');
      return DONE;
    },
    onLevel: ignore,
    onRoots: ignore,
    onLeave: ignore,
  });
  return { book, asked, signals, answered };
}

test('who gives up first takes the subscription from nobody else', async () => {
  const { book, asked, signals, answered } = setUp();
  const [one, other] = [book.join(fakePeer('p')), book.join(fakePeer('q'))];
  const controller = new AbortController();
  const first = one.subscribe(URI, { signal: controller.signal });
  const second = other.subscribe(URI, { signal });
  controller.abort();
  await expect(first).rejects.toMatchObject({ code: 'CANCELLED' });
  expect(signals.map(({ aborted }) => aborted)).toEqual([false]);
  answered.resolve(DONE);
  expect(await second).toEqual(DONE);
  expect([one.subscribed(URI), other.subscribed(URI)]).toEqual([false, true]);
  expect(book.watchedAt('a')).toEqual(['memo://one']);
  other.leave();
  expect(asked).toEqual(['subscribe', 'unsubscribe']);
});

test('the last to give up ends it at the server', async () => {
  const { book, asked } = setUp();
  const seat = book.join(fakePeer('p'));
  const controller = new AbortController();
  const waiting = seat.subscribe(URI, { signal: controller.signal });
  controller.abort();
  await expect(waiting).rejects.toMatchObject({ code: 'CANCELLED' });
  expect(asked).toEqual(['subscribe', 'unsubscribe']);
  expect(book.watchedAt('a')).toEqual([]);
});

test('who unsubscribes before the server agreed does not hear of it', async () => {
  const { book, asked, answered } = setUp();
  const seat = book.join(fakePeer('p'));
  const waiting = seat.subscribe(URI, { signal });
  await vi.waitFor(() => expect(asked).toEqual(['subscribe']));
  expect(await seat.unsubscribe(URI, { signal })).toEqual(DONE);
  answered.resolve(DONE);
  expect(await waiting).toMatchObject({ ok: false });
  expect(seat.subscribed(URI)).toBe(false);
  expect(book.watchedAt('a')).toEqual([]);
  expect(asked).toEqual(['subscribe', 'unsubscribe']);
});
