/** Tasks of servers of 2026-07-28, with clients that look after them. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import type { RelayOptions } from '#core/ports/aggregator.ts';
import type { Answerer, ServerQuestion } from '#core/ports/questions.ts';
import type { JsonObject } from '#core/ports/tools.ts';
import type { RpcOutcome } from '#core/rpc.ts';
import { fakePeer } from './fixtures/fake-peer.ts';
import { entryOf, Harness } from './fixtures/harness.ts';
import { startModernAsking, type HttpFixture } from './fixtures/http-servers.ts';
import { ACCEPTED, ASKS, DONE, FORM, lastJob, WORKING } from './fixtures/jobs.ts';

const { signal } = new AbortController();
/** Well below what a test may take. */
const SOON_MS = 4000;
const NO_SUCH_TASK = { ok: false, error: { code: -32_602 } };
const peer = fakePeer('p');
let web: HttpFixture;
let harness: Harness;
/** What the person at the window is asked, and says. */
let asked: ServerQuestion[];
let says: (signal: AbortSignal) => Promise<RpcOutcome>;

beforeEach(async () => {
  asked = [];
  says = async () => ({ ok: true, result: ACCEPTED });
  const answerer: Answerer = {
    elicit: (question, until) => {
      asked.push(question);
      return says(until);
    },
    sample: () => Promise.reject(new Error('nobody asked for that')),
  };
  web = await startModernAsking();
  harness = new Harness({ answerer });
  harness.apply({ m: entryOf({ url: web.url }) });
  await harness.reached('m', 'connected');
});
afterEach(async () => {
  await harness.tools.stop();
  await web.close();
});

describe('a client of the newer revision', () => {
  const mine: RelayOptions = { signal, peer, taskOwner: 'p' };
  const unable: RelayOptions = { ...mine, peer: fakePeer('p', undefined, { elicitForm: false }) };

  async function begin(args: object): Promise<{ readonly taskId: string }> {
    const result = await harness.relay('m.job', args, mine);
    expect(result).toMatchObject({ resultType: 'task', status: 'working' });
    const { taskId } = result;
    expect(taskId).toMatch(/^[\w-]{22}$/);
    return { taskId: String(taskId) };
  }
  const get = (params: JsonObject, options = mine) =>
    harness.tools.aggregator.task('tasks/get', params, options);

  test('asks for its task until the result is there', async () => {
    const task = await begin({ script: [WORKING, DONE] });
    expect(await get(task)).toMatchObject({ ok: true, result: { ...task, ...WORKING } });
    expect(await get(task)).toMatchObject({ ok: true, result: { ...task, ...DONE } });
    expect(await lastJob(harness)).toMatchObject({ gets: 2 });
  });

  test('answers the questions of its task', async () => {
    const task = await begin({ script: [ASKS, DONE] });
    expect(await get(task)).toMatchObject({ ok: true, result: { ...task, ...ASKS } });
    const params = { ...task, inputResponses: { who: ACCEPTED } };
    expect(await harness.tools.aggregator.task('tasks/update', params, mine)).toMatchObject({
      ok: true,
      result: {},
    });
    expect(await get(task)).toMatchObject({ result: DONE });
    expect(await lastJob(harness)).toMatchObject({ updates: [{ who: ACCEPTED }] });
    expect(asked).toEqual([]);
  });

  test('is not bothered with what it cannot answer', async () => {
    const answered = Promise.withResolvers<RpcOutcome>();
    says = () => answered.promise;
    const task = await begin({ script: [ASKS, DONE] });
    for (let time = 0; time < 2; time++) {
      const { result } = (await get(task, unable)) as { readonly result: JsonObject };
      expect(result).toMatchObject(WORKING);
      expect(result).not.toHaveProperty('inputRequests');
    }
    expect(asked).toMatchObject([{ server: 'm', params: FORM }]);
    answered.resolve({ ok: true, result: ACCEPTED });
    await vi.waitFor(
      async () => expect(await get(task, unable)).toMatchObject({ result: DONE }),
      SOON_MS,
    );
    expect(await lastJob(harness)).toMatchObject({ updates: [{ who: ACCEPTED }], cancels: 0 });
  });

  test('hears when who was asked in its place refused', async () => {
    const error = { code: -1, message: 'not today' };
    says = async () => ({ ok: false, error });
    const task = await begin({ script: [ASKS] });
    await get(task, unable);
    await vi.waitFor(async () => {
      const failed = { status: 'failed', error, statusMessage: 'not today' };
      expect(await get(task, unable)).toMatchObject({ result: failed });
    }, SOON_MS);
    await vi.waitFor(
      async () => expect(await lastJob(harness)).toMatchObject({ cancels: 1 }),
      SOON_MS,
    );
  });

  test('cancels its task', async () => {
    const task = await begin({ script: [WORKING] });
    const cancelled = await harness.tools.aggregator.task('tasks/cancel', task, mine);
    expect(cancelled).toMatchObject({ ok: true });
    expect(await lastJob(harness)).toMatchObject({ cancels: 1 });
  });

  test('that cancels its task needs no answer any more', async () => {
    const withdrawn = Promise.withResolvers<void>();
    says = (until) => {
      until.addEventListener('abort', () => withdrawn.resolve());
      return new Promise(() => undefined);
    };
    const task = await begin({ script: [ASKS] });
    await get(task, unable);
    await harness.tools.aggregator.task('tasks/cancel', task, mine);
    await withdrawn.promise;
    expect(await get(task, unable)).toMatchObject({ ok: true, result: WORKING });
  });

  test('alone may ask for it', async () => {
    const task = await begin({ script: [WORKING] });
    for (const other of [
      { ...mine, taskOwner: 'q' },
      { signal, peer },
    ]) {
      for (const method of ['tasks/get', 'tasks/cancel', 'tasks/update'] as const) {
        const answer = await harness.tools.aggregator.task(method, task, other);
        expect(answer).toMatchObject(NO_SUCH_TASK);
      }
    }
    expect(await get({ taskId: 't1' })).toMatchObject(NO_SUCH_TASK);
    expect(await lastJob(harness)).toMatchObject({ gets: 0, cancels: 0, updates: [] });
  });

  test('takes its task along when it leaves, and what was asked for it', async () => {
    const withdrawn = Promise.withResolvers<void>();
    says = (until) => {
      until.addEventListener('abort', () => withdrawn.resolve());
      return new Promise(() => undefined);
    };
    const seat = harness.tools.aggregator.join(peer);
    const task = await begin({ script: [ASKS] });
    await get(task, unable);
    seat.leave();
    await withdrawn.promise;
    expect(await get(task)).toMatchObject(NO_SUCH_TASK);
    await vi.waitFor(
      async () => expect(await lastJob(harness)).toMatchObject({ cancels: 1 }),
      SOON_MS,
    );
  });

  test('has lost a task whose time is over', async () => {
    const task = await begin({ script: [WORKING], ttlMs: 1 });
    await vi.waitFor(async () => expect(await get(task)).toMatchObject(NO_SUCH_TASK), SOON_MS);
    expect(await lastJob(harness)).toMatchObject({ cancels: 0 });
  });

  test('is told of a result as of any other', async () => {
    harness.apply({ m: entryOf({ url: web.url, prefix: 'other' }) });
    const link = { type: 'resource_link', uri: 'memo://one', name: 'one' };
    const result = { content: [link] };
    await harness.until('renamed', () => harness.tools.find('other.job') !== undefined);
    const begun = await harness.relay('other.job', { script: [{ ...DONE, result }] }, mine);
    const renamed = { content: [{ ...link, uri: 'other+memo://one' }] };
    expect(await get({ taskId: begun['taskId'] })).toMatchObject({ result: { result: renamed } });
  });
});

describe('a client of 2025-11-25', () => {
  const options: RelayOptions = { signal, peer };
  const begin = (args: object) =>
    harness.ask('m.job', { arguments: args, task: { ttl: 1000 } }, { peer });
  const ask = (method: 'tasks/get' | 'tasks/result' | 'tasks/cancel', taskId: string) =>
    harness.tools.aggregator.task(method, { taskId }, options);

  async function begun(args: object): Promise<string> {
    const outcome = await begin(args);
    const task = { status: 'working', ttl: null, pollInterval: 20 };
    expect(outcome).toMatchObject({ ok: true, result: { task } });
    const { result } = outcome as unknown as {
      readonly result: { readonly task: { readonly taskId: string } };
    };
    expect(result.task.taskId).toMatch(/^m:t\d+$/);
    return result.task.taskId;
  }

  test('that wished for a task gets one in its own words', async () => {
    const taskId = await begun({ script: [{ ...WORKING, statusMessage: 'x' }, DONE] });
    const state = { taskId, status: 'working', statusMessage: 'x', pollInterval: 20 };
    expect(await ask('tasks/get', taskId)).toMatchObject({ ok: true, result: state });
    const meta = { 'io.modelcontextprotocol/related-task': { taskId } };
    expect(await ask('tasks/result', taskId)).toEqual({
      ok: true,
      result: { ...DONE.result, _meta: meta },
    });
    const over = await ask('tasks/get', taskId);
    expect(over).toMatchObject({ ok: true, result: { taskId, status: 'completed' } });
    expect(over).not.toHaveProperty('result.result');
    expect(await harness.tools.aggregator.listTasks('p', options)).toMatchObject({
      result: { tasks: [{ taskId, status: 'completed' }] },
    });
  });

  test('is asked while it waits for the result', async () => {
    const asking = fakePeer('p', () => ({ ok: true, result: ACCEPTED }));
    const taskId = await begun({ script: [ASKS, DONE] });
    expect(
      await harness.tools.aggregator.task('tasks/result', { taskId }, { signal, peer: asking }),
    ).toMatchObject({ ok: true, result: DONE.result });
    expect(asking.asked).toMatchObject([{ params: FORM }]);
    expect(await lastJob(harness)).toMatchObject({ updates: [{ who: ACCEPTED }] });
  });

  test('that does not wait any longer for the result has not cancelled the task', async () => {
    const taskId = await begun({ script: [WORKING] });
    const controller = new AbortController();
    const waiting = harness.tools.aggregator.task(
      'tasks/result',
      { taskId },
      { signal: controller.signal, peer },
    );
    waiting.catch(() => undefined);
    await vi.waitFor(
      async () => expect((await lastJob(harness))?.gets).toBeGreaterThan(1),
      SOON_MS,
    );
    controller.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(await ask('tasks/cancel', taskId)).toMatchObject({ ok: true, result: { taskId } });
    expect(await lastJob(harness)).toMatchObject({ cancels: 1 });
  });

  test('hears of a tool’s error as a failed task, and of a refusal as one', async () => {
    const result = { ...DONE.result, isError: true };
    const wrong = await begun({ script: [{ ...DONE, result }] });
    expect(await ask('tasks/get', wrong)).toMatchObject({ result: { status: 'failed' } });
    expect(await ask('tasks/result', wrong)).toMatchObject({ ok: true, result });
    const error = { code: -32_050, message: 'no disk' };
    const refused = await begun({ script: [{ status: 'failed', error }] });
    expect(await ask('tasks/result', refused)).toEqual({ ok: false, error });
  });

  test('gets a result at once where the server makes no task of the call', async () => {
    const plain = await harness.ask('m.echo', { arguments: {}, task: {} }, { peer });
    expect(plain).toMatchObject({ ok: true, result: { content: [{ type: 'text' }] } });
    expect(JSON.stringify(plain)).not.toContain('"task');
  });

  test('that leaves cancels it', async () => {
    const seat = harness.tools.aggregator.join(peer);
    const taskId = await begun({ script: [WORKING] });
    seat.leave();
    await vi.waitFor(
      async () => expect(await lastJob(harness)).toMatchObject({ cancels: 1 }),
      SOON_MS,
    );
    expect(await ask('tasks/get', taskId)).toMatchObject(NO_SUCH_TASK);
  });
});
