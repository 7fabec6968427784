import OpenAI from 'openai';
import { describe, expect, test } from 'vitest';

import type { TranscriptItem } from '#core/ports/conversations.ts';
import {
  conversationRow,
  createFakeConversations,
  createFakeOwner,
} from '../../testing/fake-conversations.ts';
import { createSurfaceApp } from '../../testing/surface-app.ts';
import { conversationsRoutes } from './conversations/conversations-routes.ts';

const URL = '/v1/conversations';

const TRANSCRIPT: readonly TranscriptItem[] = [
  { id: 'msg_1', message: { role: 'user', content: 'hi' } },
  {
    id: 'msg_2',
    message: {
      role: 'assistant',
      content: null,
      tool_calls: [{ id: 'c1', type: 'function', function: { name: 'f', arguments: '{}' } }],
    },
  },
  { id: 'msg_3', message: { role: 'tool', tool_call_id: 'c1', content: 'done' } },
  { id: 'msg_4', message: { role: 'assistant', content: 'hello' } },
];

async function open() {
  const owner = createFakeOwner();
  const conversations = createFakeConversations(owner);
  const surface = await createSurfaceApp(async (app) =>
    conversationsRoutes(app, { conversations }),
  );
  const { app } = surface;
  const remove = async (url: string) =>
    (await app.inject({ method: 'DELETE', url })).json() as unknown;
  return {
    ...surface,
    owner,
    conversations,
    remove,
    [Symbol.asyncDispose]: () => surface[Symbol.asyncDispose](),
  };
}

describe('a handle', () => {
  test('is made, read, changed and deleted', async () => {
    await using router = await open();
    const made = await router.post(URL, {
      model: 'demo/x',
      title: 'First',
      key: 'k',
      metadata: { a: 'b' },
    });
    expect(made.status).toBe(201);
    const object = made.json() as { id: string };
    expect(object).toEqual({
      id: expect.stringMatching(/^conv_[0-9a-f]{32}$/),
      object: 'conversation',
      created_at: expect.any(Number),
      updated_at: expect.any(Number),
      metadata: { a: 'b' },
      backend: 'store-backed',
      model: 'demo/x',
      status: 'idle',
      title: 'First',
      key: 'k',
    });
    const url = `${URL}/${object.id}`;
    expect((await router.get(url)).json()).toEqual(object);
    const changed = await router.post(url, { metadata: { c: 'd' }, title: null });
    expect(changed.json()).toMatchObject({ metadata: { c: 'd' }, title: null });
    expect(await router.remove(url)).toEqual({
      id: object.id,
      object: 'conversation.deleted',
      deleted: true,
    });
    expect((await router.get(url)).verdict).toBe('404 unknown_conversation');
    expect(await router.remove(url)).toMatchObject({ error: { code: 'unknown_conversation' } });
  });

  test('with a key that is bound is the one that has it', async () => {
    await using router = await open();
    const first = await router.post(URL, { model: 'demo/x', key: 'k' });
    const second = await router.post(URL, { model: 'other/y', key: 'k', title: 'not taken' });
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(second.json()).toEqual(first.json());
  });

  test.each([
    ['no model', {}, '400 invalid_request', 'it decides who holds'],
    ['an endless key', { model: 'm', key: 'k'.repeat(257) }, '400 invalid_request', 'key'],
    ['a model nobody holds', { model: 'claude-code/x' }, '501 not_supported', 'store:false'],
    ['an unknown backend', { model: 'demo/x', backend: 'b' }, '501 not_supported', 'store:false'],
    ['items', { model: 'demo/x', items: [{}] }, '400 invalid_request', 'items'],
    ['17 pairs', { model: 'm', metadata: pairs(17) }, '400 invalid_request', 'metadata'],
    [
      'a long key',
      { model: 'm', metadata: { ['k'.repeat(65)]: '' } },
      '400 invalid_request',
      'meta',
    ],
    [
      'a long value',
      { model: 'm', metadata: { k: 'v'.repeat(513) } },
      '400 invalid_request',
      'meta',
    ],
    [
      'a long value of emoji',
      { model: 'm', metadata: { k: '🦙'.repeat(513) } },
      '400 invalid_request',
      'meta',
    ],
    ['a value that is no text', { model: 'm', metadata: { k: 1 } }, '400 invalid_request', 'meta'],
  ])('%s is refused', async (_name, body, verdict, word) => {
    await using router = await open();
    const reply = await router.post(URL, body);
    expect([reply.verdict, reply.text]).toEqual([verdict, expect.stringContaining(word)]);
  });

  test.each([
    ['k', 'v'],
    ['🔑', '🦙'],
  ])('16 pairs of the longest texts are taken (%s, %s)', async (key, value) => {
    await using router = await open();
    const metadata = { ...pairs(15), [key.repeat(64)]: value.repeat(512) };
    const reply = await router.post(URL, { model: 'demo/x', metadata });
    expect(reply.json()).toMatchObject({ metadata });
  });
});

describe('the list', () => {
  test('comes in pages, the newest first', async () => {
    await using router = await open();
    for (const id of ['conv_a', 'conv_b', 'conv_c']) {
      router.conversations.handles.create(conversationRow({ id }));
    }
    const ids = async (query: string) => {
      const { data, ...page } = (await router.get(`${URL}${query}`)).json() as {
        data: { id: string }[];
      };
      return { ...page, ids: data.map(({ id }) => id) };
    };
    const frame = { object: 'list', has_more: false };
    const first = { ids: ['conv_c', 'conv_b'], first_id: 'conv_c', last_id: 'conv_b' };
    expect(await ids('?limit=2')).toEqual({ ...frame, ...first, has_more: true });
    const last = { ids: ['conv_a'], first_id: 'conv_a', last_id: 'conv_a' };
    expect(await ids('?limit=2&after=conv_b')).toEqual({ ...frame, ...last });
    expect((await ids('?order=asc')).ids).toEqual(['conv_a', 'conv_b', 'conv_c']);
    const none = { ids: [], first_id: null, last_id: null };
    expect(await ids('?after=conv_a')).toEqual({ ...frame, ...none });
  });

  test.each([
    ['?limit=0', '400 invalid_request', 'limit'],
    ['?limit=101', '400 invalid_request', 'limit'],
    ['?limit=x', '400 invalid_request', 'limit'],
    ['?order=up', '400 invalid_request', 'order'],
    ['?after=conv_none', '404 unknown_conversation', 'after'],
  ])('%s is refused', async (query, verdict, param) => {
    await using router = await open();
    const reply = await router.get(`${URL}${query}`);
    expect(reply.verdict).toBe(verdict);
    expect(reply.json()).toMatchObject({ error: { param } });
  });
});

describe('items', () => {
  async function withItems() {
    const router = await open();
    router.owner.transcript = TRANSCRIPT;
    router.conversations.handles.create(conversationRow({ id: 'conv_1' }));
    return router;
  }

  test('are what was said, as OpenAI writes it', async () => {
    await using router = await withItems();
    const reply = await router.get(`${URL}/conv_1/items?order=asc`);
    const status = 'completed';
    expect(reply.json()).toEqual({
      object: 'list',
      data: [
        { id: 'msg_1', type: 'message', status, role: 'user', content: [inputText('hi')] },
        { id: 'fc_2_0', type: 'function_call', status, call_id: 'c1', name: 'f', arguments: '{}' },
        { id: 'msg_3', type: 'function_call_output', status, call_id: 'c1', output: 'done' },
        { id: 'msg_4', type: 'message', status, role: 'assistant', content: [outputText('hello')] },
      ],
      first_id: 'msg_1',
      last_id: 'msg_4',
      has_more: false,
    });
  });

  test('come in pages and one by one', async () => {
    await using router = await withItems();
    const page = await router.get(`${URL}/conv_1/items?limit=1&after=msg_4`);
    expect(page.json()).toMatchObject({ data: [{ id: 'msg_3' }], has_more: true });
    const one = await router.get(`${URL}/conv_1/items/fc_2_0`);
    expect(one.json()).toMatchObject({ type: 'function_call', name: 'f' });
    expect((await router.get(`${URL}/conv_1/items/msg_9`)).verdict).toBe('404 not_found');
    const lost = await router.get(`${URL}/conv_1/items?after=msg_9`);
    expect(lost.verdict).toBe('400 invalid_request');
    const unknown = await router.get(`${URL}/conv_none/items`);
    expect(unknown.verdict).toBe('404 unknown_conversation');
  });
});

test('items are not edited: their holder grows by turns only', async () => {
  await using router = await open();
  router.conversations.handles.create(conversationRow({ id: 'conv_1' }));
  const added = await router.post(`${URL}/conv_1/items`, { items: [] });
  expect([added.verdict, added.text]).toEqual([
    '501 not_supported',
    expect.stringContaining('send new items as the input of a response'),
  ]);
  const removed = await router.remove(`${URL}/conv_1/items/msg_1`);
  expect(removed).toMatchObject({ error: { code: 'not_supported' } });
  const unknown = await router.post(`${URL}/conv_none/items`, { items: [] });
  expect(unknown.verdict).toBe('404 unknown_conversation');
});

test('the official client finds its way', async () => {
  await using router = await open();
  router.owner.transcript = TRANSCRIPT;
  const origin = await router.app.listen({ host: '127.0.0.1', port: 0 });
  const { conversations } = new OpenAI({ baseURL: `${origin}/v1`, apiKey: 'x', maxRetries: 0 });
  // The model is ours to ask for; the client's types do not know it.
  const body: OpenAI.Conversations.ConversationCreateParams & { model: string } = {
    model: 'demo/x',
    metadata: { a: 'b' },
  };
  const { id } = await conversations.create(body);
  expect(await conversations.retrieve(id)).toMatchObject({ id, metadata: { a: 'b' } });
  expect(await conversations.update(id, { metadata: { c: 'd' } })).toMatchObject({
    metadata: { c: 'd' },
  });
  const items = [];
  for await (const item of conversations.items.list(id, { limit: 1, order: 'asc' }))
    items.push(item);
  expect(items.map((item) => item.id)).toEqual(['msg_1', 'fc_2_0', 'msg_3', 'msg_4']);
  const item = await conversations.items.retrieve('msg_4', { conversation_id: id });
  expect(item).toMatchObject({ role: 'assistant' });
  expect(await conversations.delete(id)).toMatchObject({ id, deleted: true });
  await expect(conversations.retrieve(id)).rejects.toMatchObject({ status: 404 });
});

function pairs(count: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, 'v']));
}

function inputText(text: string) {
  return { type: 'input_text', text };
}

function outputText(text: string) {
  return { type: 'output_text', text, annotations: [], logprobs: [] };
}
