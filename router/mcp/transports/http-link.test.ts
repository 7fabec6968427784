import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterEach, describe, expect, test } from 'vitest';

import type { Link } from '../session/link.ts';
import { createHttpLink } from './http-link.ts';

const closers: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

function linkTo(url: string): Link {
  const link = createHttpLink({
    kind: 'http',
    url: new URL(url),
    headers: {},
    connectTimeoutMs: 1000,
    mask: (text) => text.replaceAll('canary', '[secret]'),
    maxAnswerBytes: 1000,
  });
  closers.push(() => link.close());
  return link;
}

describe('explaining', () => {
  test('an error that is its own cause comes to an end', () => {
    const error = new Error('round');
    error.cause = new Error('and round', { cause: error });
    expect(linkTo('http://host/mcp').explain(error).reason).toContain('broke off');
  });

  test('finds a cause some levels down', () => {
    const system = Object.assign(new Error('x'), { code: 'ECONNREFUSED' });
    const error = new Error('a', { cause: new Error('b', { cause: system }) });
    expect(linkTo('http://host/mcp').explain(error).reason).toContain('connection refused');
  });
});

test('an answer beyond the limit fails the request', async () => {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ jsonrpc: '2.0', id: 1, result: { x: 'x'.repeat(2000) } }));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const link = linkTo(`http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`);
  closers.push(() => new Promise((resolve) => void server.close(resolve)));
  await link.transport.start();
  const error: unknown = await link.transport
    .send({ jsonrpc: '2.0', id: 1, method: 'ping' })
    .catch((reason: unknown) => reason);
  expect(link.explain(error).reason).toBe('The server sent a message beyond the size limit');
});
