import { expect, test } from 'vitest';

import type { SequencedEvent } from '#contract/events.ts';
import { createFakeClient } from '../testing/fake-client.ts';
import { createFakeConnection } from '../testing/fake-connection.ts';
import { countRunning, createActivityStore } from './activity-store.ts';

const started = (seq: number, requestId: string): SequencedEvent => ({
  kind: 'request-started',
  requestId,
  surface: 'openai',
  operation: '/v1/chat/completions',
  client: 'curl/8',
  seq,
  at: seq * 10,
});

const ended = (seq: number, requestId: string): SequencedEvent => ({
  kind: 'request-ended',
  requestId,
  outcome: 'ok',
  status: 200,
  durationMs: 5,
  seq,
  at: seq * 10,
});

const listed = (id: string) =>
  ({
    id,
    surface: 'openai',
    operation: 'x',
    client: '',
    startedAt: 1,
    state: 'running',
    turns: [],
    calls: [],
  }) as const;

const turn = () => new Promise((resolve) => setImmediate(resolve));

test('the list is read at the first hello, and events go on from there', async () => {
  const connection = createFakeConnection();
  const client = createFakeClient({
    'activity.list': () => ({ run: 'r1', seq: 5, requests: [listed('old')] }),
  });
  const store = createActivityStore(client, connection);
  connection.greet();
  // Events that come while the list is read must be neither lost nor applied twice.
  connection.say({ events: [started(5, 'known'), started(6, 'new')] });
  await turn();
  connection.say({ events: [ended(7, 'old')] });
  const all = [...store.get().values()].map(({ id, state }) => [id, state]);
  expect(all).toEqual([
    ['old', 'ok'],
    ['new', 'running'],
  ]);
  expect(countRunning(store.get())).toBe(1);
});

test('a resumed stream reads nothing anew', async () => {
  let reads = 0;
  const connection = createFakeConnection();
  const client = createFakeClient({
    'activity.list': () => {
      reads += 1;
      return { run: 'r1', seq: 0, requests: [] };
    },
  });
  createActivityStore(client, connection);
  connection.greet({ resumed: true });
  await turn();
  expect(reads).toBe(0);
  connection.say({ missed: true });
  await turn();
  expect(reads).toBe(1);
});

test('while the router is away the old list stays', async () => {
  const connection = createFakeConnection();
  const store = createActivityStore(createFakeClient({}), connection);
  connection.say({ events: [started(1, 'a')] });
  connection.greet();
  await turn();
  expect(store.get().has('a')).toBe(true);
  connection.say({ events: [ended(2, 'a')] });
  expect(store.get().get('a')?.state).toBe('ok');
});
