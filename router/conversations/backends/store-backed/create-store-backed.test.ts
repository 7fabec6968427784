import { expect, test } from 'vitest';

import { conversationRow } from '#testing/fake-conversations.ts';
import { createStoreBacked } from './create-store-backed.ts';
import type { ThreadStore } from './thread-store.ts';

test('a cancelled turn waits for the thread that is being made, so that its removal comes after', async () => {
  const told: string[] = [];
  const made = Promise.withResolvers<string>();
  const begun = Promise.withResolvers<AbortSignal>();
  const store: ThreadStore = {
    mintId: () => 'thread_1',
    create(_id, signal) {
      begun.resolve(signal);
      return made.promise;
    },
    read: async () => [],
    append: async () => undefined,
    remove: async () => void told.push('removed'),
  };
  const owner = createStoreBacked({
    store: { current: () => store },
    ask: async function* () {
      told.push('asked');
      yield* [];
    },
  });
  const row = conversationRow({ nativeId: null });
  const client = new AbortController();
  const input = { messages: [], params: {}, tools: [], serverTools: [] };
  const options = { requestId: 'r', client: 'c', headers: {}, metadata: {}, signal: client.signal };
  const turn = async () => {
    for await (const { kind } of owner.run(row, input, options)) told.push(kind);
  };
  const ended = turn()
    .catch(() => undefined)
    .then(() => owner.remove({ ...row, nativeId: 'thread_1' }, new AbortController().signal));
  const ofStore = await begun.promise;
  client.abort();
  expect(ofStore.aborted).toBe(false);
  expect(told).toEqual(['native']);
  told.push('made');
  made.resolve('thread_1');
  await ended;
  expect(told.indexOf('removed')).toBeGreaterThan(told.indexOf('made'));
  expect(told).not.toContain('asked');
});
