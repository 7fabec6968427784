import { describe, expect, test } from 'vitest';

import type { PendingQuestion } from '#contract/questions.ts';
import type { SequencedEvent } from '#contract/events.ts';
import type { JsonObject } from '#core/ports/tools.ts';
import type { ServerQuestion } from '#core/ports/questions.ts';
import { RouterError } from '#core/router-error.ts';
import { createEventBus } from '../events/event-bus.ts';
import { createRequestTracker } from '../events/request-tracker.ts';
import {
  completion,
  createFakeInferencer,
  createFakeInferencers,
  type FakeInferencerSetup,
} from '../testing/fake-inferencers.ts';
import { createFakeLog } from '../testing/fake-log.ts';
import { createAnswerer, type AnswererParts } from './create-answerer.ts';

interface SetUp extends FakeInferencerSetup, Partial<Pick<AnswererParts, 'policy' | 'sampling'>> {}

const SAMPLING = { model: 'auto/default', maxTokens: 100, perHour: 60 };
const REJECTED = { ok: false, error: { code: -1, message: 'User rejected sampling request' } };

function setUp({ policy = () => 'allow', sampling = SAMPLING, ...setup }: SetUp = {}) {
  const seen: SequencedEvent[] = [];
  const events = createEventBus({ remembered: 100 });
  events.subscribe((event) => seen.push(event));
  const requests = createRequestTracker({ events, logger: createFakeLog() });
  const model = createFakeInferencer('local', setup);
  const answerer = createAnswerer({
    events,
    requests,
    inferencers: createFakeInferencers([model], { auto: 'local/llama' }),
    mask: (text) => text.replaceAll('hunter2', '[secret]'),
    timeoutMs: 60_000,
    sampling,
    policy,
  });
  const controller = new AbortController();
  const sample = (params: JsonObject = {}, about: Partial<ServerQuestion> = {}) =>
    answerer.sample(
      { server: 'git', params: { ...PARAMS, ...params }, ...about },
      controller.signal,
    );
  /** The first question that waits, as soon as it does. */
  const asked = (): Promise<PendingQuestion> =>
    new Promise((resolve) => {
      const look = () => {
        const [first] = answerer.list();
        if (first !== undefined) resolve(first);
        return first !== undefined;
      };
      if (look()) return;
      const stop = events.subscribe(() => queueMicrotask(() => look() && stop()));
    });
  return { seen, events, requests, model, answerer, controller, sample, asked };
}

const PARAMS = {
  messages: [{ role: 'user', content: { type: 'text', text: 'Sum up hunter2\u0007' } }],
  systemPrompt: 'Be brief.',
  maxTokens: 50,
};

/** A model that answers when it is told to stop, as real ones do. */
function hanging(): FakeInferencerSetup & { readonly started: Promise<void> } {
  const started = Promise.withResolvers<void>();
  return {
    started: started.promise,
    onComplete: (_request, { signal }) => {
      started.resolve();
      return new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(new RouterError('CANCELLED')));
      });
    },
  };
}

describe('a model that may answer', () => {
  test('answers, and shows in the activity below the call that asked', async () => {
    const { seen, model, sample } = setUp();
    expect(await sample({}, { requestId: 'req_parent' })).toEqual({
      ok: true,
      result: {
        role: 'assistant',
        content: { type: 'text', text: 'hello' },
        model: 'm',
        stopReason: 'endTurn',
      },
    });
    expect(model.asked[0]?.request).toMatchObject({
      model: 'llama',
      max_tokens: 50,
      messages: [{ role: 'system' }, { role: 'user', content: 'Sum up hunter2\u0007' }],
    });
    expect(seen).toMatchObject([
      {
        kind: 'request-started',
        surface: 'sampling',
        operation: 'sampling/createMessage',
        client: 'git',
        model: 'local/llama',
        parent: 'req_parent',
      },
      { kind: 'request-ended', outcome: 'ok', usage: { totalTokens: 3 } },
    ]);
  });

  test.each([
    [500, 100],
    [99.5, 99],
    [undefined, 100],
  ])('of %s tokens that are wished for it gets %s', async (maxTokens, expected) => {
    const { model, sample } = setUp();
    await sample({ maxTokens });
    expect(model.asked[0]?.request['max_tokens']).toBe(expected);
  });

  test('beyond the hour the server is told the limit, and no model is asked', async () => {
    const { model, sample } = setUp({ sampling: { ...SAMPLING, perHour: 1 } });
    await sample();
    expect(await sample()).toEqual({
      ok: false,
      error: {
        code: -1,
        message: 'this server had its 1 answer an hour (sampling.per_hour)',
      },
    });
    expect(model.asked).toHaveLength(1);
    expect(await sample({}, { server: 'docs' })).toMatchObject({ ok: true });
  });

  test('that fails is a refusal with the reason, secrets blanked', async () => {
    const { seen, sample } = setUp({
      onComplete: () => Promise.reject(new RouterError('UPSTREAM_STATUS', 'no: hunter2')),
    });
    expect(await sample()).toEqual({
      ok: false,
      error: { code: -32_603, message: 'no: [secret]' },
    });
    expect(seen.at(-1)).toMatchObject({ outcome: 'error', errorCode: 'UPSTREAM_STATUS' });
  });

  test('a mistake of ours keeps its words to itself', async () => {
    const { seen, sample } = setUp({ onComplete: () => Promise.reject(new Error('inner')) });
    expect(await sample()).toMatchObject({
      ok: false,
      error: { code: -32_603, message: 'The router made a mistake' },
    });
    expect(seen.at(-1)).toMatchObject({ outcome: 'error', errorCode: 'INTERNAL' });
  });

  test('what is no sampling is refused, naming the field', async () => {
    const { sample, seen } = setUp();
    expect(await sample({ messages: [] })).toMatchObject({
      error: { code: -32_602, message: expect.stringMatching(/^messages: /) },
    });
    expect(seen).toEqual([]);
  });
});

describe('ending it', () => {
  test('Cancel in the activity ends the call of the model', async () => {
    const model = hanging();
    const { seen, requests, sample } = setUp(model);
    const answer = sample();
    await model.started;
    requests.cancel(requests.running()[0]?.id ?? '');
    expect(await answer).toMatchObject({ ok: false, error: { code: -1 } });
    expect(seen.at(-1)).toMatchObject({ kind: 'request-ended', outcome: 'cancelled' });
  });

  test('so does the asker', async () => {
    const model = hanging();
    const { seen, controller, sample } = setUp(model);
    const answer = sample();
    await model.started;
    controller.abort();
    await expect(answer).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(seen.at(-1)).toMatchObject({ kind: 'request-ended', outcome: 'cancelled' });
  });

  test('and the end of the call that it belongs to, if that was cancelled', async () => {
    const model = hanging();
    const { seen, requests, sample } = setUp(model);
    const info = { surface: 'mcp', operation: 'tools/call', client: 'c' };
    const [parent, other] = [requests.open(info), requests.open(info)];
    const answer = sample({}, { requestId: parent.id });
    await model.started;
    other.end({ outcome: 'cancelled', status: 499 });
    expect(requests.inFlight()).toBe(2);
    parent.end({ outcome: 'cancelled', status: 499 });
    await expect(answer).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(seen.at(-1)).toMatchObject({ kind: 'request-ended', outcome: 'cancelled' });
    expect(requests.inFlight()).toBe(0);
  });

  test('a form goes with the call, too, but not with a call that left a task behind', async () => {
    const { requests, answerer, controller, asked } = setUp();
    const info = { surface: 'mcp', operation: 'tools/call', client: 'c' };
    const form = { message: 'Whose?', requestedSchema: { type: 'object', properties: {} } };
    const elicit = (requestId: string) =>
      answerer.elicit({ server: 'git', requestId, params: form }, controller.signal);
    const [ended, cancelled] = [requests.open(info), requests.open(info)];
    const first = elicit(ended.id);
    ended.end({ outcome: 'ok', status: 200 });
    answerer.answer((await asked()).id, { action: 'accept' });
    expect(await first).toEqual({ ok: true, result: { action: 'accept', content: {} } });
    const second = elicit(cancelled.id);
    await asked();
    cancelled.end({ outcome: 'cancelled', status: 499 });
    await expect(second).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(answerer.list()).toEqual([]);
  });
});

describe('the policy', () => {
  test('deny says so and asks nobody', async () => {
    const { model, answerer, sample } = setUp({ policy: () => 'deny' });
    expect(await sample()).toMatchObject({
      error: { code: -1, message: expect.stringContaining('"deny"') },
    });
    expect([answerer.list(), model.asked]).toEqual([[], []]);
  });

  test('ask shows what would be sent, and goes on after a yes', async () => {
    const { model, answerer, sample, asked } = setUp({ policy: () => 'ask' });
    const tools = [{ name: 'now', inputSchema: { type: 'object' } }];
    const answer = sample({ tools }, { client: 'Cursor 1', requestId: 'req_1' });
    const question = await asked();
    expect(question).toMatchObject({
      kind: 'sampling',
      server: 'git',
      client: 'Cursor 1',
      requestId: 'req_1',
      message: 'git wants a model to answer',
      model: 'local/llama',
      systemPrompt: 'Be brief.',
      messages: [{ role: 'user', text: 'Sum up [secret]' }],
      maxTokens: 50,
      tools: 1,
    });
    expect(model.asked).toEqual([]);
    answerer.answer(question.id, { action: 'accept' });
    expect(await answer).toMatchObject({ ok: true });
  });

  test.each(['decline', 'cancel'] as const)('%s is a rejection', async (action) => {
    const { model, answerer, sample, asked } = setUp({ policy: () => 'ask' });
    const answer = sample();
    answerer.answer((await asked()).id, { action });
    expect(await answer).toEqual(REJECTED);
    expect(model.asked).toEqual([]);
  });

  test('always counts for this server, and a later deny still wins', async () => {
    let policy: 'ask' | 'deny' = 'ask';
    const { answerer, sample, asked } = setUp({ policy: () => policy });
    const first = sample();
    answerer.answer((await asked()).id, { action: 'accept', always: true });
    expect(await first).toMatchObject({ ok: true });
    expect(await sample()).toMatchObject({ ok: true });
    const other = sample({}, { server: 'docs' });
    answerer.answer((await asked()).id, { action: 'decline' });
    expect(await other).toEqual(REJECTED);
    policy = 'deny';
    expect(await sample()).toMatchObject({ ok: false });
  });

  test('several that wait at once cannot go beyond the hour together', async () => {
    const sampling = { ...SAMPLING, perHour: 1 };
    const { model, answerer, sample } = setUp({
      policy: () => 'ask',
      sampling,
      onComplete: async () => completion('ok'),
    });
    const answers = [sample(), sample()];
    await expect.poll(() => answerer.list().length).toBe(2);
    for (const { id } of answerer.list()) answerer.answer(id, { action: 'accept' });
    const ended = (await Promise.all(answers)).map(({ ok }) => ok);
    expect(new Set(ended)).toEqual(new Set([true, false]));
    expect(model.asked).toHaveLength(1);
  });
});
