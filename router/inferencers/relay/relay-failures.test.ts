import { getEventListeners, once } from 'node:events';
import { createServer, IncomingMessage, ServerResponse } from 'node:http';
import { Socket, type AddressInfo } from 'node:net';
import { Dispatcher } from 'undici';
import { describe, expect, test, vi } from 'vitest';

import type { RelayOutcome } from '#core/ports/inferencers.ts';
import { RouterError } from '#core/router-error.ts';
import { createRelayLoop, readAnswer, type RelayLoop } from '../../testing/relay-loop.ts';
import { startFakeUpstream } from '../fixtures/fake-upstream.ts';
import { relay } from './relay.ts';

const SSE = { 'content-type': 'text/event-stream' };

/** The first relayed call, as soon as there is one. */
async function first(loop: RelayLoop) {
  await vi.waitFor(() => expect(loop.relayed).toHaveLength(1));
  return loop.relayed[0]!;
}

/** A dispatcher whose host never answers the connection attempt. */
function createWaitingRoom() {
  const handlers: Dispatcher.DispatchHandler[] = [];
  class Waiting extends Dispatcher {
    override dispatch(_options: unknown, handler: Dispatcher.DispatchHandler): boolean {
      handlers.push(handler);
      return true;
    }
  }
  const target = {
    dispatcher: new Waiting(),
    origin: 'http://127.0.0.1:1',
    basePath: '',
    headers: {},
    idleTimeoutMs: 0,
    name: 'acme',
  };
  const out = new ServerResponse(new IncomingMessage(new Socket()));
  const call = { path: '/x', body: [Buffer.alloc(0)], headers: {} };
  return { handlers, send: (signal: AbortSignal) => relay({ ...call, signal }, target, out) };
}

function messageOf(outcome: RelayOutcome | RouterError): string {
  return outcome instanceof RouterError ? outcome.message : 'no error';
}

/** Nothing of a settled call may stay behind. */
async function expectReleased(loop: RelayLoop): Promise<void> {
  const { out, signal, outcome } = await first(loop);
  await outcome;
  expect(out.listenerCount('drain')).toBe(0);
  expect(getEventListeners(signal, 'abort')).toHaveLength(0);
}

describe('before an answer', () => {
  test('a port nobody listens on', async () => {
    const free = createServer().listen(0, '127.0.0.1');
    await once(free, 'listening');
    const { port } = free.address() as AddressInfo;
    await new Promise((resolve) => free.close(resolve));
    await using loop = await createRelayLoop(() => undefined, {
      origin: `http://127.0.0.1:${port}`,
      headers: { authorization: 'Bearer secret-key' },
    });
    expect(await loop.fetch()).toMatchObject({ status: 502, complete: true });
    const error = await (await first(loop)).outcome;
    expect(error).toMatchObject({ code: 'UPSTREAM_UNREACHABLE' });
    expect(messageOf(error)).toContain(`inferencer 'acme' at 127.0.0.1:${port}`);
    expect(messageOf(error)).toContain('connection refused');
    expect(messageOf(error)).not.toContain('secret-key');
    await expectReleased(loop);
  });

  test('an upstream that hangs up without a word', async () => {
    await using loop = await createRelayLoop((response) => response.socket?.destroy());
    expect((await loop.fetch()).status).toBe(502);
    expect(await (await first(loop)).outcome).toMatchObject({ code: 'UPSTREAM_UNREACHABLE' });
    await expectReleased(loop);
  });

  test('an upstream that speaks something else', async () => {
    await using loop = await createRelayLoop((response) => response.socket?.end('SSH-2.0-x\r\n'));
    expect((await loop.fetch()).status).toBe(502);
    expect(messageOf(await (await first(loop)).outcome)).toContain('the answer is not HTTP');
  });

  test('an https address of a server without TLS', async () => {
    await using plain = await startFakeUpstream();
    await using loop = await createRelayLoop(() => undefined, {
      origin: plain.origin.replace('http:', 'https:'),
    });
    expect((await loop.fetch()).status).toBe(502);
    expect(messageOf(await (await first(loop)).outcome)).toContain('it does not speak TLS');
  });

  test('a key that cannot stand in a header is not shown', async () => {
    await using loop = await createRelayLoop((response) => response.end('{}'), {
      headers: { authorization: 'Bearer secret\nkey' },
    });
    expect((await loop.fetch()).status).toBe(502);
    const error = await (await first(loop)).outcome;
    expect(error).toBeInstanceOf(RouterError);
    expect(messageOf(error)).not.toContain('secret');
    await expectReleased(loop);
  });
});

describe('an answer that breaks off', () => {
  test('is a broken connection, not a whole answer', async () => {
    await using loop = await createRelayLoop((response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{"choices":[', () => response.socket?.destroy());
    });
    const answer = await loop.fetch();
    expect(answer).toMatchObject({ status: 200, complete: false });
    expect(await (await first(loop)).outcome).toEqual({
      status: 200,
      cancelled: false,
      errorCode: 'UPSTREAM_CUT',
    });
    await expectReleased(loop);
  });

  test('also where its length was announced', async () => {
    await using loop = await createRelayLoop((response) => {
      response.writeHead(200, { 'content-length': '1000' });
      response.write('{"choices":[', () => response.socket?.destroy());
    });
    expect((await loop.fetch()).complete).toBe(false);
    expect(await (await first(loop)).outcome).toMatchObject({ errorCode: 'UPSTREAM_CUT' });
  });

  test('is told in an event stream, as a frame of its own', async () => {
    await using loop = await createRelayLoop((response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
      response.write('data: {"a":1}\n\ndata: {"b', () => response.socket?.destroy());
    });
    const answer = await loop.fetch();
    const frames = answer.body.toString().split('\n\n').filter(Boolean);
    expect(frames.slice(0, 2)).toEqual(['data: {"a":1}', 'data: {"b']);
    expect(JSON.parse(frames[2]!.replace('data: ', ''))).toEqual({
      error: {
        message: expect.stringContaining("inferencer 'acme' broke off its answer"),
        type: 'server_error',
        code: 'upstream_cut',
        param: null,
      },
    });
    expect(frames).toHaveLength(3);
    expect(await (await first(loop)).outcome).toMatchObject({ errorCode: 'UPSTREAM_CUT' });
  });
});

// Undici looks at its time-outs about twice a second, so these wait beside each other.
describe.concurrent('silence', () => {
  test('before the answer', async () => {
    await using loop = await createRelayLoop(() => undefined, { idleTimeoutMs: 50 });
    expect((await loop.fetch()).status).toBe(504);
    const error = await (await first(loop)).outcome;
    expect(error).toMatchObject({ code: 'UPSTREAM_TIMEOUT' });
    expect(messageOf(error)).toContain('0.05 s');
  });

  test('in the middle of an answer', async () => {
    await using loop = await createRelayLoop(
      (response) => {
        response.writeHead(200);
        response.write('{"choices":[');
      },
      { idleTimeoutMs: 50 },
    );
    expect((await loop.fetch()).complete).toBe(false);
    expect(await (await first(loop)).outcome).toMatchObject({ errorCode: 'UPSTREAM_TIMEOUT' });
  });

  test('in the middle of an event stream', async () => {
    await using loop = await createRelayLoop(
      (response) => {
        response.writeHead(200, SSE);
        response.write('data: 1\n\n');
      },
      { idleTimeoutMs: 50 },
    );
    const answer = await loop.fetch();
    expect(answer.complete).toBe(true);
    expect(answer.body.toString()).toContain('"code":"upstream_timeout"');
    await expectReleased(loop);
  });

  test('of the client is not the upstream’s', async () => {
    await using loop = await createRelayLoop(
      (response) => {
        response.writeHead(200).end(Buffer.alloc(40_000_000));
      },
      { idleTimeoutMs: 50 },
    );
    const response = await loop.open();
    const { out, outcome } = await first(loop);
    await vi.waitFor(() => expect(out.writableNeedDrain).toBe(true));
    // Longer than undici's own time-out would need.
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    expect((await readAnswer(response)).body).toHaveLength(40_000_000);
    expect(await outcome).toEqual({ status: 200, cancelled: false });
  });
});

describe('a client that hangs up', () => {
  test.each([
    ['before the answer', () => undefined],
    [
      'in the middle of it',
      (response: ServerResponse) => void response.writeHead(200, SSE).write('data: 1\n\n'),
    ],
  ])('%s frees the upstream at once', async (_name, answer) => {
    const closed = Promise.withResolvers<number>();
    await using loop = await createRelayLoop((response) => {
      response.once('close', () => closed.resolve(performance.now()));
      answer(response);
    });
    const call = loop.call();
    const { outcome } = await first(loop);
    await vi.waitFor(() => expect(loop.hits).toHaveLength(1));
    const hungUpAt = performance.now();
    call.destroy();
    expect((await closed.promise) - hungUpAt).toBeLessThan(200);
    expect(await outcome).toMatchObject({ cancelled: true });
    await expectReleased(loop);
  });
});

describe('an abort', () => {
  test('before anything is sent: the upstream never hears of it', async () => {
    const { handlers, send } = createWaitingRoom();
    const reason = new RouterError('SHUTTING_DOWN');
    await expect(send(AbortSignal.abort(reason))).rejects.toBe(reason);
    expect(handlers).toEqual([]);
  });

  test('while no connection is there yet settles the call', async () => {
    const { handlers, send } = createWaitingRoom();
    const controller = new AbortController();
    const outcome = send(controller.signal);
    const reason = new RouterError('CANCELLED');
    controller.abort(reason);
    await expect(outcome).rejects.toBe(reason);
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
    // When the connection comes after all, the call is not made.
    const abort = vi.fn();
    handlers[0]?.onRequestStart?.({ abort } as unknown as Dispatcher.DispatchController, {});
    expect(abort).toHaveBeenCalledWith(reason);
  });

  test('while the upstream thinks', async () => {
    const closed = Promise.withResolvers<void>();
    await using loop = await createRelayLoop((response) => response.once('close', closed.resolve));
    const fetched = loop.fetch();
    await vi.waitFor(() => expect(loop.hits).toHaveLength(1));
    const { abort, outcome } = await first(loop);
    abort(new RouterError('SHUTTING_DOWN'));
    expect(await outcome).toMatchObject({ code: 'SHUTTING_DOWN' });
    expect((await fetched).status).toBe(503);
    await closed.promise;
    await expectReleased(loop);
  });

  test('in the middle of an event stream is told there', async () => {
    await using loop = await createRelayLoop((response) => {
      response.writeHead(200, SSE).write('data: 1\n\n');
    });
    const response = await loop.open();
    await once(response, 'readable');
    const { abort, outcome } = await first(loop);
    abort(new RouterError('SHUTTING_DOWN'));
    const answer = await readAnswer(response);
    expect(answer.body.toString()).toContain('"code":"shutting_down"');
    expect(await outcome).toEqual({ status: 200, cancelled: false, errorCode: 'SHUTTING_DOWN' });
  });

  test('while the client does not read leaves no listener behind', async () => {
    await using loop = await createRelayLoop((response) => {
      response.writeHead(200, SSE).write(Buffer.alloc(40_000_000, 'x'));
    });
    const response = await loop.open();
    const { out, abort } = await first(loop);
    await vi.waitFor(() => expect(out.writableNeedDrain).toBe(true));
    abort(new RouterError('SHUTTING_DOWN'));
    await expectReleased(loop);
    const { body } = await readAnswer(response);
    expect(body.subarray(-200).toString()).toContain('"code":"shutting_down"');
  });

  test('by Cancel in the middle counts as cancelled', async () => {
    await using loop = await createRelayLoop((response) => {
      response.writeHead(200).write('{');
    });
    const response = await loop.open();
    const { abort, outcome } = await first(loop);
    abort(new RouterError('CANCELLED'));
    expect((await readAnswer(response)).complete).toBe(false);
    expect(await outcome).toMatchObject({ cancelled: true });
  });
});
