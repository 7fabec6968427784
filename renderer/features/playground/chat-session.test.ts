import { describe, expect, test } from 'vitest';

import { REQUEST_HEADER } from '#contract/activity.ts';
import { createChatSession, type ChatSession } from './chat-session.ts';
import { toMessages } from './chat-model.ts';
import { NO_SAMPLING, toChatCall, toTurnCall } from './chat-request.ts';

const MODEL = 'demo/echo';

/** As the page asks a model: with all that was said before. */
function ask(session: ChatSession, prompt: string, sampling = NO_SAMPLING): Promise<void> {
  const messages = toMessages(session.exchanges.get(), prompt);
  const call = toChatCall({ model: MODEL, variables: undefined }, messages, sampling);
  return session.ask({ model: MODEL, prompt, call });
}

const frames = (...chunks: readonly unknown[]): string =>
  [...chunks.map((chunk) => JSON.stringify(chunk)), '[DONE]']
    .map((data) => `data: ${data}\n\n`)
    .join('');

const piece = (content: string) => ({ choices: [{ delta: { content } }] });

const stream = (text: string): Response =>
  new Response(text, {
    headers: { 'content-type': 'text/event-stream', [REQUEST_HEADER]: 'req_1' },
  });

/** A session before a router that answers as told; `soon` waits to be told, too. */
function open(answer: (init: RequestInit) => Response | Promise<Response>) {
  const sent: { path: string; body: unknown }[] = [];
  const waiting: (() => void)[] = [];
  const session = createChatSession({
    send: async (path, init) => {
      sent.push({ path, body: typeof init.body === 'string' ? JSON.parse(init.body) : undefined });
      return answer(init);
    },
    soon: (show) => void waiting.push(show),
  });
  const last = () => session.exchanges.get().at(-1)?.answer;
  return { session, sent, waiting, last };
}

describe('asking', () => {
  test('sends the conversation and shows the answer', async () => {
    const { session, sent, last } = open(() => stream(frames(piece('one '), piece('two'))));
    await ask(session, 'hi', { temperature: '0.5', maxTokens: '' });
    expect(last()).toMatchObject({ state: 'done', text: 'one two', requestId: 'req_1' });
    await ask(session, 'and?');
    const stream_options = { include_usage: true };
    expect(sent).toEqual([
      {
        path: '/v1/chat/completions',
        body: {
          model: 'demo/echo',
          messages: [{ role: 'user', content: 'hi' }],
          temperature: 0.5,
          stream: true,
          stream_options,
        },
      },
      {
        path: '/v1/chat/completions',
        body: {
          model: 'demo/echo',
          messages: [
            { role: 'user', content: 'hi' },
            { role: 'assistant', content: 'one two' },
            { role: 'user', content: 'and?' },
          ],
          stream: true,
          stream_options,
        },
      },
    ]);
  });

  test('shows many pieces at once, and the id before any of them', async () => {
    const body = new TransformStream<Uint8Array, Uint8Array>();
    const writer = body.writable.getWriter();
    const write = (text: string) => writer.write(new TextEncoder().encode(text));
    const headers = { 'content-type': 'text/event-stream', [REQUEST_HEADER]: 'req_9' };
    const { session, waiting, last } = open(() => new Response(body.readable, { headers }));
    const asked = ask(session, 'hi');
    await expect.poll(() => last()?.requestId).toBe('req_9');
    await write(frames(piece('a'), piece('b'), piece('c')).replace('data: [DONE]\n\n', ''));
    await expect.poll(() => waiting.length).toBe(1);
    expect(last()?.text).toBe('');
    waiting.at(0)?.();
    expect(last()?.text).toBe('abc');
    await write('data: [DONE]\n\n');
    await writer.close();
    await asked;
    expect(last()?.state).toBe('done');
  });

  test('one at a time', async () => {
    const gate = Promise.withResolvers<Response>();
    const { session, sent } = open(() => gate.promise);
    const first = ask(session, 'one');
    await ask(session, 'two');
    gate.resolve(stream(frames()));
    await first;
    expect(sent).toHaveLength(1);
  });
});

describe('what goes wrong', () => {
  const json = (status: number, body: unknown) =>
    Response.json(body, { status, headers: { [REQUEST_HEADER]: 'req_2' } });

  test.each([
    [json(400, { error: { code: 'missing_key', message: 'no key' } }), 'missing_key', 'no key'],
    [new Response('<html>', { status: 502 }), '', 'The answer has the status 502.'],
    [json(200, { hello: 1 }), '', 'The answer is no chat answer.'],
  ])('an answer that is an error', async (response, code, message) => {
    const { session, last } = open(() => response);
    await ask(session, 'hi');
    expect(last()).toMatchObject({ state: 'failed', problem: { code, message } });
  });

  test('a router that is away', async () => {
    const { session, last } = open(() => Promise.reject(new TypeError('fetch failed')));
    await ask(session, 'hi');
    expect(last()?.problem).toMatchObject({ code: 'UNREACHABLE' });
    expect(last()?.problem?.message).toContain('fetch failed');
  });

  test('an inferencer that does not stream is understood', async () => {
    const choices = [{ message: { role: 'assistant', content: 'whole' }, finish_reason: 'stop' }];
    const { session, last } = open(() => json(200, { choices }));
    await ask(session, 'hi');
    expect(last()).toMatchObject({ state: 'done', text: 'whole', finishReason: 'stop' });
  });
});

describe('stopping', () => {
  /** Answers never, until it is given up. */
  const never = ({ signal }: RequestInit) =>
    new Promise<Response>((_, reject) => {
      signal?.addEventListener('abort', () => reject(new DOMException('', 'AbortError')));
    });

  test('ends the request', async () => {
    const { session, last } = open(never);
    const asked = ask(session, 'hi');
    session.stop();
    await asked;
    expect(last()?.state).toBe('stopped');
  });

  test('also when the stream then ends as if it were over', async () => {
    const { session, last } = open(({ signal }) => {
      const endQuietly = (controller: ReadableStreamDefaultController): void =>
        signal?.addEventListener('abort', () => controller.close());
      const headers = { 'content-type': 'text/event-stream' };
      return new Response(new ReadableStream({ start: endQuietly }), { headers });
    });
    const asked = ask(session, 'hi');
    session.stop();
    await asked;
    expect(last()?.state).toBe('stopped');
  });

  test('clearing does, too, and the next question begins anew', async () => {
    const answers: ((init: RequestInit) => Response | Promise<Response>)[] = [never];
    const { session, sent } = open((init) => (answers.shift() ?? (() => stream(frames())))(init));
    const asked = ask(session, 'old');
    session.clear();
    expect(session.exchanges.get()).toEqual([]);
    await Promise.all([asked, ask(session, 'new')]);
    expect(session.exchanges.get().map(({ prompt }) => prompt)).toEqual(['new']);
    expect(sent[1]?.body).toMatchObject({ messages: [{ content: 'new' }] });
  });
});

describe('a turn of a conversation', () => {
  const events = (...told: readonly object[]) =>
    stream(told.map((event) => `data: ${JSON.stringify(event)}\n\n`).join(''));
  const turn = (session: ChatSession) =>
    session.ask({ model: MODEL, prompt: 'hi', call: toTurnCall('conv_1', 'hi') });

  test('sends only what is new, and shows the answer', async () => {
    const usage = { input_tokens: 3, output_tokens: 4, total_tokens: 7 };
    const { session, sent, last } = open(() =>
      events(
        { type: 'response.created', response: {} },
        { type: 'response.reasoning_text.delta', delta: 'hm' },
        { type: 'response.output_text.delta', delta: 'one ' },
        { type: 'response.output_text.delta', delta: 'two' },
        { type: 'response.completed', response: { usage } },
      ),
    );
    await turn(session);
    const body = { conversation: 'conv_1', input: 'hi', store: true, stream: true };
    expect(sent).toEqual([{ path: '/v1/responses', body }]);
    expect(last()).toMatchObject({
      state: 'done',
      text: 'one two',
      reasoning: 'hm',
      finishReason: 'stop',
      usage: { promptTokens: 3, completionTokens: 4, totalTokens: 7 },
    });
    expect(session.requestId.get()).toBe('req_1');
  });

  test.each([
    [
      { type: 'response.failed', response: { error: { code: 'server_error', message: 'no' } } },
      { state: 'failed', problem: { code: 'server_error', message: 'no' } },
    ],
    [
      { type: 'response.incomplete', response: { incomplete_details: { reason: 'max_tokens' } } },
      { state: 'done', finishReason: 'max_tokens' },
    ],
    [{ type: 'response.in_progress' }, { state: 'failed', problem: { code: 'UPSTREAM_CUT' } }],
  ])('that ends with %j', async (event, answer) => {
    const { session, last } = open(() => events(event));
    await turn(session);
    expect(last()).toMatchObject(answer);
  });

  test('is forgotten once it can be read where it is kept, unless it failed', async () => {
    const told = [events({ type: 'response.completed', response: {} }), events()];
    const { session, last } = open(() => told.shift() ?? events());
    await turn(session);
    await turn(session);
    const [whole] = session.exchanges.get();
    session.forgetDone(whole?.endedAt ?? 0);
    expect(session.exchanges.get()).toHaveLength(2);
    session.forgetDone(Infinity);
    expect(session.exchanges.get()).toHaveLength(1);
    expect(last()?.state).toBe('failed');
  });
});
