import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';

import { plainRecipe } from '#core/recipe-of-model.ts';
import { RouterError } from '#core/router-error.ts';
import { toolCall } from '../../testing/fake-scripted-model.ts';
import { createScriptedConversations } from '../../testing/scripted-conversations.ts';
import { createFakeToolServers, text } from '../../testing/fake-tool-servers.ts';
import { createOpenAiApp, type OpenAiApp } from '../../testing/openai-app.ts';

const ASKED = { model: 'acme/m', input: 'hi', store: true } as const;
const USAGE = { prompt_tokens: 3, completion_tokens: 4, total_tokens: 7 };
const QUESTION = { question: 'red or blue?', options: ['red', 'blue'] };

type Setup = Parameters<typeof createScriptedConversations>[0];

/** Answered by a model of OpenAI, which knows only the newer name of the limit. */
const RECIPE = { ...plainRecipe('openai/gpt-5'), name: 'brief' };

async function open(setup: Setup = {}) {
  const conversations = createScriptedConversations(setup);
  const tools = createFakeToolServers({ 'hello.count': () => text('2') });
  const router = await createOpenAiApp({ conversations, tools, recipes: [RECIPE] });
  const messages = (at: number) => conversations.turns[at]?.input.messages;
  return Object.assign(router, { conversations, messages, responses: router.client.responses });
}

describe('a turn of a conversation', () => {
  test('begins it, and its response goes on with it', async () => {
    await using router = await open({ onTurn: () => ({ result: { usage: USAGE } }) });
    const first = await router.responses.create({
      ...ASKED,
      instructions: 'be kind',
      temperature: 0,
      metadata: { team: 'one' },
      tools: [
        { type: 'function', name: 'f', parameters: {}, strict: false },
        { type: 'mcp', server_label: 'hello' },
      ],
    });
    expect(first).toMatchObject({
      output_text: 'hello',
      status: 'completed',
      store: true,
      usage: { total_tokens: 7 },
    });
    const id = first.conversation?.id ?? '';
    expect(router.conversations.get(id)).toMatchObject({ model: 'acme/m' });
    expect(router.conversations.turns[0]).toMatchObject({
      input: {
        messages: [
          { role: 'system', content: 'be kind' },
          { role: 'user', content: 'hi' },
        ],
        params: { temperature: 0 },
        tools: [{ function: { name: 'f' } }],
        serverTools: ['hello.*'],
      },
      options: { metadata: { team: 'one' }, client: expect.stringContaining('OpenAI') },
    });

    const second = await router.responses.create({
      ...ASKED,
      previous_response_id: first.id,
    });
    expect(second.conversation).toEqual({ id });
    expect(second.previous_response_id).toBe(first.id);
    expect(router.model.requests).toEqual([]);
  });

  test.each([
    ['an id', (id: string) => id],
    ['an object', (id: string) => ({ id })],
  ])('is named by %s', async (_, toParam) => {
    await using router = await open();
    const { row } = router.conversations.create({ model: 'acme/other' });
    const response = await router.responses.create({ input: 'hi', conversation: toParam(row.id) });
    expect(response).toMatchObject({ model: 'acme/other', conversation: { id: row.id } });
  });

  test('with a recipe is limited as the model behind it knows', async () => {
    await using router = await open();
    const asked = { ...ASKED, model: 'woollama/brief', max_output_tokens: 9 };
    await router.responses.create(asked);
    expect(router.conversations.turns[0]?.input.params).toEqual({ max_completion_tokens: 9 });
  });

  test('is named by a key of the client', async () => {
    await using router = await open();
    const ask = () => router.post('/v1/responses', { model: 'acme/m', input: 'hi', key: 'mine' });
    const [one, two] = [await ask(), await ask()].map((reply) => reply.json());
    expect(two).toMatchObject({ conversation: (one as { conversation: object }).conversation });
  });

  test('streams, with the same ids to its end', async () => {
    await using router = await open({ onTurn: () => ({ result: { usage: USAGE } }) });
    const stream = router.responses.stream(ASKED);
    const types: string[] = [];
    stream.on('event', ({ type }) => void types.push(type));
    const response = await stream.finalResponse();
    expect(response).toMatchObject({ output_text: 'hello', usage: { total_tokens: 7 } });
    expect(response.conversation?.id).toMatch(/^conv_/);
    expect(types[0]).toBe('response.created');
    expect(types.filter((type) => type === 'response.output_text.delta')).toHaveLength(2);
    const stored = await router.responses.retrieve(response.id);
    expect(stored.output).toEqual(response.output.map(withoutParsed));
  });

  test('says what its holder did not say in pieces', async () => {
    const calls = [toolCall('c1', 'f', {})];
    await using router = await open({
      onTurn: () => ({ says: ['hel'], result: { text: 'hello', toolCalls: calls } }),
    });
    const response = await router.responses.create(ASKED);
    expect(response.output_text).toBe('hello');
    expect(response.output[1]).toMatchObject({ type: 'function_call', call_id: 'c1', name: 'f' });
  });

  test.each([
    [{ conversation: 'conv_none' }, '404 unknown_conversation'],
    [{ previous_response_id: 'resp_none' }, '404 unknown_response'],
    [{ key: 'mine' }, '400 invalid_request'],
    [{ store: true }, '400 invalid_request'],
  ])('%j without a model: %s', async (fields, verdict) => {
    await using router = await open();
    expect((await router.post('/v1/responses', { input: 'hi', ...fields })).verdict).toBe(verdict);
  });
});

test('a streamed turn has its id before its holder says anything', async () => {
  const seen = Promise.withResolvers<unknown>();
  await using router = await open({ onTurn: () => ({ says: [], before: () => seen.promise }) });
  const types: string[] = [];
  for await (const event of await router.responses.create({ ...ASKED, stream: true })) {
    types.push(event.type);
    if (event.type === 'response.in_progress') seen.resolve(event.response.id);
  }
  expect(types.slice(0, 2)).toEqual(['response.created', 'response.in_progress']);
  expect(await seen.promise).toMatch(/^resp_/);
  expect(types.at(-1)).toBe('response.completed');
});

test('what is wrong with a streamed turn before it has its lock is a status', async () => {
  await using router = await open();
  const body = { input: 'hi', stream: true, previous_response_id: 'resp_none' };
  expect((await router.post('/v1/responses', body)).verdict).toBe('404 unknown_response');
});

describe('a turn that fails', () => {
  const failing = (says: readonly string[]) =>
    open({
      onTurn: () => ({
        says,
        before: () => Promise.reject(new RouterError('STORE_FAILED', 'the store is gone')),
      }),
    });

  test('whole is a status', async () => {
    await using router = await failing(['hel']);
    const asked = router.responses.create(ASKED);
    await expect(asked).rejects.toMatchObject({ status: 502, code: 'store_failed' });
  });

  test.each([[[]], [['hel']]])('after %j in a stream ends in response.failed', async (says) => {
    await using router = await failing(says);
    const types: string[] = [];
    for await (const event of await router.responses.create({ ...ASKED, stream: true })) {
      types.push(event.type);
      if (event.type !== 'response.failed') continue;
      expect(event.response).toMatchObject({
        status: 'failed',
        error: { code: 'store_failed', message: 'the store is gone' },
      });
    }
    expect(types.at(-1)).toBe('response.failed');
    expect(types).not.toContain('response.completed');
  });
});

describe('a question for the person', () => {
  const asks = () =>
    open({
      onTurn: ({ messages }) =>
        messages.some(({ content }) => content === 'blue')
          ? { says: ['fine'] }
          : { says: [], result: { status: 'requires_action', requiredAction: QUESTION_ACTION } },
    });
  const QUESTION_ACTION = { question: QUESTION };

  test.each([false, true])('shows in both ways (stream: %s)', async (stream) => {
    await using router = await asks();
    const response = stream
      ? await router.responses.stream(ASKED).finalResponse()
      : await router.responses.create(ASKED);
    expect(response).toMatchObject({
      status: 'requires_action',
      required_action: { type: 'ask_user', question: QUESTION },
      output: [{ type: 'function_call', name: 'ask_user', arguments: JSON.stringify(QUESTION) }],
    });
  });

  test('is answered by the output of its call', async () => {
    await using router = await asks();
    const first = await router.responses.create(ASKED);
    const [call] = first.output;
    if (call?.type !== 'function_call') throw new Error('it asked nothing');
    const second = await router.responses.create({
      model: 'acme/m',
      previous_response_id: first.id,
      input: [call, { type: 'function_call_output', call_id: call.call_id, output: 'blue' }],
    });
    expect(second.output_text).toBe('fine');
    expect(router.messages(1)).toEqual([{ role: 'user', content: 'blue' }]);
  });

  test('is answered by a text', async () => {
    await using router = await asks();
    const { id } = await router.responses.create(ASKED);
    const second = await router.responses.create({ previous_response_id: id, input: 'blue' });
    expect(second).toMatchObject({ status: 'completed', output_text: 'fine' });
  });

  test('shows in the response that asked it, not in one before', async () => {
    const asking = { status: 'requires_action', requiredAction: QUESTION_ACTION } as const;
    await using router = await open({ onTurn: () => ({ says: [], result: asking }) });
    const first = await router.responses.create(ASKED);
    const second = await router.responses.create({ previous_response_id: first.id, input: 'blue' });
    expect(await router.responses.retrieve(first.id)).not.toHaveProperty('required_action');
    expect(await router.responses.retrieve(second.id)).toHaveProperty('required_action');
  });

  test('is still there when the response is read', async () => {
    await using router = await asks();
    const first = await router.responses.create(ASKED);
    expect(await router.responses.retrieve(first.id)).toMatchObject({
      status: 'requires_action',
      required_action: { question: QUESTION },
      output: first.output,
    });
  });
});

describe('a kept response', () => {
  test('with nothing in it is an empty message', async () => {
    await using router = await open({ onTurn: () => ({ says: [] }) });
    const { id, output } = await router.responses.create(ASKED);
    expect(output).toMatchObject([{ type: 'message', content: [{ text: '' }] }]);
    expect(await router.responses.retrieve(id)).toMatchObject({ output });
  });

  test('is read with what the holder has', async () => {
    await using router = await open({ onTurn: () => ({ result: { usage: USAGE } }) });
    const made = await router.responses.create({ ...ASKED, metadata: { a: 'b' } });
    const { id, output } = made;
    expect(made.created_at).toBe(8);
    expect(await router.responses.retrieve(id)).toMatchObject({
      id,
      output,
      output_text: 'hello',
      status: 'completed',
      created_at: 8,
      metadata: { a: 'b' },
      usage: { input_tokens: 3, output_tokens: 4, total_tokens: 7 },
    });
  });

  test.each(['max_output_tokens', 'content_filter', undefined] as const)(
    'that is incomplete says why, as when it was made (%s)',
    async (reason) => {
      const result = { status: 'incomplete', reason } as const;
      await using router = await open({ onTurn: () => ({ result }) });
      const made = await router.responses.create(ASKED);
      const stored = await router.responses.retrieve(made.id);
      expect(stored).toMatchObject({ status: 'incomplete' });
      expect(stored.incomplete_details).toEqual(reason === undefined ? null : { reason });
      expect(stored).toMatchObject({
        incomplete_details: made.incomplete_details,
        output: made.output,
      });
    },
  );

  test('lists what it was given, page by page', async () => {
    await using router = await open();
    const image = 'data:image/png;base64,AA==';
    const { id } = await router.responses.create({
      ...ASKED,
      input: [
        { role: 'user', content: 'one' },
        { type: 'function_call', call_id: 'c1', name: 'f', arguments: '{}' },
        { type: 'function_call_output', call_id: 'c1', output: 'two' },
        { role: 'user', content: [{ type: 'input_image', image_url: image, detail: 'low' }] },
      ],
    });
    const items: unknown[] = [];
    const pages = router.responses.inputItems.list(id, { limit: 3, order: 'asc' });
    for await (const item of pages) items.push(item);
    expect(items).toMatchObject([
      { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'one' }] },
      { type: 'function_call', call_id: 'c1', name: 'f' },
      { type: 'function_call_output', call_id: 'c1', output: 'two' },
      { content: [{ type: 'input_image', image_url: image, detail: 'low' }] },
    ]);
    const ids = new Set(items.map((item) => Reflect.get(Object(item), 'id')));
    expect(ids.size).toBe(items.length);
    const newest = await router.responses.inputItems.list(id, { limit: 1 });
    expect(newest).toMatchObject({ data: [items[3]], has_more: true });
    const wrong = await router.get(`/v1/responses/${id}/input_items?after=msg_none`);
    expect(wrong.verdict).toBe('400 invalid_request');
  });

  test('whose holder shows nothing says why', async () => {
    await using router = await open({ whyHidden: 'Claude Code keeps that to itself' });
    const { id } = await router.responses.create(ASKED);
    for (const path of ['', '/input_items']) {
      const reply = await router.get(`/v1/responses/${id}${path}`);
      expect(reply.verdict).toBe('501 not_supported');
      expect(reply.text).toContain('keeps that to itself');
    }
  });

  test('is forgotten on request', async () => {
    await using router = await open();
    const { id } = await router.responses.create(ASKED);
    await router.responses.delete(id);
    await expect(router.responses.retrieve(id)).rejects.toMatchObject({
      status: 404,
      code: 'unknown_response',
    });
    await expect(router.responses.delete(id)).rejects.toMatchObject({ status: 404 });
    await expect(router.responses.cancel(id)).rejects.toMatchObject({ status: 404 });
  });

  test('cannot be cancelled any more', async () => {
    await using router = await open();
    const { id } = await router.responses.create(ASKED);
    await expect(router.responses.cancel(id)).rejects.toMatchObject({ status: 400 });
  });
});

test('a running turn is cancelled', async () => {
  await using router = await open({
    onTurn: () => ({
      before: (signal) =>
        new Promise((_, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason), { once: true });
        }),
    }),
  });
  const ended: unknown[] = [];
  for await (const event of await router.responses.create({ ...ASKED, stream: true })) {
    if (event.type === 'response.created') await cancel(router, event.response.id);
    if (event.type === 'response.failed') ended.push(event.response.status);
  }
  expect(ended).toEqual(['cancelled']);
  expect(await router.ended()).toMatchObject([{ outcome: 'cancelled' }]);
});

async function cancel({ client, requests }: OpenAiApp, id: string): Promise<void> {
  expect(await client.responses.cancel(id)).toMatchObject({ id, status: 'cancelled' });
  while (requests.inFlight() > 0) await turn();
}

test('unknown responses are unknown where nothing keeps them', async () => {
  await using router = await createOpenAiApp();
  for (const path of ['', '/input_items']) {
    expect((await router.get(`/v1/responses/resp_1${path}`)).verdict).toBe('404 unknown_response');
  }
});

function withoutParsed(item: object): unknown {
  return JSON.parse(JSON.stringify(item, (key, value) => (key === 'parsed' ? undefined : value)));
}
