import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import type { JsonObject } from '#core/ports/tools.ts';
import { RouterError } from '#core/router-error.ts';
import type { ParkedCall } from './parked-call.ts';
import { createParkedCalls, type ParkedCalls } from './parked-calls.ts';
import type { Round } from './round.ts';

const KEY = { owner: 'me', operation: 'tools/call a.ask' };
const HOUR = 3_600_000;
let parked: ParkedCalls;

beforeEach(() => {
  parked = createParkedCalls({ limit: 2, expiryMs: HOUR });
});
afterEach(() => parked.close());

function round(signal = new AbortController().signal): Round {
  return {
    signal,
    progressToken: () => undefined,
    wantsLog: () => false,
    notify: () => undefined,
  };
}

const never = new AbortController().signal;

type Work = (call: ParkedCall) => Promise<JsonObject>;

/** Asks for roots as often as told, and returns what was said. */
const asks =
  (...moments: readonly number[]) =>
  async (call: ParkedCall) => {
    const said = [];
    for (const count of moments) {
      const questions = Array.from({ length: count }, () => call.ask('roots/list', {}, never));
      said.push(await Promise.all(questions));
    }
    return { said };
  };

async function begin(work: Work = asks(1), key = KEY) {
  const result = await parked.begin(key, round(), work);
  const { requestState, inputRequests } = result;
  if (typeof requestState !== 'string') throw new Error('it did not ask');
  return { token: requestState, keys: Object.keys({ ...(inputRequests as object) }) };
}

const resume = (token: string, answers: Record<string, object> = {}, key = KEY) =>
  parked.resume(token, key, {
    ...round(),
    answers: Object.fromEntries(Object.entries(answers).map(([at, said]) => [at, { ...said }])),
  });

test('what asks nothing is answered at once', async () => {
  expect(await parked.begin(KEY, round(), async () => ({ done: true }))).toEqual({ done: true });
});

test('questions of one moment go out together, and a call may ask again', async () => {
  const first = await parked.begin(KEY, round(), asks(2, 1));
  expect(first).toEqual({
    resultType: 'input_required',
    inputRequests: {
      q1: { method: 'roots/list', params: {} },
      q2: { method: 'roots/list', params: {} },
    },
    requestState: expect.stringMatching(/^[\w-]{22}$/),
  });
  const second = await resume(String(first['requestState']), { q1: { a: 1 }, q2: { b: 2 } });
  expect(Object.keys({ ...(second['inputRequests'] as object) })).toEqual(['q3']);
  expect(await resume(String(second['requestState']), { q3: { c: 3 } })).toEqual({
    said: [
      [
        { ok: true, result: { a: 1 } },
        { ok: true, result: { b: 2 } },
      ],
      [{ ok: true, result: { c: 3 } }],
    ],
  });
});

test('what was not answered is asked again', async () => {
  const { token } = await begin(asks(2));
  const again = await resume(token, { q1: { a: 1 } });
  expect(again['inputRequests']).toEqual({ q2: { method: 'roots/list', params: {} } });
});

test.each([
  ['somebody else', { ...KEY, owner: 'you' }],
  ['another call', { ...KEY, operation: 'tools/call a.other' }],
])('%s cannot go on with it, and its own client still can', async (_who, key) => {
  const { token } = await begin();
  await expect(resume(token, { q1: {} }, key)).rejects.toMatchObject({ code: -32_602 });
  expect(await resume(token, { q1: {} })).toHaveProperty('said');
});

test('a word counts once, and a made-up one never', async () => {
  const { token } = await begin();
  await resume(token, { q1: {} });
  await expect(resume(token, { q1: {} })).rejects.toMatchObject({ code: -32_602 });
  await expect(resume('AAAAAAAAAAAAAAAAAAAAAA')).rejects.toMatchObject({ code: -32_602 });
});

test('while one request waits for it no other can', async () => {
  const release = Promise.withResolvers<void>();
  const { token } = await begin(async (call) => {
    await call.ask('roots/list', {}, never);
    await release.promise;
    return { done: true };
  });
  const first = resume(token, { q1: {} });
  await expect(resume(token, { q1: {} })).rejects.toMatchObject({ code: -32_602 });
  release.resolve();
  expect(await first).toEqual({ done: true });
});

/** Parked, and what its work was ended with. */
async function parkOne(key = KEY) {
  const ended = vi.fn();
  const { token } = await begin(async (call) => {
    call.signal.addEventListener('abort', () => ended(call.signal.reason));
    return { said: await call.ask('roots/list', {}, never) };
  }, key);
  return { token, ended };
}

test('the oldest makes room', async () => {
  const first = await parkOne();
  const second = await parkOne();
  await parkOne();
  expect(first.ended).toHaveBeenCalledOnce();
  expect(second.ended).not.toHaveBeenCalled();
  await expect(resume(first.token, { q1: {} })).rejects.toMatchObject({ code: -32_602 });
});

test('the oldest of whoever has most makes room, and nobody else’s', async () => {
  const modest = await parkOne({ ...KEY, owner: 'modest' });
  const greedy = [await parkOne(), await parkOne(), await parkOne()];
  expect(greedy.map(({ ended }) => ended.mock.calls.length)).toEqual([1, 1, 0]);
  expect(modest.ended).not.toHaveBeenCalled();
});

test('after its time it is given up', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    const { ended } = await parkOne();
    vi.advanceTimersByTime(HOUR - 1);
    expect(ended).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(ended.mock.calls[0]?.[0]).toMatchObject({
      code: 'CANCELLED',
      message: 'the MCP client did not answer in time',
    });
  } finally {
    vi.useRealTimers();
  }
});

test('those of a client that is gone end, and at the end all', async () => {
  const mine = await parkOne();
  const yours = await parkOne({ ...KEY, owner: 'you' });
  parked.drop('me');
  expect(mine.ended).toHaveBeenCalledOnce();
  expect(yours.ended).not.toHaveBeenCalled();
  parked.close();
  expect(yours.ended.mock.calls[0]?.[0]).toMatchObject({ code: 'SHUTTING_DOWN' });
});

test('a request that is cancelled takes its call with it', async () => {
  const controller = new AbortController();
  const ended = vi.fn();
  const waiting = parked.begin(KEY, round(controller.signal), async (call) => {
    await new Promise((_resolve, reject) => {
      call.signal.addEventListener('abort', () => {
        ended(call.signal.reason);
        reject(new RouterError('CANCELLED'));
      });
    });
    return {};
  });
  await nextTurn();
  controller.abort();
  await expect(waiting).rejects.toMatchObject({ code: 'CANCELLED' });
  expect(ended.mock.calls[0]?.[0]).toMatchObject({ code: 'CANCELLED' });
});

test('the end of an answered request is no cancellation', async () => {
  const controller = new AbortController();
  const result = await parked.begin(KEY, round(controller.signal), asks(1));
  controller.abort();
  expect(await resume(String(result['requestState']), { q1: {} })).toHaveProperty('said');
});

test('a question that its server withdrew is not asked any more', async () => {
  const withdrawn = new AbortController();
  const { token } = await begin(async (call) => {
    const first = call.ask('roots/list', {}, withdrawn.signal).catch((error: unknown) => error);
    return { first: await first, second: await call.ask('roots/list', {}, never) };
  });
  withdrawn.abort();
  const again = await resume(token, { q1: { late: true } });
  expect(again['inputRequests']).toEqual({ q2: { method: 'roots/list', params: {} } });
});

/** A round that keeps what it is told. */
function hearing(token: string | undefined, levels: readonly string[]) {
  const told: { readonly method: string; readonly params: JsonObject }[] = [];
  const heard: Round = {
    signal: never,
    progressToken: () => token,
    wantsLog: (level) => levels.includes(level),
    notify: (method, params) => void told.push({ method, params }),
  };
  return { told, heard };
}

const MESSAGE = 'notifications/message';

/** A call that waits for its answers, and the call itself. */
async function beginKnown(...moments: readonly number[]) {
  const known = Promise.withResolvers<ParkedCall>();
  const { token } = await begin((call) => {
    known.resolve(call);
    return asks(...moments)(call);
  });
  return { token, call: await known.promise };
}

test('what is said between two rounds is told to the next one, as that one wants it', async () => {
  const { call, token } = await beginKnown(1, 1);
  call.tell(MESSAGE, { level: 'info', data: 'a' });
  call.tell(MESSAGE, { level: 'debug', data: 'b' });
  call.tell('notifications/other', {});
  for (const progress of [1, 2]) call.holdProgress({ progress });
  const first = hearing('mine', ['info']);
  const second = await parked.resume(token, KEY, { ...first.heard, answers: { q1: {} } });
  expect(first.told).toEqual([
    { method: MESSAGE, params: { level: 'info', data: 'a' } },
    { method: 'notifications/progress', params: { progress: 2, progressToken: 'mine' } },
  ]);
  const last = hearing(undefined, ['info', 'debug']);
  call.holdProgress({ progress: 3 });
  const next = { ...last.heard, answers: { q2: {} } };
  expect(await parked.resume(String(second['requestState']), KEY, next)).toHaveProperty('said');
  expect(last.told).toEqual([]);
});

test('of many messages the newest 100 are kept, and none that is too long', async () => {
  const { call, token } = await beginKnown(1);
  const say = (data: string) => call.tell(MESSAGE, { level: 'info', data });
  for (let at = 0; at < 150; at += 1) say(String(at));
  say('x'.repeat(300_000));
  const { told, heard } = hearing(undefined, ['info']);
  await parked.resume(token, KEY, { ...heard, answers: { q1: {} } });
  const data = told.map(({ params }) => params['data']);
  expect(data).toEqual(Array.from({ length: 100 }, (_, at) => String(at + 50)));
});

test('together they are kept short', async () => {
  const { call, token } = await beginKnown(1);
  for (const data of ['a', 'b', 'c']) {
    call.tell(MESSAGE, { level: 'info', data: data.repeat(100_000) });
  }
  const { told, heard } = hearing(undefined, ['info']);
  await parked.resume(token, KEY, { ...heard, answers: { q1: {} } });
  expect(told.map(({ params }) => String(params['data'])[0])).toEqual(['b', 'c']);
});

test('a call that ended meanwhile is answered by its next request', async () => {
  const gone = new AbortController();
  const { token } = await begin(async (call) => {
    await call.ask('roots/list', {}, gone.signal).catch(() => undefined);
    return { done: true };
  });
  gone.abort();
  await nextTurn();
  expect(await resume(token)).toEqual({ done: true });
});
