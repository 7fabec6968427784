import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setImmediate as turn } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { expect, test, vi } from 'vitest';

import { createRelayLoop, readAnswer } from '../../testing/relay-loop.ts';

const SSE = { 'content-type': 'text/event-stream' };

test.each([
  ['JSON', Buffer.from('{"model":"x",\n "messages" : [ "ü🎈" ] }')],
  ['nothing', Buffer.alloc(0)],
  ['broken UTF-8', Buffer.from([0x7b, 0xff, 0xfe, 0x00, 0xc3])],
  ['a large body', randomBytes(3_000_000)],
])('the request reaches the upstream as it is: %s', async (_name, body) => {
  await using loop = await createRelayLoop((response) => response.end('{}'), {
    headers: { authorization: 'Bearer key' },
  });
  await loop.fetch(body);
  const [hit] = loop.hits;
  expect(hit?.body.equals(body)).toBe(true);
  expect(hit?.request.method).toBe('POST');
  expect(hit?.request.url).toBe('/v1/chat/completions');
  expect(hit?.request.headers).toEqual({
    host: expect.stringMatching(/^127\.0\.0\.1:\d+$/),
    connection: 'keep-alive',
    'content-type': 'application/json',
    'content-length': String(body.length),
    via: '1.1 woollama',
    accept: 'text/event-stream',
    authorization: 'Bearer key',
  });
});

test.each([
  {
    name: 'JSON',
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: Buffer.from('{"a": "ü🎈"} '),
  },
  {
    name: 'no JSON at all',
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: Buffer.from('<html>'),
  },
  {
    name: 'an HTML refusal',
    status: 401,
    headers: { 'content-type': 'text/html' },
    body: Buffer.from('<h1>no</h1>'),
  },
  {
    name: 'compressed',
    status: 200,
    headers: { 'content-encoding': 'gzip' },
    body: gzipSync('{"a":1}'),
  },
  {
    name: 'binary',
    status: 200,
    headers: { 'content-type': 'image/png' },
    body: randomBytes(2_000_000),
  },
  { name: 'empty', status: 200, headers: {}, body: Buffer.alloc(0) },
  {
    name: 'a server error',
    status: 503,
    headers: { 'retry-after': '7' },
    body: Buffer.from('{"error":{}}'),
  },
  {
    name: 'a redirect, which is not followed',
    status: 307,
    headers: { location: 'http://evil.test/' },
    body: Buffer.alloc(0),
  },
])('the answer comes back as it is: $name', async ({ status, headers, body }) => {
  await using loop = await createRelayLoop((response) => {
    response.writeHead(status, headers).end(body);
  });
  const answer = await loop.fetch();
  expect(answer).toMatchObject({ status, complete: true, headers });
  expect(answer.body.equals(body)).toBe(true);
  expect(await loop.relayed[0]?.outcome).toEqual({ status, cancelled: false });
});

test.each([204, 304])('an answer that has no body: %d', async (status) => {
  await using loop = await createRelayLoop((response) => response.writeHead(status).end());
  const answer = await loop.fetch();
  expect(answer).toMatchObject({ status, complete: true });
  expect(answer.body).toHaveLength(0);
  expect(await loop.relayed[0]?.outcome).toEqual({ status, cancelled: false });
});

test('headers that tell the client something are kept, the others are dropped', async () => {
  const kept = {
    'retry-after': '3',
    'x-ratelimit-remaining-requests': '41',
    'x-request-id': 'req_1',
    'openai-processing-ms': '17',
    'cache-control': 'no-store',
  };
  await using loop = await createRelayLoop((response) => {
    response.writeHead(429, {
      ...kept,
      'x-many': ['one', 'two'],
      'x-latin': 'd\u00e9j\u00e0',
      'set-cookie': ['session=1', 'b=2'],
      'access-control-allow-origin': '*',
      'access-control-allow-credentials': 'true',
      'strict-transport-security': 'max-age=1',
      'alt-svc': 'h3=":443"',
      connection: 'close',
      'keep-alive': 'timeout=99',
      'proxy-authenticate': 'Basic',
      trailer: 'x-after',
    });
    response.end('{}');
  });
  const { headers } = await loop.fetch();
  expect(headers).toMatchObject({ ...kept, 'x-many': 'one, two', 'x-latin': 'd\u00e9j\u00e0' });
  for (const name of Object.keys(headers)) {
    expect(name).not.toMatch(
      /^(access-control|set-cookie|strict|alt-svc|proxy|trailer|keep-alive)/,
    );
  }
});

test('an early hint on the way is not taken for the answer', async () => {
  await using loop = await createRelayLoop((response) => {
    response.writeEarlyHints({ link: '</style.css>; rel=preload' });
    response.writeHead(200).end('{"a":1}');
  });
  const answer = await loop.fetch();
  expect(answer).toMatchObject({ status: 200, complete: true });
  expect(answer.body.toString()).toBe('{"a":1}');
});

test('characters split between packets stay whole, frames stay as they were cut', async () => {
  const text = 'data: {"content":"Zürich 🎈 日本"}\n\n:ping\n\ndata: [DONE]\n\n';
  async function trickle(response: ServerResponse): Promise<void> {
    response.writeHead(200, SSE);
    for (const byte of Buffer.from(text)) {
      response.write(Buffer.from([byte]));
      await turn();
    }
    response.end();
  }
  await using loop = await createRelayLoop((response) => void trickle(response));
  const answer = await loop.fetch();
  expect(answer).toMatchObject({ complete: true, headers: SSE });
  expect(answer.body.toString()).toBe(text);
});

test('headers of a stream arrive before its first piece', async () => {
  let say = (_text: string): void => undefined;
  await using loop = await createRelayLoop((response) => {
    response.writeHead(200, SSE).flushHeaders();
    say = (text) => void response.write(text);
  });
  const response = await loop.open();
  expect(response.headers['content-type']).toBe('text/event-stream');
  const first = once(response, 'data');
  say('data: 1\n\n');
  expect(String((await first)[0])).toBe('data: 1\n\n');
});

test('each piece arrives at once, not only with the next one', async () => {
  let say = (_text: string): void => undefined;
  await using loop = await createRelayLoop((response) => {
    response.writeHead(200, SSE).flushHeaders();
    say = (text) => void response.write(text);
  });
  const response = await loop.open();
  for (const text of ['data: 1\n\n', 'data: 2\n\n', 'data: 3\n\n']) {
    const piece = once(response, 'data');
    say(text);
    expect(String((await piece)[0])).toBe(text);
  }
});

const CHUNK = Buffer.alloc(256 * 1024, 'x');
const CHUNKS = 800;

/** Writes 200 MB as fast as they are taken. */
function createFlood() {
  const flood = { written: 0, closed: false };
  const answer = (response: ServerResponse): void => {
    const write = (): void => {
      while (flood.written < CHUNKS * CHUNK.length && !flood.closed) {
        flood.written += CHUNK.length;
        if (!response.write(CHUNK)) return;
      }
      response.end();
    };
    response.once('close', () => (flood.closed = !response.writableFinished));
    response.writeHead(200, { 'content-type': 'application/octet-stream' });
    response.on('drain', write);
    write();
  };
  return { flood, answer };
}

/** Resolves when nothing flows any more. */
async function standstill(flood: { readonly written: number }): Promise<void> {
  for (let before = -1; before !== flood.written;) {
    before = flood.written;
    for (let turns = 0; turns < 300; turns += 1) await turn();
  }
}

test('a client that does not read holds the upstream back, and gets everything later', async () => {
  const { flood, answer } = createFlood();
  await using loop = await createRelayLoop(answer);
  const response = await loop.open();
  await vi.waitFor(() => expect(loop.relayed[0]?.out.writableNeedDrain).toBe(true));
  await standstill(flood);
  // What the kernel's socket buffers take, and next to nothing in this process.
  expect(flood.written).toBeLessThan((CHUNKS * CHUNK.length) / 3);
  expect(loop.relayed[0]?.out.writableLength).toBeLessThan(2_000_000);

  let bytes = 0;
  for await (const chunk of response) bytes += chunk.length;
  expect(bytes).toBe(CHUNKS * CHUNK.length);
  expect(response.complete).toBe(true);
  expect(await loop.relayed[0]?.outcome).toEqual({ status: 200, cancelled: false });
  expect(loop.relayed[0]?.out.listenerCount('drain')).toBe(0);
});

test('a client that does not read and then hangs up frees the upstream', async () => {
  const { flood, answer } = createFlood();
  await using loop = await createRelayLoop(answer);
  const response = await loop.open();
  await vi.waitFor(() => expect(loop.relayed[0]?.out.writableNeedDrain).toBe(true));
  response.destroy();
  await vi.waitFor(() => expect(flood.closed).toBe(true));
  expect(await loop.relayed[0]?.outcome).toMatchObject({ status: 200, cancelled: true });
});

test('many answers at once over the same dispatcher stay apart', async () => {
  await using loop = await createRelayLoop((response, { body }) => {
    response.writeHead(200, SSE);
    response.write(body);
    response.end(body);
  });
  const bodies = Array.from({ length: 40 }, (_, n) => Buffer.from(`${n}:`.repeat(2_000)));
  const answers = await Promise.all(bodies.map((body) => loop.fetch(body)));
  answers.forEach((answer, n) => {
    expect(answer.body.equals(Buffer.concat([bodies[n]!, bodies[n]!]))).toBe(true);
  });
});

test('connections to the upstream are used again', async () => {
  await using loop = await createRelayLoop((response) => response.end('{}'));
  for (let count = 0; count < 5; count += 1) await readAnswer(await loop.open());
  expect(loop.hits).toHaveLength(5);
  expect(await loop.upstreamConnections()).toBe(1);
});
