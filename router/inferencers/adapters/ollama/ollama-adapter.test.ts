import { describe, expect, test } from 'vitest';

import type { ChatRequest } from '#core/chat.ts';
import { answerAsOllama, DONE, line } from '../../fixtures/answer-as-ollama.ts';
import { answerAsOpenai } from '../../fixtures/answer-as-openai.ts';
import { collect } from '../../fixtures/chat-frames.ts';
import { json, ndjson, startFakeUpstream, type Script } from '../../fixtures/fake-upstream.ts';
import { createTestTarget } from '../../fixtures/test-target.ts';
import { createOpenaiAdapter } from '../openai/openai-adapter.ts';
import { createOllamaAdapter } from './ollama-adapter.ts';

const NATIVE: ChatRequest = {
  model: 'qwen3:8b',
  messages: [{ role: 'user', content: 'hi' }],
  options: { num_ctx: 8192 },
};
const signal = (): { signal: AbortSignal } => ({ signal: new AbortController().signal });

async function setUp(script?: Script) {
  const fake = await startFakeUpstream();
  fake.on('/v1/chat/completions', answerAsOpenai);
  fake.on('/api/chat', script ?? answerAsOllama);
  const testTarget = createTestTarget(fake.origin, { name: 'ollama' });
  const target = () => testTarget;
  const openai = createOpenaiAdapter({ name: 'ollama', extraBody: { x: 1 }, target });
  const identity = { newId: () => 'id', nowSeconds: () => 42 };
  return {
    fake,
    inferencer: createOllamaAdapter({ openai, target, identity }),
    async [Symbol.asyncDispose]() {
      await testTarget.dispatcher.destroy();
      await fake.close();
    },
  };
}

describe('the way of a call', () => {
  test('is relayed unless it has options', async () => {
    await using test = await setUp();
    expect(test.inferencer.relays(() => false)).toBe(true);
    expect(test.inferencer.relays(() => true)).toBe(false);
    expect(test.inferencer).toMatchObject({ name: 'ollama', extraBody: { x: 1 } });
  });

  test.each([
    ['/v1/chat/completions', undefined],
    ['/v1/chat/completions', { temperature: 0 }],
    ['/v1/chat/completions', { num_ctx: null }],
    ['/api/chat', { num_ctx: 8192 }],
  ])('is %s with options %j', async (path, options) => {
    await using test = await setUp();
    const request = { ...NATIVE, options };
    await test.inferencer.complete(request, signal());
    await collect(test.inferencer.stream(request, signal()));
    expect(test.fake.requests.map((request) => request.path)).toEqual([path, path]);
    expect(test.fake.requests[0]?.body).toMatchObject(options === undefined ? {} : { options });
  });
});

describe('a native answer', () => {
  test('has reasoning, text, reason to finish and usage', async () => {
    await using test = await setUp(
      ndjson([
        line({ thinking: 'h' }),
        line({ thinking: 'm', content: 'Hel' }),
        line({}),
        line({ content: 'lo' }),
        { ...DONE, done_reason: 'length' },
      ]),
    );
    expect(await test.inferencer.complete(NATIVE, signal())).toEqual({
      id: 'chatcmpl-id',
      object: 'chat.completion',
      created: 42,
      model: 'qwen3:8b',
      choices: [
        {
          index: 0,
          message: { role: 'assistant', content: 'Hello', reasoning: 'hm' },
          finish_reason: 'length',
        },
      ],
      usage: { prompt_tokens: 4, completion_tokens: 5, total_tokens: 9 },
    });
  });

  test('streams without empty pieces, role first', async () => {
    await using test = await setUp(ndjson([line({}), line({ content: 'Hi' }), DONE]));
    const chunks = await collect(test.inferencer.stream(NATIVE, signal()));
    expect(chunks.map(({ choices }) => choices[0])).toEqual([
      { index: 0, delta: { role: 'assistant', content: 'Hi' }, finish_reason: null },
      { index: 0, delta: {}, finish_reason: 'stop' },
    ]);
  });

  test('gives every tool call an id of its own and JSON arguments', async () => {
    const call = (name: string, args: unknown, id?: string) => ({
      ...(id !== undefined && { id }),
      function: { name, arguments: args },
    });
    await using test = await setUp(
      ndjson([
        line({ tool_calls: [call('a', { x: [1] }), call('b', {})] }),
        line({ tool_calls: [call('c', { y: 1 }, 'theirs')] }),
        DONE,
      ]),
    );
    const [choice] = (await test.inferencer.complete(NATIVE, signal())).choices;
    expect(choice).toMatchObject({
      finish_reason: 'tool_calls',
      message: {
        content: null,
        tool_calls: [
          { id: 'call_id_0', function: { name: 'a', arguments: '{"x":[1]}' } },
          { id: 'call_id_1', function: { name: 'b', arguments: '{}' } },
          { id: 'theirs', function: { name: 'c', arguments: '{"y":1}' } },
        ],
      },
    });
  });

  test.each([
    ['without done is cut', ndjson([line({ content: 'a' })]), { code: 'UPSTREAM_CUT' }],
    ['that breaks is cut', ndjson([line({ content: 'a' })], 'cut'), { code: 'UPSTREAM_CUT' }],
    [
      'with an error line has that error',
      ndjson([line({ content: 'a' }), { error: 'out of memory' }]),
      {
        code: 'UPSTREAM_STATUS',
        status: 502,
        upstreamBody: { error: 'out of memory' },
        message: "inferencer 'ollama' reported an error: out of memory",
      },
    ],
    [
      'that is refused has status and body of the refusal',
      json({ error: 'model "x" not found' }, 404),
      { code: 'UPSTREAM_STATUS', status: 404, upstreamBody: { error: 'model "x" not found' } },
    ],
  ] as const)('%s', async (_, script, expected) => {
    await using test = await setUp(script);
    await expect(test.inferencer.complete(NATIVE, signal())).rejects.toMatchObject(expected);
    const stream = collect(test.inferencer.stream(NATIVE, signal()));
    await expect(stream).rejects.toMatchObject(expected);
  });

  test('leaves its connection to the next call', async () => {
    await using test = await setUp();
    for (let call = 0; call < 5; call += 1) await test.inferencer.complete(NATIVE, signal());
    expect(test.fake.connections()).toBeLessThanOrEqual(2);
  });

  test('asks whether Ollama is running when nobody answers', async () => {
    await using test = await setUp();
    await test.fake.close();
    await expect(test.inferencer.complete(NATIVE, signal())).rejects.toMatchObject({
      code: 'UPSTREAM_UNREACHABLE',
      message: expect.stringMatching(/127\.0\.0\.1:\d+ .*connection refused.*is Ollama running\?/),
    });
  });
});
