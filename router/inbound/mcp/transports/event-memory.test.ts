import type { JSONRPCMessage } from '@modelcontextprotocol/server';
import { expect, test } from 'vitest';

import { createEventMemory } from './event-memory.ts';

const message = (method: string): JSONRPCMessage => ({ jsonrpc: '2.0', method });

test('what came after an event of a stream is sent again, and nothing else', async () => {
  const memory = createEventMemory({ events: 100, bytes: 1e6 });
  const [mine, yours] = [memory.forSession('a'), memory.forSession('b')];
  const first = await mine.storeEvent('s', message('one'));
  await mine.storeEvent('other', message('elsewhere'));
  await yours.storeEvent('s', message('foreign'));
  await mine.storeEvent('s', message('two'));
  await mine.storeEvent('s', message('three'));
  const sent: unknown[] = [];
  const send = async (_id: string, told: JSONRPCMessage) => void sent.push(told);
  expect(await mine.replayEventsAfter(first, { send })).toBe('s');
  expect(sent).toEqual([message('two'), message('three')]);
});

test('nobody can ask for the events of another session', async () => {
  const memory = createEventMemory({ events: 100, bytes: 1e6 });
  const id = await memory.forSession('a').storeEvent('s', message('one'));
  const other = memory.forSession('b');
  expect(await other.getStreamIdForEventId?.(id)).toBeUndefined();
  await expect(other.replayEventsAfter(id, { send: async () => undefined })).rejects.toThrow();
});

test('the oldest are forgotten first, by number and by size', async () => {
  const few = createEventMemory({ events: 2, bytes: 1e6 }).forSession('a');
  const ids = [];
  for (const method of ['one', 'two', 'three']) {
    ids.push(await few.storeEvent('s', message(method)));
  }
  const known = [];
  for (const id of ids) known.push(await few.getStreamIdForEventId?.(id));
  expect(known).toEqual([undefined, 's', 's']);

  const small = createEventMemory({ events: 100, bytes: 10_000 }).forSession('a');
  const large: JSONRPCMessage = {
    jsonrpc: '2.0',
    method: 'x',
    params: { text: 'x'.repeat(8_000) },
  };
  const one = await small.storeEvent('s', large);
  const two = await small.storeEvent('s', large);
  expect(await small.getStreamIdForEventId?.(one)).toBeUndefined();
  expect(await small.getStreamIdForEventId?.(two)).toBe('s');
});

test('a session that ended leaves nothing', async () => {
  const memory = createEventMemory({ events: 100, bytes: 1e6 });
  const store = memory.forSession('a');
  const id = await store.storeEvent('s', message('one'));
  memory.forget('a');
  expect(await store.getStreamIdForEventId?.(id)).toBeUndefined();
});

test.each([
  ['many', { events: 10, bytes: 1e6 }, 'x'],
  ['large', { events: 100, bytes: 20_000 }, 'x'.repeat(3_000)],
])('a session of %s events makes no other one forget', async (_what, limits, text) => {
  const memory = createEventMemory(limits);
  const [modest, greedy] = [memory.forSession('a'), memory.forSession('b')];
  const first = await modest.storeEvent('s', message('one'));
  let last = '';
  for (let count = 0; count < 50; count += 1) {
    last = await greedy.storeEvent('s', { ...message('two'), params: { text } });
  }
  expect(await modest.getStreamIdForEventId?.(first)).toBe('s');
  expect(await greedy.getStreamIdForEventId?.(last)).toBe('s');
});

test('what is said after the end is not remembered', async () => {
  const memory = createEventMemory({ events: 100, bytes: 1e6 });
  const store = memory.forSession('a');
  memory.forget('a');
  const id = await store.storeEvent('s', message('late'));
  expect(await store.getStreamIdForEventId?.(id)).toBeUndefined();
});
