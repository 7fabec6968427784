import { expect, test } from 'vitest';

import type { JsonObject } from '#core/ports/tools.ts';
import { toolEntry } from '#testing/fake-tool-servers.ts';
import { HandedTasks } from './handed-tasks.ts';
import type { Errand } from './relay.ts';

const HOUR_MS = 3_600_000;
const { signal } = new AbortController();
const entry = toolEntry('s.t');

function open() {
  const sent: Pick<Errand, 'method' | 'params'>[] = [];
  const time = { now: 0 };
  const state: { status: string; ttlMs: number | null } = { status: 'working', ttlMs: null };
  const tasks = new HandedTasks({
    relay: {
      send: async ({ method, params }) => {
        sent.push({ method, params });
        return { ok: true, result: { ...state } };
      },
      finish: (_entry, result) => result,
    },
    desk: { answer: () => Promise.reject(new Error('nobody asks')) },
    clock: () => time.now,
  });
  const begin = (id: string, more: JsonObject = {}): string => {
    const result = { resultType: 'task', taskId: id, ...state, ...more };
    const outcome = tasks.begun(entry, result, 'me');
    return outcome.ok ? String(outcome.result['taskId']) : '';
  };
  const get = async (taskId: string): Promise<boolean> =>
    (await tasks.ask('tasks/get', { taskId }, { signal, taskOwner: 'me' })).ok;
  return { tasks, sent, time, state, begin, get };
}

test('a task is there until its time is over, which its server may move', async () => {
  const { time, state, begin, get } = open();
  state.ttlMs = HOUR_MS;
  const id = begin('1');
  time.now = HOUR_MS - 1;
  expect(await get(id)).toBe(true);
  time.now = HOUR_MS;
  expect(await get(id)).toBe(false);
  const moved = begin('2');
  state.ttlMs = 2 * HOUR_MS;
  expect(await get(moved)).toBe(true);
  time.now += HOUR_MS + 1;
  expect(await get(moved)).toBe(true);
});

test('a task without an end is forgotten a day after it was last asked for', async () => {
  const { time, begin, get } = open();
  const id = begin('1');
  for (let day = 0; day < 2; day++) {
    time.now += 24 * HOUR_MS - 1;
    expect(await get(id)).toBe(true);
  }
  time.now += 24 * HOUR_MS;
  expect(await get(id)).toBe(false);
});

test('of too many tasks the oldest is given up, and cancelled unless it has ended', async () => {
  const { sent, begin, get } = open();
  const ended = begin('ended', { status: 'completed' });
  const oldest = begin('oldest');
  for (let count = 0; count < 1000; count++) begin(String(count));
  expect(await get(ended)).toBe(false);
  expect(await get(oldest)).toBe(false);
  expect(sent).toEqual([{ method: 'tasks/cancel', params: { taskId: 'oldest' } }]);
});

test('a task without an id is none', () => {
  const { tasks } = open();
  expect(tasks.begun(entry, { resultType: 'task' }, 'me')).toMatchObject({ ok: false });
});
