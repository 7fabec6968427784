/** Tasks that servers of 2026-07-28 make of calls. */
import { afterEach, describe, expect, test, vi } from 'vitest';

import type { JsonObject } from '#core/ports/tools.ts';
import { fakePeer } from './fixtures/fake-peer.ts';
import { entryOf, Harness, modern, textOf } from './fixtures/harness.ts';
import { startModernAsking } from './fixtures/http-servers.ts';
import { ACCEPTED, ASKS, DONE, FORM, lastJob, WORKING } from './fixtures/jobs.ts';

/** Well below what a test may take. */
const SOON_MS = 4000;
let harness = new Harness();
let web: { close(): Promise<void> } | undefined;

afterEach(async () => {
  await harness.tools.stop();
  await web?.close();
  web = undefined;
});

async function startWeb(): Promise<void> {
  const server = await startModernAsking();
  web = server;
  harness = new Harness();
  harness.apply({ m: entryOf({ url: server.url }) });
  await harness.reached('m', 'connected');
}

async function startProcess(): Promise<void> {
  harness = new Harness();
  harness.apply({ m: modern() });
  await harness.reached('m', 'connected');
}

describe.each([
  { over: 'HTTP', start: startWeb },
  { over: 'a pipe', start: startProcess },
])('a task of a server of the newer revision over $over', ({ start }) => {
  test('is waited for, and told about', async () => {
    await start();
    const told: JsonObject[] = [];
    const script = [
      { status: 'working', statusMessage: 'half' },
      { status: 'working', statusMessage: 'half' },
      { status: 'working', statusMessage: 'nearly' },
      DONE,
    ];
    const result = await harness.relay(
      'm.job',
      { script, seed: { statusMessage: 'begun' } },
      { onProgress: (progress) => void told.push(progress) },
    );
    expect(result).toEqual(DONE.result);
    expect(told).toEqual([
      { progress: 1, message: 'begun' },
      { progress: 2, message: 'half' },
      { progress: 3, message: 'nearly' },
    ]);
    expect(await lastJob(harness)).toEqual({ gets: 4, cancels: 0, updates: [] });
  });

  test('works for callers without MCP, and where arguments travel as headers', async () => {
    await start();
    expect(textOf(await harness.call('m.job', { script: [DONE] }))).toBe('job done');
    const args = { script: [DONE], region: 'north' };
    expect(textOf(await harness.call('m.header-job', args))).toBe('job done');
  });

  test('gets its questions answered, each of them once', async () => {
    await start();
    const peer = fakePeer('p', () => ({ ok: true, result: ACCEPTED }));
    const script = [ASKS, { ...ASKS, stale: true }, DONE];
    expect(await harness.relay('m.job', { script }, { peer })).toEqual(DONE.result);
    expect(peer.asked).toMatchObject([{ method: 'elicitation/create', params: FORM }]);
    expect(await lastJob(harness)).toMatchObject({ updates: [{ who: ACCEPTED }], cancels: 0 });
  });

  test('is cancelled when its question is refused', async () => {
    await start();
    const error = { code: -7, message: 'no' };
    const peer = fakePeer('p', () => ({ ok: false, error }));
    expect(await harness.ask('m.job', { arguments: { script: [ASKS] } }, { peer })).toEqual({
      ok: false,
      error,
    });
    await vi.waitFor(
      async () => expect(await lastJob(harness)).toMatchObject({ cancels: 1 }),
      SOON_MS,
    );
  });

  test('is cancelled when its caller gives up', async () => {
    await start();
    const controller = new AbortController();
    const args = { script: [WORKING], pollIntervalMs: 60_000 };
    const call = harness.call('m.job', args, { signal: controller.signal });
    call.catch(() => undefined);
    await vi.waitFor(
      async () => expect(await lastJob(harness)).toMatchObject({ gets: 0, cancels: 0 }),
      SOON_MS,
    );
    controller.abort();
    await expect(call).rejects.toMatchObject({ code: 'CANCELLED' });
    await vi.waitFor(
      async () => expect(await lastJob(harness)).toMatchObject({ cancels: 1 }),
      SOON_MS,
    );
  });

  test('ends with its server, also between two polls', async () => {
    await start();
    const args = { script: [WORKING], pollIntervalMs: 60_000 };
    const call = harness.call('m.job', args);
    call.catch(() => undefined);
    await vi.waitFor(
      async () => expect(await lastJob(harness)).toMatchObject({ gets: 0, cancels: 0 }),
      SOON_MS,
    );
    await harness.tools.stop();
    await expect(call).rejects.toMatchObject({ code: 'TOOLS_UNAVAILABLE' });
  });
});

test.each([
  {
    what: 'failed',
    script: [{ status: 'failed', error: { code: -32_050, message: 'no disk', data: 7 } }],
    error: { code: -32_050, message: 'no disk', data: 7 },
  },
  {
    what: 'was cancelled',
    script: [{ status: 'cancelled', statusMessage: 'by the owner' }],
    error: { code: -32_603, message: 'The server cancelled the task: by the owner' },
  },
  {
    what: 'lost its result',
    script: [{ status: 'completed' }],
    error: { code: -32_603, message: 'The server ended a task without its result' },
  },
])('a task that $what refuses its call', async ({ script, error }) => {
  await startWeb();
  expect(await harness.ask('m.job', { arguments: { script } })).toEqual({ ok: false, error });
  expect(await lastJob(harness)).toMatchObject({ cancels: 0 });
});

test('a task that outlives its time is given up', async () => {
  await startWeb();
  const args = { script: [WORKING], ttlMs: 100, pollIntervalMs: 40 };
  expect(await harness.ask('m.job', { arguments: args })).toEqual({
    ok: false,
    error: {
      code: -32_603,
      message: 'The task was not done within the 0.1 s that its server gave it',
    },
  });
  await vi.waitFor(
    async () => expect(await lastJob(harness)).toMatchObject({ cancels: 1 }),
    SOON_MS,
  );
});

test('a task that asks for ever is given up', async () => {
  await startWeb();
  const peer = fakePeer('p', () => ({ ok: true, result: ACCEPTED }));
  const script = Array.from({ length: 11 }, (_, round) => ({
    status: 'input_required',
    inputRequests: { [`q${round}`]: { method: 'elicitation/create', params: FORM } },
  }));
  expect(
    await harness.ask('m.job', { arguments: { script, pollIntervalMs: 1 } }, { peer }),
  ).toMatchObject({
    ok: false,
    error: { message: 'The server asked more than 10 times in one task' },
  });
  expect(peer.asked).toHaveLength(10);
});
