import { getEventListeners } from 'node:events';
import { beforeEach, expect, test } from 'vitest';

import type { Requests } from '#core/ports/requests.ts';
import { RouterError } from '#core/router-error.ts';
import { FakeConnection } from '../testing/fake-connection.ts';
import { createFakeEventLog, type FakeEventLog } from '../testing/fake-event-log.ts';
import { createFakeLog, type FakeLog } from '../testing/fake-log.ts';
import { createRequestTracker } from './request-tracker.ts';

const INFO = { surface: 'openai', operation: '/v1/chat/completions', client: 'test' };
const OK = { outcome: 'ok', status: 200 } as const;

let clock: number;
let events: FakeEventLog;
let logger: FakeLog;
let requests: Requests;

beforeEach(() => {
  clock = 1_000;
  events = createFakeEventLog();
  logger = createFakeLog();
  requests = createRequestTracker({ events, logger, now: () => clock });
});

const kinds = () => events.published.map(({ kind }) => kind);

test('every request has an id of its own, also over several runs of the router', () => {
  const other = createRequestTracker({ events, logger });
  const ids = Array.from({ length: 500 }, () => [requests.open(INFO).id, other.open(INFO).id]);
  expect(new Set(ids.flat()).size).toBe(1_000);
  expect(ids.flat().every((id) => /^req_[0-9a-z]{14}$/.test(id))).toBe(true);
});

test('the events tell what was asked, how it ended and how long it took', () => {
  const open = requests.open({ ...INFO, model: 'ollama/qwen3' });
  clock += 250;
  const usage = { promptTokens: 1, completionTokens: 2, totalTokens: 3 };
  open.end({ outcome: 'error', status: 502, errorCode: 'UPSTREAM_CUT', usage });
  expect(events.published).toEqual([
    { kind: 'request-started', requestId: open.id, ...INFO, model: 'ollama/qwen3' },
    {
      kind: 'request-ended',
      requestId: open.id,
      durationMs: 250,
      outcome: 'error',
      status: 502,
      errorCode: 'UPSTREAM_CUT',
      usage,
    },
  ]);
});

test('it ends once: the first word counts', () => {
  const open = requests.open(INFO);
  expect(requests.inFlight()).toBe(1);
  open.end(OK);
  open.end({ outcome: 'error', status: 500 });
  expect(requests.inFlight()).toBe(0);
  expect(kinds()).toEqual(['request-started', 'request-ended']);
  expect(events.published[1]).toMatchObject({ outcome: 'ok' });
});

test.each([
  ['ok', 'debug'],
  ['cancelled', 'debug'],
  ['error', 'info'],
] as const)('an end with %s is logged once, at %s', (outcome, level) => {
  requests.open(INFO).end({ outcome, status: 200 });
  expect(logger.lines).toMatchObject([{ level, facts: { outcome, surface: 'openai' } }]);
});

test('a caller may choose the id, but not one that is running', () => {
  const chosen = 'req_mine_0001';
  const open = requests.open(INFO, undefined, chosen);
  expect(open.id).toBe(chosen);
  expect(() => requests.open(INFO, undefined, chosen)).toThrow(/req_mine_0001 is running/);
  expect(requests.inFlight()).toBe(1);
  expect(requests.cancel(chosen)).toBe(true);
  open.end(OK);
  requests.open(INFO, undefined, chosen).end(OK);
  expect(requests.inFlight()).toBe(0);
});

test('what is running is listed with its start, the oldest first', () => {
  const starts = [1_000, 2_000, 3_000];
  const [first, second, third] = starts.map((startedAt) => {
    clock = startedAt;
    return requests.open({ ...INFO, client: `at ${startedAt}` });
  });
  first?.end(OK);
  expect(requests.running()).toEqual([
    { id: second?.id, info: { ...INFO, client: 'at 2000' }, startedAt: 2_000 },
    { id: third?.id, info: { ...INFO, client: 'at 3000' }, startedAt: 3_000 },
  ]);
});

test('cancel aborts the one it names and says whether there was one', () => {
  const first = requests.open(INFO);
  const second = requests.open(INFO);
  expect(requests.cancel('req_unknown')).toBe(false);
  expect(requests.cancel(first.id)).toBe(true);
  expect(first.signal.reason).toMatchObject({ code: 'CANCELLED' });
  expect(second.signal.aborted).toBe(false);
  // Its work has not ended yet: it is still in flight until it says so.
  expect(requests.inFlight()).toBe(2);
  first.end(OK);
  expect(requests.cancel(first.id)).toBe(false);
});

test('abortAll gives its reason to all that are in flight', () => {
  const ended = requests.open(INFO);
  ended.end(OK);
  const open = [requests.open(INFO), requests.open(INFO)];
  const reason = new RouterError('SHUTTING_DOWN');
  requests.abortAll(reason);
  expect(open.map(({ signal }) => signal.reason)).toEqual([reason, reason]);
  expect(ended.signal.aborted).toBe(false);
});

test('abortAll reaches all, even when aborting ends them', () => {
  const open = Array.from({ length: 5 }, () => requests.open(INFO));
  for (const one of open) {
    one.signal.addEventListener('abort', () => one.end({ outcome: 'cancelled', status: 499 }));
  }
  requests.abortAll(new RouterError('SHUTTING_DOWN'));
  expect(open.every(({ signal }) => signal.aborted)).toBe(true);
  expect(requests.inFlight()).toBe(0);
});

test('a client that hangs up cancels', () => {
  const connection = new FakeConnection();
  const { signal } = requests.open(INFO, connection);
  connection.emit('close');
  expect(signal.reason).toMatchObject({ code: 'CANCELLED' });
});

test('a connection that closes after the whole answer cancels nothing', () => {
  const connection = new FakeConnection();
  const { signal } = requests.open(INFO, connection);
  connection.writableFinished = true;
  connection.emit('close');
  expect(signal.aborted).toBe(false);
});

test('nothing stays on the connection or the signal', () => {
  const connection = new FakeConnection();
  const before = connection.listenerCount('close');
  const open = requests.open(INFO, connection);
  open.end(OK);
  expect(connection.listenerCount('close')).toBe(before);
  expect(getEventListeners(open.signal, 'abort')).toHaveLength(0);
  connection.emit('close');
  expect(open.signal.aborted).toBe(false);
});
