import fc from 'fast-check';
import type { ResponseStreamEvent } from 'openai/resources/responses/responses';
import { describe, expect, test } from 'vitest';

import type { ChatChunk } from '#core/chat.ts';
import { RouterError } from '#core/router-error.ts';
import { answer, callsFor, chunk, toolCall } from '../../testing/fake-scripted-model.ts';
import { createFakeToolServers, text } from '../../testing/fake-tool-servers.ts';
import { createOpenAiApp } from '../../testing/openai-app.ts';
import { readChunks } from './responses/read-chat-answer.ts';
import { ResponseWriter, type StreamEvent } from './responses/response-writer.ts';

const ASKED = { model: 'acme/m', input: 'hi', stream: true } as const;

async function collect(events: AsyncIterable<ResponseStreamEvent>) {
  const list: ResponseStreamEvent[] = [];
  for await (const event of events) list.push(event);
  return list;
}

/** Without repetitions, so that the number of pieces does not matter. */
function kinds(events: readonly { readonly type: string }[]): string[] {
  return events.map(({ type }) => type).filter((type, index, all) => type !== all[index - 1]);
}

const TEXT_EVENTS = [
  'response.output_item.added',
  'response.content_part.added',
  'response.output_text.delta',
  'response.output_text.done',
  'response.content_part.done',
  'response.output_item.done',
];

describe('a streamed response', () => {
  test('is the whole sequence with numbers and the same ids', async () => {
    await using router = await createOpenAiApp({ replies: [answer('hello', { tokens: [3, 4] })] });
    const events = await collect(await router.client.responses.create(ASKED));
    expect(kinds(events)).toEqual([
      'response.created',
      'response.in_progress',
      ...TEXT_EVENTS,
      'response.completed',
    ]);
    expect(events.map((event) => event.sequence_number)).toEqual([...events.keys()]);
    const [created] = events;
    const last = events.at(-1);
    expect(created).toMatchObject({ response: { status: 'in_progress', output: [], usage: null } });
    expect(last).toMatchObject({
      response: { status: 'completed', usage: { total_tokens: 7 } },
    });
    expect(idsOf(events).response.size).toBe(1);
    expect(idsOf(events).item.size).toBe(1);
    expect(router.model.requests[0]).toMatchObject({ stream_options: { include_usage: true } });
    expect(await router.ended()).toMatchObject([{ outcome: 'ok', usage: { totalTokens: 7 } }]);
  });

  test('is put together by the stream helper', async () => {
    await using router = await createOpenAiApp({ replies: [answer('hello', { tokens: [3, 4] })] });
    const stream = router.client.responses.stream({ model: 'acme/m', input: 'hi' });
    const deltas: string[] = [];
    stream.on('response.output_text.delta', ({ delta }) => void deltas.push(delta));
    const response = await stream.finalResponse();
    expect(deltas.join('')).toBe('hello');
    expect(response).toMatchObject({ output_text: 'hello', status: 'completed' });
  });

  test('has the calls of the client in pieces', async () => {
    const replies = [
      callsFor([toolCall('c1', 'weather', { city: 'Oslo' }), toolCall('c2', 'time', '')], {
        message: { content: 'let me see' },
      }),
    ];
    await using router = await createOpenAiApp({ replies });
    const tools = ['weather', 'time'].map((name) => ({
      type: 'function' as const,
      name,
      parameters: {},
      strict: false,
    }));
    const stream = router.client.responses.stream({ model: 'acme/m', input: 'hi', tools });
    const events: ResponseStreamEvent[] = [];
    stream.on('event', (event) => void events.push(event));
    const { output } = await stream.finalResponse();
    expect(output).toMatchObject([
      { type: 'message' },
      { type: 'function_call', call_id: 'c1', arguments: '{"city":"Oslo"}' },
      { type: 'function_call', call_id: 'c2', arguments: '{}' },
    ]);
    expect(kinds(events).filter((type) => type.includes('arguments'))).toEqual([
      'response.function_call_arguments.delta',
      'response.function_call_arguments.done',
      'response.function_call_arguments.delta',
      'response.function_call_arguments.done',
    ]);
  });

  test('begins while the tools of a server run', async () => {
    const seen = Promise.withResolvers<unknown>();
    const tools = createFakeToolServers({
      'hello.count': () => seen.promise.then(() => text('2')),
    });
    const replies = [callsFor([toolCall('c1', 'mcp__hello__count')]), answer('two')];
    await using router = await createOpenAiApp({ replies, tools });
    const mcp = { type: 'mcp', server_label: 'hello' } as const;
    const events: ResponseStreamEvent[] = [];
    for await (const event of await router.client.responses.create({ ...ASKED, tools: [mcp] })) {
      events.push(event);
      seen.resolve(event);
    }
    expect(kinds(events)).toEqual([
      'response.created',
      'response.in_progress',
      'response.output_item.added',
      'response.mcp_list_tools.in_progress',
      'response.mcp_list_tools.completed',
      'response.output_item.done',
      'response.output_item.added',
      'response.mcp_call.in_progress',
      'response.mcp_call_arguments.delta',
      'response.mcp_call_arguments.done',
      'response.mcp_call.completed',
      'response.output_item.done',
      ...TEXT_EVENTS,
      'response.completed',
    ]);
    expect(events.map((event) => event.sequence_number)).toEqual([...events.keys()]);
    const { output } = (events.at(-1) as { response: { output: unknown[] } }).response;
    expect(output).toMatchObject([{}, {}, { content: [{ text: 'two' }] }]);
    expect(replay(events)).toEqual(output);
  });

  test('that was cut short ends in response.incomplete', async () => {
    await using router = await createOpenAiApp({
      replies: [answer('hel', { finishReason: 'length' })],
    });
    const events = await collect(await router.client.responses.create(ASKED));
    expect(events.at(-1)).toMatchObject({
      type: 'response.incomplete',
      response: { status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } },
    });
  });

  test('that breaks off ends in response.failed, and in nothing else', async () => {
    async function* broken(): AsyncGenerator<ChatChunk> {
      yield chunk({ content: 'hel' });
      throw new RouterError('UPSTREAM_CUT', 'it broke off');
    }
    await using router = await createOpenAiApp({ replies: [() => broken()] });
    const reply = await router.post('/v1/responses', ASKED);
    expect(reply.status).toBe(200);
    expect(reply.text).not.toContain('[DONE]');
    const frames = reply.text.trim().split('\n\n');
    expect(frames.at(-1)).toMatch(/^event: response.failed\ndata: /);
    const last = JSON.parse(frames.at(-1)?.split('data: ')[1] ?? '');
    expect(last).toMatchObject({
      sequence_number: frames.length - 1,
      response: {
        status: 'failed',
        error: { code: 'upstream_cut', message: 'it broke off' },
        output: [{ status: 'incomplete', content: [{ text: 'hel' }] }],
      },
    });
    const failed = { outcome: 'error', status: 200, errorCode: 'UPSTREAM_CUT' };
    expect(await router.ended()).toMatchObject([failed]);
  });

  test('ends upstream when the client hangs up', async () => {
    const left = Promise.withResolvers<unknown>();
    async function* endless(signal: AbortSignal): AsyncGenerator<ChatChunk> {
      yield chunk({ content: 'hel' });
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
      left.resolve(signal.reason);
      throw signal.reason;
    }
    await using router = await createOpenAiApp({
      replies: [(_request, { signal }) => endless(signal)],
    });
    const stream = await router.client.responses.create(ASKED);
    for await (const event of stream) if (event.type === 'response.output_text.delta') break;
    expect(await left.promise).toMatchObject({ code: 'CANCELLED' });
    expect(await router.ended()).toMatchObject([{ outcome: 'cancelled' }]);
  });

  test('can be looked at and cancelled while it runs', async () => {
    async function* endless(signal: AbortSignal): AsyncGenerator<ChatChunk> {
      yield chunk({ content: 'hel' });
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
      throw signal.reason;
    }
    await using router = await createOpenAiApp({
      replies: [(_request, { signal }) => endless(signal)],
    });
    const { responses } = router.client;
    const events: ResponseStreamEvent[] = [];
    for await (const event of await responses.create(ASKED)) {
      events.push(event);
      if (event.type !== 'response.output_text.delta') continue;
      const id = [...idsOf(events).response][0] ?? '';
      expect(await responses.retrieve(id)).toMatchObject({ id, status: 'in_progress' });
      expect(await responses.cancel(id)).toMatchObject({ id, status: 'cancelled' });
    }
    expect(events.at(-1)).toMatchObject({
      type: 'response.failed',
      response: { status: 'cancelled', error: { code: 'cancelled' } },
    });
    expect(await router.ended()).toMatchObject([{ outcome: 'cancelled' }]);
  });
});

interface Ids {
  readonly response: Set<string>;
  readonly item: Set<string>;
}

function idsOf(events: readonly object[]): Ids {
  const ids: Ids = { response: new Set(), item: new Set() };
  for (const event of events as readonly Record<string, never>[]) {
    const { response, item, item_id } = event as {
      response?: { id: string; output: { id: string }[] };
      item?: { id: string };
      item_id?: string;
    };
    if (response !== undefined) ids.response.add(response.id);
    for (const { id } of response?.output ?? []) ids.item.add(id);
    if (item !== undefined) ids.item.add(item.id);
    if (item_id !== undefined) ids.item.add(item_id);
  }
  return ids;
}

const FRAME = {
  id: `resp_${'a'.repeat(32)}`,
  createdAt: 7,
  model: 'acme/m',
  conversation: null,
  previous: null,
  store: false,
  metadata: {},
};

/** A text in pieces that end anywhere. */
function cut(text: string, places: readonly number[]): string[] {
  const ends = [...new Set([...places.map((place) => place % (text.length + 1)), text.length])];
  return ends.sort((a, b) => a - b).map((end, index) => text.slice(ends[index - 1] ?? 0, end));
}

test(
  'however the chunks are cut, the answer and its ids are the same',
  { timeout: 30_000 },
  async () => {
    const places = fc.array(fc.nat(), { maxLength: 8 });
    const check = fc.asyncProperty(
      fc.string({ unit: 'binary' }),
      fc.array(fc.json(), { maxLength: 3 }),
      fc.array(places, { minLength: 4, maxLength: 4 }),
      async (text, calls, cuts) => {
        const [first = [], ...others] = cuts;
        const chunks = [
          ...cut(text, first).map((content) => chunk({ content })),
          ...calls.flatMap((json, index) => [
            chunk({
              tool_calls: [{ index, id: `c${index}`, type: 'function', function: { name: 'f' } }],
            }),
            ...cut(json, others[index] ?? []).map((part) =>
              chunk({ tool_calls: [{ index, function: { arguments: part } }] }),
            ),
          ]),
          chunk({}, calls.length > 0 ? 'tool_calls' : 'stop'),
        ];
        const writer = new ResponseWriter(FRAME);
        const events: StreamEvent[] = [];
        for await (const event of readChunks(stream(chunks))) events.push(...writer.add(event));
        const { output } = writer.response();
        const said = output.flatMap((item) => (item.type === 'message' ? item.content : []));
        expect(said.map((part) => (part.type === 'output_text' ? part.text : '')).join('')).toBe(
          text,
        );
        const called = output.flatMap((item) =>
          item.type === 'function_call' ? [item.arguments] : [],
        );
        expect(called).toEqual(calls);
        expect(replay(events)).toEqual(output);
        expect([...idsOf(events).item].sort()).toEqual(output.map(({ id }) => id).sort());
        expect(events.map((event) => event.sequence_number)).toEqual([...events.keys()]);
      },
    );
    await fc.assert(check, { numRuns: 30 });
  },
);

async function* stream(chunks: readonly ChatChunk[]): AsyncGenerator<ChatChunk> {
  yield* chunks;
}

/** What somebody knows who only listened to the items' ends. */
function replay(events: readonly object[]): unknown[] {
  const output: unknown[] = [];
  for (const event of events as readonly StreamEvent[]) {
    if (event.type === 'response.output_item.done') {
      output[Number(event['output_index'])] = event['item'];
    }
  }
  return output;
}
