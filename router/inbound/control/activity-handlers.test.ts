import { beforeEach, expect, test } from 'vitest';

import type { Events } from '#core/ports/events.ts';
import type { Requests } from '#core/ports/requests.ts';
import { createEventBus } from '../../events/event-bus.ts';
import { createRequestTracker } from '../../events/request-tracker.ts';
import { FakeConnection } from '../../testing/fake-connection.ts';
import { createFakeLog } from '../../testing/fake-log.ts';
import { STATUS } from '../../testing/fake-control-parts.ts';
import { activityHandlers } from './activity-handlers.ts';

let clock: number;
let events: Events;
let requests: Requests;

beforeEach(() => {
  clock = 1_000;
  events = createEventBus({ remembered: 4, now: () => clock });
  requests = createRequestTracker({ events, logger: createFakeLog(), now: () => clock });
});

async function list() {
  const handlers = activityHandlers({ run: 'r', status: () => STATUS, events, requests });
  return handlers['activity.list']({}, NOBODY);
}

const NOBODY = { client: '', connection: new FakeConnection() };
const INFO = { surface: 'openai', operation: '/v1/chat/completions', client: 'curl' };

test('what happened is put together, the oldest first', async () => {
  requests.open(INFO).end({ outcome: 'ok', status: 200 });
  clock += 10;
  requests.open({ ...INFO, model: 'a/b' });
  const { run, seq, requests: listed } = await list();
  expect({ run, seq }).toEqual({ run: 'r', seq: 3 });
  expect(listed).toMatchObject([
    { state: 'ok', status: 200, startedAt: 1_000 },
    { state: 'running', model: 'a/b', startedAt: 1_010 },
  ]);
});

test('what runs is there even when its start was forgotten', async () => {
  const old = requests.open({ ...INFO, client: 'patient' });
  for (let at = 0; at < 4; at += 1) {
    events.publish({ kind: 'turn-started', requestId: old.id, turn: at + 1, model: 'm' });
  }
  const { seq, requests: listed } = await list();
  expect(seq).toBe(5);
  expect(listed).toMatchObject([
    { id: old.id, client: 'patient', state: 'running', turns: [{}, {}, {}, {}] },
  ]);
});

test('nothing yet is an empty list', async () => {
  expect(await list()).toEqual({ run: 'r', seq: 0, requests: [] });
});
