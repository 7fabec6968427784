import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { Agent, get, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { expect, test, vi } from 'vitest';

import { createTestDoors, knock, toEndpoint } from '../testing/open-doors.ts';
import { readOneLineFile } from './one-line-file.ts';

const LONG = 60_000;

/** Doors whose requests stay unanswered until the test answers them. */
async function openHeld() {
  const held: ServerResponse[] = [];
  const doors = createTestDoors((_request, response) => void held.push(response));
  const listeners = await doors.open();
  const agent = new Agent({ keepAlive: true });

  /** A request in flight: what the client gets, or the code of what broke it. */
  async function ask(): Promise<{ readonly answer: Promise<string> }> {
    const before = held.length;
    const answer = new Promise<string>((resolve) => {
      const fail = (error: NodeJS.ErrnoException): void => resolve(error.code ?? error.message);
      const call = get(`http://${listeners.address}/`, { agent }, (response: IncomingMessage) => {
        response.toArray().then((chunks) => resolve(Buffer.concat(chunks).toString()), fail);
      });
      call.on('error', fail);
    });
    await vi.waitFor(() => expect(held).toHaveLength(before + 1));
    return { answer };
  }

  return {
    doors,
    listeners,
    held,
    ask,
    async [Symbol.asyncDispose]() {
      agent.destroy();
      await doors[Symbol.asyncDispose]();
    },
  };
}

async function settled(promise: Promise<unknown>): Promise<boolean> {
  const pending = Symbol('pending');
  const delay = new Promise((resolve) => setTimeout(resolve, 120, pending));
  return (await Promise.race([promise, delay])) !== pending;
}

test('what is in flight is finished, and nothing new comes in', async () => {
  await using router = await openHeld();
  const { answer } = await router.ask();
  const abort = vi.fn();
  const closed = router.listeners.close(LONG, abort);
  expect(await settled(closed)).toBe(false);
  expect(await knock(router.listeners.address)).toBe('ECONNREFUSED');
  expect(existsSync(router.doors.places.socket)).toBe(false);
  router.held[0]?.end('finished');
  expect(await answer).toBe('finished');
  await closed;
  expect(abort).not.toHaveBeenCalled();
});

test('connections at rest hold nothing up', async () => {
  await using router = await openHeld();
  const { answer } = await router.ask();
  router.held[0]?.end('done');
  await answer;
  await router.listeners.close(LONG, () => undefined);
});

test('a connection that was opened in advance and never used holds nothing up', async () => {
  await using router = await openHeld();
  const { host, port } = toEndpoint(router.listeners.address);
  const sockets = [connect(port, host), connect(router.doors.places.socket)];
  await Promise.all(sockets.map((socket) => once(socket, 'connect')));
  await vi.waitFor(async () => expect(await knockWhileHeld(router)).toBe(true));
  const ended = sockets.map((socket) => once(socket, 'close'));
  await router.listeners.close(LONG, () => undefined);
  await Promise.all(ended);
});

/** One whole exchange, so that the connections made before it have been accepted, too. */
async function knockWhileHeld(router: Awaited<ReturnType<typeof openHeld>>): Promise<boolean> {
  const { answer } = await router.ask();
  router.held.at(-1)?.end('ok');
  return (await answer) === 'ok';
}

test('what is still there after the grace is aborted, may say why, and is cut', async () => {
  await using router = await openHeld();
  const polite = await router.ask();
  const stubborn = await router.ask();
  const abort = vi.fn(() => void setTimeout(() => router.held[0]?.end('shutting down'), 30));
  const startedAt = performance.now();
  await router.listeners.close(80, abort);
  expect(performance.now() - startedAt).toBeGreaterThan(75);
  expect(abort).toHaveBeenCalledTimes(1);
  expect(await polite.answer).toBe('shutting down');
  expect(await stubborn.answer).toBe('ECONNRESET');
});

test('without any grace the same happens at once', async () => {
  await using router = await openHeld();
  const { answer } = await router.ask();
  await router.listeners.close(0, () => undefined);
  expect(await answer).toBe('ECONNRESET');
});

test('the next router may start while the last one drains, and keeps its address', async () => {
  await using router = await openHeld();
  const { answer } = await router.ask();
  const closed = router.listeners.close(LONG, () => undefined);
  const next = await router.doors.open({
    onTcpRequest: (_request, response) => void response.end('next'),
    onSocketRequest: (_request, response) => void response.end('next'),
  });
  expect(next.address).toBe(router.listeners.address);
  router.held[0]?.end('last');
  expect(await answer).toBe('last');
  await closed;
  expect(readOneLineFile(router.doors.places.addressFile)).toBe(next.address);
  expect(await knock(next.address)).toBe('200 next');
  expect(await knock({ socketPath: router.doors.places.socket })).toBe('200 next');
});
