import { expect, test, vi } from 'vitest';

import type { PeerSeat } from '#core/ports/aggregator.ts';
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
    locate: (uri) => ({ server: 'a', uri: uri.replace('a+', '') }),
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

test('one client cannot take all subscriptions from the others', async () => {
  const { book, answered } = setUp();
  answered.resolve(DONE);
  const greedy = book.join(fakePeer('p'));
  const watch = (seat: PeerSeat, at: number) => seat.subscribe(`a+memo://${at}`, { signal });
  for (let at = 0; at < 200; at += 1) expect(await watch(greedy, at)).toEqual(DONE);
  expect(await watch(greedy, 200)).toMatchObject({
    ok: false,
    error: { code: -32_602, message: expect.stringContaining('200 resources') },
  });
  expect(await watch(greedy, 7)).toEqual(DONE);
  const other = book.join(fakePeer('q'));
  expect(await watch(other, 200)).toEqual(DONE);
  await greedy.unsubscribe('a+memo://7', { signal });
  expect(await watch(greedy, 200)).toEqual(DONE);
  expect(await watch(greedy, 201)).toMatchObject({ ok: false });
});

test('all clients together watch no more than 1,000 resources', async () => {
  const { book, answered } = setUp();
  answered.resolve(DONE);
  for (let from = 0; from < 1_000; from += 200) {
    const seat = book.join(fakePeer(`p${from}`));
    for (let at = from; at < from + 200; at += 1)
      await seat.subscribe(`a+memo://${at}`, { signal });
  }
  const late = book.join(fakePeer('late'));
  expect(await late.subscribe('a+memo://1000', { signal })).toMatchObject({
    ok: false,
    error: { message: expect.stringContaining('All clients together') },
  });
  expect(await late.subscribe('a+memo://999', { signal })).toEqual(DONE);
});

test('a client that named no level does not hear what another one wants to hear', () => {
  const { book } = setUp();
  const [silent, curious] = [book.join(fakePeer('p')), book.join(fakePeer('q'))];
  expect(silent.wants('debug')).toBe(true);
  curious.setLogLevel('debug');
  expect([silent.wants('debug'), curious.wants('debug')]).toEqual([false, true]);
  expect(silent.wants('info')).toBe(true);
  // What is no level is for whoever reads it.
  expect(silent.wants('loud')).toBe(true);
});
