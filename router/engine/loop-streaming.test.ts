import { describe, expect, it } from 'vitest';

import type { ChatChunk } from '#core/chat.ts';
import { RouterError } from '#core/router-error.ts';

import { createFakeRun, drain } from '../testing/fake-recipe-run.ts';
import { answer, callsFor, chunk, toolCall } from '../testing/fake-scripted-model.ts';
import { text } from '../testing/fake-tool-servers.ts';

const COUNT = { 'hello.count': () => text('1 2 3') };
const FRAME = {
  id: `chatcmpl-${'a'.repeat(32)}`,
  object: 'chat.completion.chunk',
  created: 1_700_000_000,
  model: 'woollama/helper',
};

function deltas(chunks: readonly ChatChunk[]) {
  return chunks.flatMap(({ choices }) => choices.map(({ delta }) => delta));
}

function contentOf(chunks: readonly ChatChunk[]): string {
  return deltas(chunks)
    .map(({ content }) => content ?? '')
    .join('');
}

function finishReasons(chunks: readonly ChatChunk[]) {
  return chunks.flatMap(({ choices }) => choices.flatMap((choice) => choice.finish_reason ?? []));
}

describe('a streamed recipe', () => {
  it('is role, content and one final chunk, all in frames of our own', async () => {
    const run = createFakeRun({ replies: [answer('hé', { finishReason: 'length' })] });
    expect(await run.collect()).toEqual([
      { ...FRAME, choices: [{ index: 0, delta: { role: 'assistant' }, finish_reason: null }] },
      { ...FRAME, choices: [{ index: 0, delta: { content: 'h' }, finish_reason: null }] },
      { ...FRAME, choices: [{ index: 0, delta: { content: 'é' }, finish_reason: null }] },
      { ...FRAME, choices: [{ index: 0, delta: {}, finish_reason: 'length' }] },
    ]);
    expect(run.model.requests[0]).toMatchObject({ stream: true });
    expect(run.model.requests[0]).not.toHaveProperty('stream_options');
  });

  it('carries the content of every turn and nothing of the hidden calls', async () => {
    const calls = [toolCall('c1', 'hello.count', { upTo: 3 })];
    const run = createFakeRun({
      replies: [
        answer('Let me see. ', { message: { tool_calls: calls }, finishReason: 'tool_calls' }),
        answer('Three.'),
      ],
      tools: COUNT,
    });
    const chunks = await run.collect();
    expect(contentOf(chunks)).toBe('Let me see. Three.');
    expect(JSON.stringify(chunks)).not.toMatch(/tool_calls|hello|1 2 3/);
    expect(finishReasons(chunks)).toEqual(['stop']);
    expect(run.servers.calls).toEqual([{ name: 'hello.count', args: { upTo: 3 } }]);
    expect(run.messages(2)[2]).toMatchObject({ content: 'Let me see. ', tool_calls: calls });
  });

  it('keeps reasoning, refusal and log probabilities', async () => {
    const spoken = chunk({ content: 'x', refusal: null });
    const logprobs = { content: [{ token: 'x' }] };
    const run = createFakeRun({
      replies: [
        [
          chunk({ reasoning: 'hm' }),
          chunk({ refusal: 'no' }),
          { ...spoken, choices: [{ ...spoken.choices[0]!, logprobs }] },
          chunk({}, 'content_filter'),
        ],
      ],
    });
    const chunks = await run.collect();
    expect(deltas(chunks)).toEqual([
      { role: 'assistant' },
      { reasoning: 'hm' },
      { refusal: 'no' },
      { content: 'x' },
      {},
    ]);
    expect(chunks[3]?.choices[0]).toMatchObject({ logprobs });
    expect(finishReasons(chunks)).toEqual(['content_filter']);
  });

  it('ends with the summed usage iff the client asked for it', async () => {
    const replies = [
      callsFor([toolCall('c1', 'hello.count')], { tokens: [10, 1] }),
      answer('x', { tokens: [20, 2] }),
    ];
    const asked = createFakeRun({ replies, tools: COUNT });
    const chunks = await asked.collect({ stream_options: { include_usage: true } });
    expect(chunks.at(-1)).toEqual({
      ...FRAME,
      choices: [],
      usage: { prompt_tokens: 30, completion_tokens: 3, total_tokens: 33 },
    });
    expect(chunks.slice(0, -1).every(({ usage }) => usage === null)).toBe(true);
    expect(asked.model.requests[0]).toMatchObject({ stream_options: { include_usage: true } });

    const unasked = createFakeRun({ replies, tools: COUNT });
    expect(JSON.stringify(await unasked.collect())).not.toContain('usage');
  });

  it('omits the usage the upstream did not give', async () => {
    const run = createFakeRun({ replies: [answer('x')] });
    const chunks = await run.collect({ stream_options: { include_usage: true } });
    expect(chunks.every(({ choices }) => choices.length === 1)).toBe(true);
  });

  it('yields nothing before the upstream has begun', async () => {
    const gate = Promise.withResolvers<void>();
    const run = createFakeRun({
      replies: [
        async function* () {
          await gate.promise;
          yield chunk({ content: 'x' }, 'stop');
        },
      ],
    });
    const iterator = run.stream()[Symbol.asyncIterator]();
    let hasBegun = false;
    const first = iterator.next().then((result) => {
      hasBegun = true;
      return result;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(hasBegun).toBe(false);
    gate.resolve();
    expect((await first).value).toMatchObject({ choices: [{ delta: { role: 'assistant' } }] });
    await drain(iterator);
  });

  it('opens as soon as the first piece is a hidden call', async () => {
    const gate = Promise.withResolvers<void>();
    const run = createFakeRun({
      replies: [callsFor([toolCall('c1', 'hello.count')]), answer('x')],
      tools: {
        'hello.count': async () => {
          await gate.promise;
          return text('');
        },
      },
    });
    const iterator = run.stream()[Symbol.asyncIterator]();
    expect((await iterator.next()).value).toMatchObject({
      choices: [{ delta: { role: 'assistant' } }],
    });
    gate.resolve();
    await drain(iterator);
  });

  it('closes the upstream when the consumer leaves early', async () => {
    let isClosed = false;
    const run = createFakeRun({
      replies: [
        async function* () {
          try {
            for (;;) yield chunk({ content: 'x' });
          } finally {
            isClosed = true;
          }
        },
      ],
    });
    for await (const { choices } of run.stream()) if (choices[0]?.delta.content) break;
    expect(isClosed).toBe(true);
    expect(run.events.published.at(-1)).toMatchObject({
      kind: 'turn-ended',
      finishReason: 'cancelled',
    });
  });
});

describe('bad streams', () => {
  it('puts together two calls that come interleaved by index', async () => {
    const part = (index: number, args: string, head = {}) =>
      chunk({ tool_calls: [{ index, ...head, function: { arguments: args } }] });
    const open = (index: number, id: string, name: string) =>
      chunk({ tool_calls: [{ index, id, type: 'function', function: { name, arguments: '' } }] });
    const run = createFakeRun({
      replies: [
        [
          open(0, 'c1', 'hello.count'),
          open(1, 'c2', 'hello.count'),
          part(1, '{"b"'),
          part(0, '{"a"'),
          part(1, ':2}'),
          part(0, ':1}'),
          chunk({}, 'tool_calls'),
        ],
        answer('done'),
      ],
      tools: COUNT,
    });
    await run.collect();
    expect(run.servers.calls.map(({ args }) => args)).toEqual([{ a: 1 }, { b: 2 }]);
    expect(
      run
        .messages(2)
        .slice(3)
        .map(({ tool_call_id: id }) => id),
    ).toEqual(['c1', 'c2']);
  });

  it('says stop when the upstream never says why it finished', async () => {
    const run = createFakeRun({ replies: [[chunk({ content: 'x' })]] });
    expect(finishReasons(await run.collect())).toEqual(['stop']);
  });

  it('rejects a stream without an answer before anything was yielded', async () => {
    for (const reply of [[], [{ ...chunk({}), choices: [] }]]) {
      const run = createFakeRun({ replies: [reply] });
      const iterator = run.stream()[Symbol.asyncIterator]();
      await expect(iterator.next()).rejects.toMatchObject({ code: 'UPSTREAM_INVALID' });
    }
  });

  it('rejects with UPSTREAM_CUT when the upstream breaks off inside a tool call', async () => {
    const opening = { index: 0, id: 'c1', function: { name: 'hello.count', arguments: '{"a' } };
    const run = createFakeRun({
      replies: [
        async function* () {
          yield chunk({ content: 'x' });
          yield chunk({ tool_calls: [opening] });
          throw new RouterError('UPSTREAM_CUT');
        },
      ],
      tools: COUNT,
    });
    const seen: ChatChunk[] = [];
    const read = async () => {
      for await (const piece of run.stream()) seen.push(piece);
    };
    await expect(read()).rejects.toMatchObject({ code: 'UPSTREAM_CUT' });
    expect(contentOf(seen)).toBe('x');
    expect(finishReasons(seen)).toEqual([]);
    expect(run.servers.calls).toEqual([]);
  });

  it('rejects late with an error of a later turn', async () => {
    const refusal = new RouterError('UPSTREAM_STATUS', 'busy', { status: 503 });
    const run = createFakeRun({
      replies: [callsFor([toolCall('c1', 'hello.count')]), refusal],
      tools: COUNT,
    });
    await expect(run.collect()).rejects.toBe(refusal);
  });
});
