import { describe, expect, test } from 'vitest';

import type { ChatRequest } from '#core/chat.ts';
import { collect, frame } from '../../fixtures/chat-frames.ts';
import {
  html,
  json,
  sse,
  startFakeUpstream,
  type FakeUpstream,
  type Script,
} from '../../fixtures/fake-upstream.ts';
import { answerAsOpenai, TEXT, WHOLE } from '../../fixtures/answer-as-openai.ts';
import { createTestTarget } from '../../fixtures/test-target.ts';
import type { RelayTarget } from '../../relay/target.ts';
import { createOpenaiAdapter } from './openai-adapter.ts';

const PATH = '/v1/chat/completions';
const REQUEST: ChatRequest = { model: 'm', messages: [{ role: 'user', content: 'hi' }] };
async function setUp(options: Partial<RelayTarget> = {}) {
  const fake = await startFakeUpstream();
  const target = createTestTarget(fake.origin, options);
  const inferencer = createOpenaiAdapter({ name: 'far', extraBody: {}, target: () => target });
  const close = async (): Promise<void> => {
    await target.dispatcher.destroy();
    await fake.close();
  };
  return { fake, inferencer, [Symbol.asyncDispose]: close };
}

const signal = (): { signal: AbortSignal } => ({ signal: new AbortController().signal });

describe('what is sent', () => {
  test('is the request as given, with stream set by the way it is asked', async () => {
    await using test = await setUp({ headers: { authorization: 'Bearer k' } });
    test.fake.on(PATH, answerAsOpenai);
    const options = { include_usage: true };
    const request = { ...REQUEST, temperature: 0, options: { top_k: 1 }, stream_options: options };
    await test.inferencer.complete({ ...request, stream: true }, signal());
    await collect(test.inferencer.stream(request, signal()));
    const { stream_options: _, ...rest } = request;
    expect(test.fake.requests.map(({ body }) => body)).toEqual([
      { ...rest, stream: false },
      { ...request, stream: true },
    ]);
    expect(test.fake.requests[0]?.headers).toMatchObject({
      authorization: 'Bearer k',
      'content-type': 'application/json',
    });
  });

  test('is nothing while the key is missing', async () => {
    await using test = await setUp();
    const inferencer = createOpenaiAdapter({
      name: 'far',
      extraBody: {},
      target: () => {
        throw new Error('no key');
      },
    });
    await expect(inferencer.complete(REQUEST, signal())).rejects.toThrow('no key');
    await expect(collect(inferencer.stream(REQUEST, signal()))).rejects.toThrow('no key');
    expect(test.fake.requests).toEqual([]);
  });
});

describe('a streamed answer', () => {
  const streamOf = async (fake: FakeUpstream, script: Script) => fake.on(PATH, script);

  test('survives split characters, CRLF, comments, pings and notes', async () => {
    await using test = await setUp();
    const noise = [': keep-alive', 'not json', { type: 'ping' }, '"text"', '[1]'];
    const frames = [...noise, frame({ content: TEXT }), ...noise, frame({}, 'stop'), '[DONE]'];
    await streamOf(test.fake, sse(frames, { lineEnd: '\r\n', pieceBytes: 1 }));
    const chunks = await collect(test.inferencer.stream(REQUEST, signal()));
    expect(chunks).toEqual([frame({ content: TEXT }), frame({}, 'stop')]);
  });

  test.each([
    ['ends without saying so', 'whole'],
    ['is cut off', 'cut'],
  ] as const)('that %s is UPSTREAM_CUT after its pieces', async (_, end) => {
    await using test = await setUp();
    await streamOf(test.fake, sse([frame({ content: 'half' })], { end }));
    const seen: unknown[] = [];
    const reading = async (): Promise<void> => {
      for await (const chunk of test.inferencer.stream(REQUEST, signal())) seen.push(chunk);
    };
    await expect(reading()).rejects.toMatchObject({ code: 'UPSTREAM_CUT' });
    expect(seen).toHaveLength(1);
  });

  test('that is cut in the middle of a tool call is UPSTREAM_CUT', async () => {
    await using test = await setUp();
    const half = { index: 0, id: 'x', function: { name: 'add', arguments: '{"a":' } };
    await streamOf(test.fake, sse([frame({ tool_calls: [half] })], { end: 'cut' }));
    const stream = collect(test.inferencer.stream(REQUEST, signal()));
    await expect(stream).rejects.toMatchObject({ code: 'UPSTREAM_CUT' });
  });

  test.each(['whole', 'cut'] as const)('that was finished needs no [DONE] (%s)', async (end) => {
    await using test = await setUp();
    await streamOf(test.fake, sse([frame({ content: 'all' }), frame({}, 'stop')], { end }));
    expect(await collect(test.inferencer.stream(REQUEST, signal()))).toHaveLength(2);
  });

  test('ends at [DONE], even when the server keeps the connection open', async () => {
    await using test = await setUp();
    await streamOf(test.fake, sse([frame({ content: 'all' }), '[DONE]'], { end: 'stall' }));
    expect(await collect(test.inferencer.stream(REQUEST, signal()))).toHaveLength(1);
    await test.fake.hungUp();
  });

  test('leaves its connection to the next call', async () => {
    await using test = await setUp();
    test.fake.on(PATH, answerAsOpenai);
    for (let call = 0; call < 3; call += 1) {
      await collect(test.inferencer.stream(REQUEST, signal()));
      await test.inferencer.complete(REQUEST, signal());
    }
    // The next call may begin before the end of the last one has arrived.
    expect(test.fake.connections()).toBeLessThanOrEqual(2);
  });

  test('that reports an error has that error', async () => {
    await using test = await setUp();
    const body = { error: { message: 'overloaded', code: 503 } };
    await streamOf(test.fake, sse([frame({ content: 'a' }), body]));
    const stream = collect(test.inferencer.stream(REQUEST, signal()));
    await expect(stream).rejects.toMatchObject({
      code: 'UPSTREAM_STATUS',
      status: 503,
      upstreamBody: body,
      message: "inferencer 'far' reported an error: overloaded",
    });
  });

  test('may come whole from a backend that cannot stream', async () => {
    await using test = await setUp();
    await streamOf(test.fake, json(WHOLE));
    const [chunk, ...rest] = await collect(test.inferencer.stream(REQUEST, signal()));
    expect(rest).toEqual([]);
    expect(chunk).toMatchObject({
      object: 'chat.completion.chunk',
      choices: [{ delta: { content: TEXT }, finish_reason: 'stop' }],
    });
  });

  test('that is a web page is UPSTREAM_INVALID', async () => {
    await using test = await setUp();
    await streamOf(test.fake, html('Please log in', 200));
    const stream = collect(test.inferencer.stream(REQUEST, signal()));
    await expect(stream).rejects.toMatchObject({
      code: 'UPSTREAM_INVALID',
      message: expect.stringMatching(/not JSON: Please log in$/),
    });
  });
});

describe('a whole answer', () => {
  test.each([
    ['that is not JSON', html('Hello', 200), { code: 'UPSTREAM_INVALID', status: 502 }],
    [
      'without choices',
      json({ detail: 'odd' }),
      { code: 'UPSTREAM_INVALID', status: 502, upstreamBody: undefined },
    ],
    [
      'that is an error page',
      html('<b>Bad</b>&nbsp;gateway', 502),
      { code: 'UPSTREAM_STATUS', status: 502, upstreamBody: undefined },
    ],
    [
      'that points elsewhere',
      { status: 301, headers: { location: 'https://new.example/v1' } },
      { code: 'UPSTREAM_INVALID', message: expect.stringContaining('https://new.example/v1') },
    ],
    ['that is cut off', { pieces: ['{"id":'], end: 'cut' }, { code: 'UPSTREAM_CUT', status: 502 }],
    ['that never comes', 'hang-up', { code: 'UPSTREAM_UNREACHABLE', status: 502 }],
  ] as const)('%s fails', async (_, script, expected) => {
    await using test = await setUp();
    test.fake.on(PATH, script);
    await expect(test.inferencer.complete(REQUEST, signal())).rejects.toMatchObject(expected);
  });

  test('from a host that refuses names it and the reason', async () => {
    await using test = await setUp();
    await test.fake.close();
    const host = test.fake.origin.replace('http://', '');
    await expect(test.inferencer.complete(REQUEST, signal())).rejects.toMatchObject({
      code: 'UPSTREAM_UNREACHABLE',
      message: `inferencer 'far' at ${host} cannot be reached: connection refused`,
    });
  });
});

describe('silence', () => {
  test.each([
    ['before the answer', 'silent'],
    ['within the answer', sse([frame({ content: 'a' })], { end: 'stall' })],
  ] as const)('%s is UPSTREAM_TIMEOUT', async (_, script) => {
    await using test = await setUp({ idleTimeoutMs: 50 });
    test.fake.on(PATH, script);
    const stream = collect(test.inferencer.stream(REQUEST, signal()));
    await expect(stream).rejects.toMatchObject({ code: 'UPSTREAM_TIMEOUT', status: 504 });
    await test.fake.hungUp();
  });

  test('is left at once on abort, and the connection is closed', async () => {
    await using test = await setUp();
    test.fake.on(PATH, 'silent');
    const controller = new AbortController();
    const answer = test.inferencer.complete(REQUEST, controller);
    await expect.poll(() => test.fake.requests.length).toBe(1);
    controller.abort();
    await expect(answer).rejects.toMatchObject({ code: 'CANCELLED' });
    await test.fake.hungUp();
    await expect.poll(() => test.fake.openSockets()).toBe(0);
  });
});
