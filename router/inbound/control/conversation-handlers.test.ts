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
    conversations.handles.create(conversationRow({ id, createdAt: index, updatedAt: index }));
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

test('what was used last comes first', async () => {
  await using router = await open();
  router.conversations.handles.update('conv_a', { updatedAt: 9 });
  const { conversations } = await router.client.call('conversations.list', { limit: 3 });
  expect(conversations.map(({ id }) => id)).toEqual(['conv_a', 'conv_c', 'conv_b']);
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

test('lists those of one status, and reads one of them', async () => {
  await using router = await open();
  router.conversations.handles.update('conv_b', { status: 'awaiting_input' });
  const waiting = { limit: 1, status: 'awaiting_input' } as const;
  const { conversations, hasMore } = await router.client.call('conversations.list', waiting);
  expect({ ids: conversations.map(({ id }) => id), hasMore }).toEqual({
    ids: ['conv_b'],
    hasMore: false,
  });
  const one = await router.client.call('conversations.get', { id: 'conv_b' });
  expect(one).toEqual(conversations[0]);
});

test.each([
  [
    { question: 'Which?', options: ['a', 7, 'b'] },
    { text: 'Which?', options: ['a', 'b'] },
  ],
  [
    { text: 'odd', options: 'a' },
    { text: '', options: [] },
  ],
])('tells what is waited for: %j', async (question, expected) => {
  await using router = await open();
  router.owner.question = { question };
  const pending = () => router.client.call('conversations.pending', { id: 'conv_a' });
  expect(await pending()).toEqual({ question: null });
  router.conversations.handles.update('conv_a', { pendingId: 'ask_1' });
  expect(await pending()).toEqual({ question: expected });
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
  ['conversations.get', {}],
  ['conversations.items', {}],
  ['conversations.pending', {}],
  ['conversations.delete', {}],
  ['conversations.update', { title: 'x' }],
] as const)('%s of an unknown one is an error', async (method, rest) => {
  await using router = await open();
  const reply = await router.post(`/control/${method}`, { id: 'conv_none', ...rest });
  expect(reply.verdict).toBe('404 unknown_conversation');
});
