/** What every inferencer must do, whatever it speaks to its backend. */
import { describe, expect, test } from 'vitest';

import type { ChatChunk, ChatRequest } from '#core/chat.ts';
import type { Inferencer } from '#core/ports/inferencers.ts';
import { collectStream } from '../inferencers/adapters/shared/collect-stream.ts';

export interface InferencerHarness extends AsyncDisposable {
  readonly inferencer: Inferencer;
  /** Fields every request of this run carries, such as the model. */
  readonly request: Pick<ChatRequest, 'model'> & Readonly<Record<string, unknown>>;
  /** Only for backends behind a network. */
  readonly upstream?: {
    /** From now on the backend begins an answer and then says no more. */
    stall(): void;
    /** From now on the backend refuses with this status, Retry-After and JSON body. */
    refuse(status: number, retryAfterSeconds: number, body: object): void;
    /** Resolves when the backend has seen a client go away. */
    hungUp(): Promise<void>;
  };
}

const ADD = {
  type: 'function',
  function: {
    name: 'add',
    parameters: {
      type: 'object',
      properties: { a: { type: 'integer' }, b: { type: 'integer' } },
      required: ['a', 'b'],
    },
  },
} as const;
const QUESTION = { role: 'user', content: 'add 2 and 3, in Zürich 🎈' } as const;

/**
 * The harness's backend must answer `QUESTION` with text that holds `Zürich 🎈`, with a call
 * `add({a: 2, b: 3})` while `add` is offered, and with text that holds the result after it.
 */
export function describeInferencer(name: string, setUp: () => Promise<InferencerHarness>): void {
  describe(`${name}, as every inferencer`, () => {
    testAnswers(setUp);
    testTools(setUp);
    testCancelling(setUp);
    testRefusal(setUp);
  });
}

type SetUp = () => Promise<InferencerHarness>;
const never = (): { signal: AbortSignal } => ({ signal: new AbortController().signal });

function testAnswers(setUp: SetUp): void {
  test('answers whole, with its usage', async () => {
    await using harness = await setUp();
    const { inferencer, request } = harness;
    const answer = await inferencer.complete({ ...request, messages: [QUESTION] }, never());
    expect(answer).toMatchObject({
      object: 'chat.completion',
      choices: [{ index: 0, message: { role: 'assistant' }, finish_reason: 'stop' }],
      usage: { total_tokens: expect.any(Number) },
    });
    expect(answer.choices[0]?.message.content).toContain('Zürich 🎈');
  });

  test('answers in pieces that add up, with usage only when asked', async () => {
    await using harness = await setUp();
    const { inferencer, request } = harness;
    const asked = { ...request, messages: [QUESTION] };
    const chunks = await all(inferencer.stream(asked, never()));
    expect(chunks.length).toBeGreaterThan(2);
    expect(chunks.some(({ usage }) => usage)).toBe(false);
    const answer = await collectStream(replay(chunks));
    expect(answer.choices[0]).toMatchObject({ finish_reason: 'stop' });
    expect(answer.choices[0]?.message.content).toContain('Zürich 🎈');

    const counting = { ...asked, stream_options: { include_usage: true } };
    const counted = await all(inferencer.stream(counting, never()));
    expect(counted.at(-1)).toMatchObject({
      choices: [],
      usage: { total_tokens: expect.any(Number) },
    });
  });
}

function testTools(setUp: SetUp): void {
  test.each(['complete', 'stream'] as const)('makes a tools round trip with %s', async (way) => {
    await using harness = await setUp();
    const { inferencer, request } = harness;
    const ask = (messages: ChatRequest['messages']) => {
      const asked = { ...request, messages, tools: [ADD] };
      return way === 'complete'
        ? inferencer.complete(asked, never())
        : collectStream(inferencer.stream(asked, never()));
    };
    const [first] = (await ask([QUESTION])).choices;
    expect(first?.finish_reason).toBe('tool_calls');
    const [call] = first?.message.tool_calls ?? [];
    expect(call).toMatchObject({ id: expect.stringMatching(/./), function: { name: 'add' } });
    expect(JSON.parse(call?.function.arguments ?? '')).toEqual({ a: 2, b: 3 });

    const result = { role: 'tool', tool_call_id: call?.id ?? '', content: 'five' };
    const said = first?.message ?? QUESTION;
    const [last] = (await ask([QUESTION, said, result])).choices;
    expect(last).toMatchObject({
      message: { content: expect.stringContaining('five') },
      finish_reason: 'stop',
    });
  });
}

function testCancelling(setUp: SetUp): void {
  test('is cancelled before it begins', async () => {
    await using harness = await setUp();
    const { inferencer, request } = harness;
    const asked = { ...request, messages: [QUESTION] };
    const options = { signal: AbortSignal.abort() };
    await expect(inferencer.complete(asked, options)).rejects.toMatchObject({ code: 'CANCELLED' });
    const stream = all(inferencer.stream(asked, options));
    await expect(stream).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  test('is cancelled in mid-stream, and its backend notices', async () => {
    await using harness = await setUp();
    const { inferencer, request, upstream } = harness;
    upstream?.stall();
    const controller = new AbortController();
    const asked = { ...request, messages: [QUESTION] };
    const stream = inferencer.stream(asked, controller)[Symbol.asyncIterator]();
    await stream.next();
    const next = all({ [Symbol.asyncIterator]: () => stream });
    controller.abort();
    await expect(next).rejects.toMatchObject({ code: 'CANCELLED' });
    await upstream?.hungUp();
  });

  test('lets its backend go when the stream is left early', async () => {
    await using harness = await setUp();
    const { inferencer, request, upstream } = harness;
    upstream?.stall();
    for await (const _ of inferencer.stream({ ...request, messages: [QUESTION] }, never())) break;
    await upstream?.hungUp();
  });
}

function testRefusal(setUp: SetUp): void {
  test('reports what its backend refuses', async () => {
    await using harness = await setUp();
    const { inferencer, request, upstream } = harness;
    if (upstream === undefined) return;
    const body = { error: { message: 'slow down', type: 'rate_limit' } };
    upstream.refuse(429, 7, body);
    const asked = { ...request, messages: [QUESTION] };
    const expected = {
      code: 'UPSTREAM_STATUS',
      status: 429,
      retryAfterMs: 7000,
      upstreamBody: body,
      message: expect.stringContaining('slow down'),
    };
    await expect(inferencer.complete(asked, never())).rejects.toMatchObject(expected);
    const stream = all(inferencer.stream(asked, never()));
    await expect(stream).rejects.toMatchObject(expected);
  });
}

async function* replay(chunks: readonly ChatChunk[]): AsyncGenerator<ChatChunk> {
  yield* chunks;
}

async function all(chunks: AsyncIterable<ChatChunk>): Promise<readonly ChatChunk[]> {
  const found: ChatChunk[] = [];
  for await (const chunk of chunks) found.push(chunk);
  return found;
}
