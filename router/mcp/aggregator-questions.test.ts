import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import type { ServerQuestion } from '#core/ports/questions.ts';
import type { JsonObject } from '#core/ports/tools.ts';
import { RouterError } from '#core/router-error.ts';
import type { RpcOutcome } from '#core/rpc.ts';
import { fakePeer, type FakePeer } from './fixtures/fake-peer.ts';
import { featured, Harness, textOf } from './fixtures/harness.ts';

const QUESTION = { message: 'which?', requestedSchema: { type: 'object', properties: {} } };

let harness: Harness;
let answered: ServerQuestion[];

beforeEach(async () => {
  answered = [];
  const answer = (question: ServerQuestion): Promise<RpcOutcome> => {
    answered.push(question);
    return Promise.resolve({ ok: true, result: { by: 'router' } });
  };
  harness = new Harness({ answerer: { sample: answer, elicit: answer } });
  harness.apply({ a: featured(['--prompts', 'p'], { timeout: 1 }) });
  await harness.reached('a', 'connected');
});
afterEach(() => harness.tools.stop());

function answerIn(result: JsonObject): unknown {
  return JSON.parse(textOf(result));
}

test('servers are told that everything can be asked', async () => {
  expect((await harness.facts('a'))['declared']).toEqual({
    sampling: { tools: {} },
    extensions: { 'io.modelcontextprotocol/tasks': {} },
    elicitation: { form: {}, url: {} },
    roots: { listChanged: true },
  });
  harness.apply({ a: featured([], { roots: false }) });
  await harness.until('again', () => harness.status('a').restarts === 1);
  expect((await harness.facts('a'))['declared']).not.toHaveProperty('roots');
  const peer = fakePeer('p');
  const refused = answerIn(await harness.relay('a.roots', {}, { peer }));
  expect(refused).toMatchObject({ refused: { code: -32601 } });
  expect(peer.asked).toEqual([]);
});

describe('a question in a call', () => {
  test.each(['sample', 'elicit', 'roots'])('%s is answered by the calling client', async (tool) => {
    const peer = fakePeer('p');
    const result = await harness.relay(`a.${tool}`, QUESTION, { peer });
    expect(answerIn(result)).toEqual({ by: 'p' });
    expect(peer.asked).toHaveLength(1);
    expect(answered).toEqual([]);
  });

  test('reaches the client behind a recipe, until the recipe is over', async () => {
    const peer = fakePeer('p');
    const endLoan = harness.tools.aggregator.lendPeer('req_1', { peer, hops: 0 });
    const ask = async (requestId: string) =>
      answerIn(await harness.call('a.elicit', QUESTION, { requestId }));
    expect(await ask('req_1')).toEqual({ by: 'p' });
    expect(await ask('req_2')).toEqual({ by: 'router' });
    endLoan();
    expect(await ask('req_1')).toEqual({ by: 'router' });
    expect(peer.asked).toHaveLength(1);
    expect(answered).toMatchObject([{ requestId: 'req_2' }, { requestId: 'req_1' }]);
  });

  test('reaches the client as the server sent it', async () => {
    const peer = fakePeer('p');
    const params = { ...QUESTION, mode: 'url', url: 'https://x.test', elicitationId: 'e', odd: 1 };
    await harness.relay('a.elicit', params, { peer });
    expect(peer.asked).toEqual([{ method: 'elicitation/create', params }]);
  });

  test('is answered by the router when the client cannot', async () => {
    const peer = fakePeer('p', undefined, { samplingTools: false, elicitUrl: false });
    const cases = [
      ['a.sample', { messages: [], tools: [] }],
      ['a.elicit', { ...QUESTION, mode: 'url' }],
    ] as const;
    for (const [name, params] of cases) {
      const result = await harness.relay(name, params, { peer, requestId: 'r1' });
      expect(answerIn(result)).toEqual({ by: 'router' });
    }
    expect(peer.asked).toEqual([]);
    expect(answered).toEqual([
      { server: 'a', requestId: 'r1', client: 'p 1.0', params: { messages: [], tools: [] } },
      { server: 'a', requestId: 'r1', client: 'p 1.0', params: { ...QUESTION, mode: 'url' } },
    ]);
  });

  test('is answered by the router when the client is gone, or is none', async () => {
    const gone = fakePeer('p', () => Promise.reject(new RouterError('NOT_SUPPORTED')));
    expect(answerIn(await harness.relay('a.elicit', QUESTION, { peer: gone }))).toEqual({
      by: 'router',
    });
    expect(answerIn(await harness.call('a.elicit', QUESTION, { requestId: 'r2' }))).toEqual({
      by: 'router',
    });
    expect(answered.at(-1)).toEqual({ server: 'a', requestId: 'r2', params: QUESTION });
  });

  test('may be refused, with code and data', async () => {
    const error = { code: -1, message: 'no thanks', data: { why: 1 } };
    const peer = fakePeer('p', () => ({ ok: false, error }));
    expect(answerIn(await harness.relay('a.sample', {}, { peer }))).toEqual({ refused: error });
  });

  test('that nobody knows is refused', async () => {
    const result = answerIn(await harness.relay('a.unknown', {}, { peer: fakePeer('p') }));
    expect(result).toMatchObject({ refused: { code: -32601 } });
  });

  test('does not let the call run out of time', async () => {
    const { promise, resolve } = Promise.withResolvers<RpcOutcome>();
    const peer = fakePeer('p', () => promise);
    const call = harness.relay('a.elicit', QUESTION, { peer });
    setTimeout(() => resolve({ ok: true, result: { late: true } }), 1300);
    expect(answerIn(await call)).toEqual({ late: true });
  });

  test('that the server takes back is taken back from the client', async () => {
    const { promise, resolve } = Promise.withResolvers<unknown>();
    const peer = fakePeer('p', async (_method, _params, signal) => {
      signal.addEventListener('abort', () => resolve(signal.reason));
      await promise;
      throw new RouterError('CANCELLED');
    });
    const call = harness.relay('a.regret', QUESTION, { peer });
    await vi.waitFor(() => expect(peer.asked).toHaveLength(1));
    await harness.call('a.take-back');
    expect(await promise).toBe('never mind');
    expect(textOf(await call)).toBe('regretted');
  });

  test('ends with its call', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const controller = new AbortController();
    const peer = fakePeer('p', async (_method, _params, signal) => {
      signal.addEventListener('abort', () => resolve());
      controller.abort();
      await promise;
      throw new RouterError('CANCELLED');
    });
    const call = harness.relay('a.elicit', QUESTION, { peer, signal: controller.signal });
    await expect(call).rejects.toMatchObject({ code: 'CANCELLED' });
    await promise;
  });
});

describe('calls of several clients at once', () => {
  test('never get the questions of one another', async () => {
    const peers = ['p', 'q'].map((id) => fakePeer(id));
    const waiting = new AbortController();
    const held = harness.relay(
      'a.never',
      {},
      { peer: peers[1] as FakePeer, signal: waiting.signal },
    );
    const [peer] = peers as [FakePeer];
    for (const name of ['a.elicit', 'a.sample']) {
      expect(answerIn(await harness.relay(name, QUESTION, { peer }))).toEqual({ by: 'router' });
    }
    expect(peers.flatMap(({ asked }) => asked)).toEqual([]);
    expect(answered.every((question) => !('client' in question))).toBe(true);
    waiting.abort();
    await expect(held).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(answerIn(await harness.relay('a.elicit', QUESTION, { peer }))).toEqual({ by: 'p' });
  });

  test('do not count what the router itself tells a server', async () => {
    harness.apply({ deaf: featured(['--deaf']) });
    await harness.reached('deaf', 'connected');
    const peer = fakePeer('p');
    harness.tools.aggregator.join(peer).setLogLevel('info');
    expect(answerIn(await harness.relay('deaf.elicit', QUESTION, { peer }))).toEqual({ by: 'p' });
    expect((await harness.facts('deaf'))['levels']).toEqual(['info']);
  });

  test('of one client are all its own', async () => {
    const peer = fakePeer('p');
    const results = await Promise.all(
      Array.from({ length: 5 }, () => harness.relay('a.elicit', QUESTION, { peer })),
    );
    expect(results.map(answerIn)).toEqual(Array.from({ length: 5 }, () => ({ by: 'p' })));
  });
});

describe('roots', () => {
  const rootsOf =
    (...uris: string[]) =>
    () => ({
      ok: true as const,
      result: { roots: uris.map((uri) => ({ uri })) },
    });

  test('of several clients, or of none that calls, are all of them together', async () => {
    const { aggregator } = harness.tools;
    const seats = [
      aggregator.join(fakePeer('p', rootsOf('file:///a', 'file:///b'))),
      aggregator.join(fakePeer('q', rootsOf('file:///b', 'file:///c'))),
      aggregator.join(fakePeer('r', rootsOf('file:///d'), { roots: false })),
    ];
    const all = { roots: [{ uri: 'file:///a' }, { uri: 'file:///b' }, { uri: 'file:///c' }] };
    expect(answerIn(await harness.call('a.roots'))).toEqual(all);
    const cannot = fakePeer('s', undefined, { roots: false });
    expect(answerIn(await harness.relay('a.roots', {}, { peer: cannot }))).toEqual(all);
    seats[0]?.leave();
    expect(answerIn(await harness.call('a.roots'))).toEqual({
      roots: [{ uri: 'file:///b' }, { uri: 'file:///c' }],
    });
  });

  test('that change are announced to the servers', async () => {
    const seat = harness.tools.aggregator.join(fakePeer('p', undefined, { roots: false }));
    seat.rootsChanged();
    expect((await harness.facts('a'))['methods']).toContain('notifications/roots/list_changed');
  });
});
