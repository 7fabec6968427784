import { once } from 'node:events';
import { createServer } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { WebSocketServer, type WebSocket } from 'ws';

import { attachToRouter, mayAttach } from './attach-to-router.ts';

let dir: string;
let socketPath: string;
let stop: (() => Promise<unknown>)[];

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'wool-'));
  socketPath = join(dir, 'woollama.sock');
  stop = [];
});
afterEach(async () => {
  for (const each of stop.toReversed()) await each();
  rmSync(dir, { recursive: true, force: true });
});

/** A router's end of the socket; resolves with its first client. */
async function listen(): Promise<{
  readonly client: Promise<WebSocket>;
  readonly url: () => string;
}> {
  const http = createServer();
  const server = new WebSocketServer({ server: http, handleProtocols: () => 'mcp' });
  http.listen(socketPath);
  await once(http, 'listening');
  stop.push(async () => {
    for (const client of server.clients) client.terminate();
    http.close();
    await once(http, 'close');
  });
  let url = '';
  const client = once(server, 'connection').then(([socket, request]) => {
    url = String(request.url);
    return socket as WebSocket;
  });
  return { client, url: () => url };
}

function attach(flags: Record<string, string> = {}) {
  const input = new PassThrough();
  const output = new PassThrough();
  const cancel = new AbortController();
  const ended = attachToRouter({ socketPath, flags, input, output, signal: cancel.signal });
  return { input, output, cancel, ended };
}

test('no router, no attaching', async () => {
  expect(await attach().ended).toBeUndefined();
});

test('what is no WebSocket there is no router either', async () => {
  const http = createServer((_request, response) => void response.writeHead(404).end());
  http.listen(socketPath);
  await once(http, 'listening');
  stop.push(async () => {
    http.close();
    await once(http, 'close');
  });
  expect(await attach().ended).toBeUndefined();
});

test.each([
  [{}, true],
  [{ 'tool-names': 'underscore', 'tool-search': 'on' }, true],
  [{ standalone: true }, false],
  [{ 'config-dir': '/elsewhere' }, false],
])('with the flags %j it may join a router: %s', (flags, expected) => {
  expect(mayAttach(flags)).toBe(expected);
});

describe('while both sides are there', () => {
  test('lines become frames and frames lines, however they are cut', async () => {
    const router = await listen();
    const { input, output, ended } = attach();
    const socket = await router.client;
    const frames: string[] = [];
    socket.on('message', (data: Buffer, isBinary) =>
      frames.push(`${isBinary} ${data.toString('utf8')}`),
    );
    input.write('{"a":"ü');
    input.write('b"}\n\n{"c":');
    input.write('1}\n');
    await vi.waitFor(() => expect(frames).toEqual(['false {"a":"üb"}', 'false {"c":1}']));
    socket.send('{"x":"ö"}');
    socket.send('{"y":2}');
    await vi.waitFor(() => expect(output.readableLength).toBe(19));
    expect(String(output.read())).toBe('{"x":"ö"}\n{"y":2}\n');
    input.end();
    expect(await ended).toBe('client');
    await once(socket, 'close');
  });

  test('what the program wants of tools is in the address', async () => {
    const router = await listen();
    const { input, ended } = attach({ 'tool-names': 'underscore', 'tool-search': 'on' });
    await router.client;
    expect(router.url()).toBe('/api/v1/mcp/ws?via=stdio&names=underscore&search=on');
    input.end();
    await ended;
  });

  test('a program that does not read holds the router up, and nothing is lost', async () => {
    const router = await listen();
    const { input, output, ended } = attach();
    const socket = await router.client;
    const line = 'x'.repeat(1_000_000);
    for (let count = 0; count < 30; count += 1) socket.send(line);
    await vi.waitFor(() => expect(output.readableLength).toBeGreaterThan(0));
    expect(output.readableLength).toBeLessThan(5_000_000);
    let length = 0;
    output.on('data', (chunk: Buffer) => (length += chunk.length));
    await vi.waitFor(() => expect(length).toBe(30 * 1_000_001));
    input.end();
    await ended;
  });

  test.each([
    ['the router stops', (socket: WebSocket) => socket.close(1001)],
    ['the router breaks off', (socket: WebSocket) => socket.terminate()],
  ])('it ends when %s', async (_name, end) => {
    const router = await listen();
    const { ended } = attach();
    end(await router.client);
    expect(await ended).toBe('router');
  });

  test('a line that the router did not take is no end of the program', async () => {
    const router = await listen();
    const { input, ended } = attach();
    const socket = await router.client;
    // Both in one turn: the line meets a socket that is closing.
    socket.terminate();
    for (let count = 0; count < 200; count += 1) input.write(`${'x'.repeat(100_000)}\n`);
    input.end();
    expect(await ended).toBe('router');
  });

  test('it ends when it is told to', async () => {
    const router = await listen();
    const { cancel, ended } = attach();
    const socket = await router.client;
    cancel.abort();
    expect(await ended).toBe('client');
    await once(socket, 'close');
  });
});
