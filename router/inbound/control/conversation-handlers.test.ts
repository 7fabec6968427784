import { expect, test } from 'vitest';

import { createControlApp } from '../../testing/control-app.ts';
import {
  conversationRow,
  createFakeConversations,
  createFakeOwner,
} from '../../testing/fake-conversations.ts';

async function open() {
  const owner = createFakeOwner();
  const conversations = createFakeConversations(owner);
  const app = await createControlApp({ conversations });
  for (const [index, id] of ['conv_a', 'conv_b', 'conv_c'].entries()) {
    conversations.handles.create(conversationRow({ id, createdAt: index }));
  }
  return { ...app, owner, conversations, [Symbol.asyncDispose]: () => app[Symbol.asyncDispose]() };
}

test('lists handles in pages, the newest first, with who holds them', async () => {
  await using router = await open();
  const first = await router.client.call('conversations.list', { limit: 2 });
  expect(first.conversations.map(({ id }) => id)).toEqual(['conv_c', 'conv_b']);
  expect(first.hasMore).toBe(true);
  expect(first.conversations[0]).toMatchObject({ holder: 'A fake store', readable: true });
  const rest = await router.client.call('conversations.list', { limit: 2, after: 'conv_b' });
  expect(rest.conversations.map(({ id }) => id)).toEqual(['conv_a']);
  expect(rest.hasMore).toBe(false);
});

test('shows what was said, tool calls by their names', async () => {
  await using router = await open();
  const call = { id: 'c', type: 'function', function: { name: 'f', arguments: '{}' } } as const;
  const parts = [{ type: 'text', text: 'a' }, { type: 'image_url' }, { type: 'text', text: 'b' }];
  router.owner.transcript = [
    { id: 'msg_1', message: { role: 'user', content: parts } },
    { id: 'msg_2', message: { role: 'assistant', content: null, tool_calls: [call] } },
  ];
  const { items } = await router.client.call('conversations.items', { id: 'conv_a' });
  expect(items).toEqual([
    { id: 'msg_1', role: 'user', text: 'ab' },
    { id: 'msg_2', role: 'assistant', text: '-> f' },
  ]);
});

test('gives a title, takes it back, and deletes', async () => {
  await using router = await open();
  const { client, conversations } = router;
  const update = (title: string | null) =>
    client.call('conversations.update', { id: 'conv_a', title });
  expect((await update('T')).title).toBe('T');
  expect((await update(null)).title).toBeNull();
  await client.call('conversations.delete', { id: 'conv_a' });
  expect(conversations.get('conv_a')).toBeUndefined();
});

test.each([
  ['conversations.items', {}],
  ['conversations.delete', {}],
  ['conversations.update', { title: 'x' }],
] as const)('%s of an unknown one is an error', async (method, rest) => {
  await using router = await open();
  const reply = await router.post(`/control/${method}`, { id: 'conv_none', ...rest });
  expect(reply.verdict).toBe('404 unknown_conversation');
});
