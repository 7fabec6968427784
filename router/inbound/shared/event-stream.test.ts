import { getEventListeners, once } from 'node:events';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { RouterError } from '#core/router-error.ts';
import { writeEventStream, type EventStreamResult } from './event-stream.ts';

interface Exchange {
  /** Of `writeEventStream`, as a value. */
  readonly result: Promise<EventStreamResult<unknown> | { readonly rejected: unknown }>;
  readonly answer: IncomingMessage;
  readonly out: ServerResponse;
  readonly signal: AbortSignal;
  /** As Cancel and shutdown do it. */
  readonly abort: (reason: RouterError) => void;
  /** The whole answer. */
  readonly text: () => Promise<string>;
}

const stop: (() => void)[] = [];

beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }));
afterEach(() => {
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
  for (const each of stop.splice(0)) each();
});

/** One request over a real connection; a rejection is answered with 503 `refused`. */
async function exchange(
  pieces: (signal: AbortSignal) => AsyncIterable<unknown>,
): Promise<Exchange> {
  const controller = new AbortController();
  const { signal } = controller;
  const begun = Promise.withResolvers<Pick<Exchange, 'result' | 'out'>>();
  const server = createServer((_request, out) => {
    // As the request tracker does it.
    out.once('close', () => {
      if (!out.writableFinished) controller.abort(new RouterError('CANCELLED'));
    });
    const result = writeEventStream(out, pieces(signal), signal).catch((rejected: unknown) => {
      expect(out.headersSent).toBe(false);
      out.writeHead(503).end('refused');
      return { rejected };
    });
    begun.resolve({ result, out });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const call = request({ host: '127.0.0.1', port, agent: false }).end();
  stop.push(() => {
    call.on('error', () => undefined).destroy();
    server.closeAllConnections();
    server.close();
  });
  const [[answer], parts] = await Promise.all([once(call, 'response'), begun.promise]);
  return {
    ...parts,
    answer,
    signal,
    abort: (reason) => controller.abort(reason),
    async text() {
      const chunks: Buffer[] = [];
      for await (const chunk of answer) chunks.push(chunk);
      return Buffer.concat(chunks).toString('utf8');
    },
  };
}

/** Yields `pieces`, then throws `error` if there is one; notes how it was left. */
function source(pieces: readonly unknown[], error?: unknown) {
  const seen = { produced: 0, returned: false };
  async function* iterate() {
    try {
      for (const piece of pieces) {
        seen.produced += 1;
        yield piece;
      }
      if (error !== undefined) throw error;
    } finally {
      seen.returned = true;
    }
  }
  return { seen, iterate };
}

test('each piece is one frame, and [DONE] ends them', async () => {
  const { answer, result, text } = await exchange(
    source([{ n: 1 }, { t: 'a\nü\u2028🎈' }]).iterate,
  );
  expect(answer.statusCode).toBe(200);
  expect(answer.headers).toMatchObject({
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache',
    'x-accel-buffering': 'no',
  });
  expect(await text()).toBe('data: {"n":1}\n\ndata: {"t":"a\\nü\u2028🎈"}\n\ndata: [DONE]\n\n');
  expect(await result).toEqual({ last: { t: 'a\nü\u2028🎈' }, error: undefined });
});

test('nothing at all is an empty stream', async () => {
  const { result, text } = await exchange(source([]).iterate);
  expect(await text()).toBe('data: [DONE]\n\n');
  expect(await result).toEqual({ last: undefined, error: undefined });
});

test('a failure of the first piece rejects, with nothing written', async () => {
  const error = new RouterError('UNKNOWN_MODEL');
  const { answer, result, text } = await exchange(source([], error).iterate);
  expect(await result).toEqual({ rejected: error });
  expect(answer.statusCode).toBe(503);
  expect(await text()).toBe('refused');
});

test('the first piece is sent at once', async () => {
  let finish = (): void => undefined;
  const { answer, text } = await exchange(async function* () {
    yield 1;
    await new Promise<void>((resolve) => (finish = resolve));
    yield 2;
  });
  const [first] = await once(answer, 'data');
  expect(String(first)).toBe('data: 1\n\n');
  finish();
  expect(await text()).toBe('data: 2\n\ndata: [DONE]\n\n');
});

test('a late failure is told in the stream', async () => {
  const error = new RouterError('UPSTREAM_CUT', 'broke off');
  const { result, text } = await exchange(source([1], error).iterate);
  const envelope = {
    message: 'broke off',
    type: 'server_error',
    code: 'upstream_cut',
    param: null,
  };
  expect(await text()).toBe(
    `data: 1\n\ndata: ${JSON.stringify({ error: envelope })}\n\ndata: [DONE]\n\n`,
  );
  expect(await result).toEqual({ last: 1, error });
});

test("a late failure of the upstream's is told in its own words", async () => {
  const upstreamBody = { error: { message: 'overloaded' } };
  const error = new RouterError('UPSTREAM_STATUS', 'ours', { upstreamBody });
  const { text } = await exchange(source([1], error).iterate);
  expect(await text()).toContain('data: {"error":{"message":"overloaded"}}\n\ndata: [DONE]');
});

test.each([
  ['a bug', source([1], new TypeError('secret'))],
  ['a piece that is no JSON', source([1, 10n, 3])],
])('%s shows as INTERNAL only, and the source is closed', async (_name, { seen, iterate }) => {
  const { result, text } = await exchange(iterate);
  const answer = await text();
  expect(answer).toContain('"code":"internal"');
  expect(answer).not.toContain('secret');
  expect(await result).toMatchObject({ error: { code: 'INTERNAL' } });
  expect(seen.returned).toBe(true);
});

test('while the client reads nothing, the source is not asked for more', async () => {
  const piece = 'x'.repeat(64 * 1024);
  const { seen, iterate } = source(Array.from({ length: 1_000 }, () => piece));
  const { out, answer, result, signal } = await exchange(iterate);
  await vi.waitFor(() => expect(out.writableNeedDrain).toBe(true));
  let stoppedAt = -1;
  // Until the kernel's buffers are full, too.
  while (stoppedAt !== seen.produced) {
    stoppedAt = seen.produced;
    for (let turns = 0; turns < 50; turns += 1) await turn();
  }
  expect(seen.produced).toBeLessThan(500);
  expect(out.writableLength).toBeLessThan(4 * piece.length);

  let bytes = 0;
  for await (const chunk of answer) bytes += chunk.length;
  expect(bytes).toBe(1_000 * (piece.length + 'data: ""\n\n'.length) + 'data: [DONE]\n\n'.length);
  expect(await result).toEqual({ last: piece, error: undefined });
  // The hundreds of waits left nothing behind.
  expect(out.listenerCount('drain')).toBeLessThan(2);
  expect(getEventListeners(signal, 'abort')).toHaveLength(0);
});

test('a client that hangs up while not reading ends the source', async () => {
  const { seen, iterate } = source(Array.from({ length: 1_000 }, () => 'x'.repeat(64 * 1024)));
  const { out, answer, result } = await exchange(iterate);
  await vi.waitFor(() => expect(out.writableNeedDrain).toBe(true));
  answer.destroy();
  expect(await result).toMatchObject({ error: { code: 'CANCELLED' } });
  expect(seen.returned).toBe(true);
});

test('a client that hangs up ends a source that never rests', async () => {
  let returned = false;
  const { answer, result } = await exchange(async function* () {
    try {
      for (;;) {
        await turn();
        yield 1;
      }
    } finally {
      returned = true;
    }
  });
  answer.destroy();
  expect(await result).toMatchObject({ error: { code: 'CANCELLED' } });
  expect(returned).toBe(true);
});

test('an abort from within is told to the client', async () => {
  const { result, text, abort } = await exchange(async function* (signal) {
    yield 1;
    await once(signal, 'abort');
    throw new Error('whatever the source makes of it');
  });
  abort(new RouterError('SHUTTING_DOWN'));
  expect(await text()).toMatch(
    /data: 1\n\ndata: .*"code":"shutting_down".*\n\ndata: \[DONE\]\n\n$/,
  );
  expect(await result).toMatchObject({ error: { code: 'SHUTTING_DOWN' } });
});

test('a silent source does not let the connection look dead', async () => {
  let next = (): void => undefined;
  const pause = () => new Promise<void>((resolve) => (next = resolve));
  const { answer, text } = await exchange(async function* () {
    yield 1;
    await pause();
    yield 2;
    await pause();
  });
  const read = async () => String((await once(answer, 'data'))[0]);
  expect(await read()).toBe('data: 1\n\n');
  vi.advanceTimersByTime(15_000);
  expect(await read()).toBe(': still working\n\n');
  vi.advanceTimersByTime(14_000);
  next();
  expect(await read()).toBe('data: 2\n\n');
  // The piece counts as a sign of life: 14 + 2 seconds after the last comment none is due.
  vi.advanceTimersByTime(2_000);
  next();
  expect(await text()).toBe('data: [DONE]\n\n');
});
