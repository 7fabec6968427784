import { expect, test } from 'vitest';

import { LOG_LIMIT, type LogLine } from '#contract/logs.ts';
import { createFakeClient } from '../testing/fake-client.ts';
import { createFakeConnection } from '../testing/fake-connection.ts';
import { createLogStore } from './log-store.ts';

const line = (seq: number): LogLine => ({
  seq,
  at: seq,
  level: 'info',
  source: 'router',
  message: `line ${seq}`,
  details: '',
});

const lines = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => line(from + index));

const turn = () => new Promise((resolve) => setImmediate(resolve));

function setUp(kept: () => readonly LogLine[]) {
  const connection = createFakeConnection();
  const client = createFakeClient({
    'logs.list': () => ({ run: 'r1', seq: kept().at(-1)?.seq ?? 0, lines: kept() }),
  });
  return { connection, store: createLogStore(client, connection) };
}

test('following reads what there is and adds what comes', async () => {
  const { connection, store } = setUp(() => lines(1, 3));
  const stop = store.follow();
  expect(connection.logWishes()).toBe(1);
  connection.say({ logs: [line(3), line(4)] });
  await turn();
  connection.say({ logs: [line(4), line(5)] });
  expect(store.get().map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
  stop();
  expect(connection.logWishes()).toBe(0);
  connection.say({ logs: [line(6)] });
  expect(store.get()).toHaveLength(5);
});

test('no more than the limit is kept', async () => {
  const { connection, store } = setUp(() => []);
  store.follow();
  await turn();
  connection.say({ logs: lines(1, LOG_LIMIT + 50) });
  expect(store.get()).toHaveLength(LOG_LIMIT);
  expect(store.get().at(0)?.seq).toBe(51);
});

test('another start of the router begins a new log', async () => {
  let kept = lines(1, 9);
  const { connection, store } = setUp(() => kept);
  store.follow();
  await turn();
  kept = lines(1, 2);
  connection.greet({ run: 'r2', resumed: false });
  await turn();
  expect(store.get().map(({ seq }) => seq)).toEqual([1, 2]);
});
