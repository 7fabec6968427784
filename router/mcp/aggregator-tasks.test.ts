import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { Aggregator } from '#core/ports/aggregator.ts';
import { fakePeer } from './fixtures/fake-peer.ts';
import { featured, Harness, textOf } from './fixtures/harness.ts';

const { signal } = new AbortController();
const peer = fakePeer('p');
let harness: Harness;
let aggregator: Aggregator;

beforeEach(async () => {
  harness = new Harness();
  ({ aggregator } = harness.tools);
  harness.apply({ a: featured(), plain: featured(['--plain']) });
  await harness.reached('a', 'connected');
  await harness.reached('plain', 'connected');
});
afterEach(() => harness.tools.stop());

function begin(name = 'a.job') {
  return harness.ask(name, { arguments: {}, task: { ttl: 1000 } }, { peer });
}

describe('a task of a client', () => {
  test('is begun, asked for, told about and ended under a name of ours', async () => {
    expect(await begin()).toMatchObject({
      ok: true,
      result: { task: { taskId: 'a:t1', status: 'working' } },
    });
    const params = { taskId: 'a:t1' };
    expect(await aggregator.task('tasks/get', params, { signal, peer })).toMatchObject({
      ok: true,
      result: { taskId: 'a:t1', status: 'working' },
    });
    await harness.call('a.finish', { task: 't1' });
    expect(harness.news.at(-1)).toMatchObject({
      kind: 'task-status',
      peerId: 'p',
      params: { taskId: 'a:t1', status: 'completed' },
    });
    const result = await aggregator.task('tasks/result', params, { signal, peer });
    expect(result).toMatchObject({ ok: true, result: { content: [{ text: 'job done' }] } });
    expect(await aggregator.listTasks('p', { signal, peer })).toMatchObject({
      ok: true,
      result: { tasks: [{ taskId: 'a:t1', status: 'completed' }] },
    });
  });

  test('is nobody else’s', async () => {
    await begin();
    const params = { taskId: 'a:t1' };
    const refused = { ok: false, error: { code: -32602 } };
    for (const other of [{ peer: fakePeer('q') }, {}]) {
      const answer = await aggregator.task('tasks/get', params, { signal, ...other });
      expect(answer).toMatchObject(refused);
    }
    expect(await aggregator.listTasks('q', { signal })).toEqual({
      ok: true,
      result: { tasks: [] },
    });
    await harness.call('a.job', {});
    expect(await aggregator.task('tasks/get', { taskId: 'a:t9' }, { signal, peer })).toMatchObject(
      refused,
    );
  });

  test('can be cancelled, and is when its client leaves', async () => {
    const seat = aggregator.join(peer);
    await begin();
    seat.leave();
    await harness.until('forgotten', () => true);
    const cancelled = async (): Promise<unknown> => (await harness.facts('a'))['cancelled'];
    while (JSON.stringify(await cancelled()) !== '["t1"]');
    const params = { taskId: 'a:t1' };
    expect(await aggregator.task('tasks/get', params, { signal, peer })).toMatchObject({
      ok: false,
    });
  });

  test('may ask its client long after the call', async () => {
    const asked = fakePeer('p');
    await harness.ask('a.job', { task: {} }, { peer: asked });
    await harness.call('a.task-asks', { message: 'still there?' });
    await harness.until('answered', () =>
      harness.news.some((one) => JSON.stringify(one).includes('"by":"p"')),
    );
    const related = { 'io.modelcontextprotocol/related-task': { taskId: 'a:t1' } };
    expect(asked.asked).toMatchObject([{ params: { message: 'still there?', _meta: related } }]);
  });

  test('goes on telling its progress, under the token of its client', async () => {
    const told = fakePeer('p');
    await harness.ask('a.job', { task: {}, _meta: { progressToken: 'mine' } }, { peer: told });
    await harness.call('a.finish', { task: 't1' });
    expect(told.told).toEqual([
      { method: 'notifications/progress', params: { progress: 1, progressToken: 'mine' } },
    ]);
  });

  test('asked of a server without tasks, or for nobody, is a plain call', async () => {
    expect(await begin('plain.job')).toMatchObject({
      result: { content: [{ text: 'plain job' }] },
    });
    const nobody = await harness.ask('a.job', { task: {} });
    expect(nobody).toMatchObject({ result: { content: [{ text: 'plain job' }] } });
  });
});

describe('a tool that must be a task', () => {
  test('is run as one for those who know no tasks', async () => {
    expect(textOf(await harness.call('a.must-job'))).toBe('long job done');
    expect(await harness.relay('a.must-job')).toMatchObject({
      content: [{ text: 'long job done' }],
    });
  });

  test('tells what its server says about it', async () => {
    const controller = new AbortController();
    const told: unknown[] = [];
    const call = harness.relay(
      'a.endless-job',
      {},
      {
        signal: controller.signal,
        onProgress: (progress) => {
          told.push(progress);
          controller.abort();
        },
      },
    );
    await expect(call).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(told).toEqual([{ progress: 1, message: 'it is working' }]);
  });

  test('is cancelled at its server', async () => {
    const controller = new AbortController();
    const call = harness.call('a.endless-job', {}, { signal: controller.signal });
    const polled = async (): Promise<boolean> =>
      JSON.stringify((await harness.facts('a'))['methods']).includes('tasks/get');
    while (!(await polled()));
    controller.abort();
    await expect(call).rejects.toMatchObject({ code: 'CANCELLED' });
    const cancelled = async (): Promise<unknown> => (await harness.facts('a'))['cancelled'];
    while (JSON.stringify(await cancelled()) !== '["t3"]');
  });
});
