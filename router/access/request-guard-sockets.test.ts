/** The guard where it stands: in front of a real app behind real sockets. */
import type { FastifyInstance } from 'fastify';
import type { IncomingMessage } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { createHttpApp } from '../inbound/shared/create-http-app.ts';
import {
  createTestDoors,
  hasIpv6,
  sendRaw,
  toEndpoint,
  type TestDoors,
} from '../testing/open-doors.ts';
import { createRequestGuard } from './request-guard.ts';

let token = '';
let port: number;
let doors: TestDoors;
let app: FastifyInstance;

beforeEach(async () => {
  token = '';
  const guard = createRequestGuard({
    token: () => token,
    owner: { isOwner: ({ authorization }) => authorization === 'Bearer owner-1' },
  });
  const fromSocket = new WeakSet<IncomingMessage>();
  app = createHttpApp({
    bodyLimit: 1_000,
    onBug: () => undefined,
    admit: (request) =>
      guard({
        listener: fromSocket.has(request) ? 'socket' : 'tcp',
        method: request.method ?? '',
        url: request.url ?? '',
        headers: request.headers,
        rawHeaders: request.rawHeaders,
        remoteAddress: request.socket.remoteAddress,
        localAddress: request.socket.localAddress,
      }),
  });
  app.get('/who', async (request) => request.principal);
  app.post('/who', async (request) => request.principal);
  await app.ready();
  doors = createTestDoors();
  const { address } = await doors.open({
    onTcpRequest: (request, response) => app.routing(request, response),
    onSocketRequest: (request, response) => {
      fromSocket.add(request);
      app.routing(request, response);
    },
  });
  port = toEndpoint(address).port;
});
afterEach(async () => {
  await doors[Symbol.asyncDispose]();
  await app.close();
});

const request = (lines: readonly string[], start = 'GET /who HTTP/1.1') =>
  `${[start, ...lines, 'Connection: close'].join('\r\n')}\r\n\r\n`;

const overTcp = (text: string, host = '127.0.0.1') => sendRaw({ host, port }, text);
const overSocket = (text: string) => sendRaw({ path: doors.places.socket }, text);

/** `403 forbidden_host`, or the status and body of what was let in. */
function verdict(answer: string): string {
  const status = answer.slice(9, 12);
  const body = answer.slice(answer.indexOf('\r\n\r\n') + 4);
  const code = /"code":"(\w+)"/.exec(body)?.[1] ?? body;
  return `${status} ${code}`.trim();
}

describe('over TCP', () => {
  test.each(['127.0.0.1', 'localhost', 'LOCALHOST', '[::1]'])('Host %s may enter', async (host) => {
    expect(verdict(await overTcp(request([`Host: ${host}:${port}`])))).toBe('200 client');
  });

  test.runIf(hasIpv6)('also by IPv6', async () => {
    expect(verdict(await overTcp(request([`Host: [::1]:${port}`]), '::1'))).toBe('200 client');
  });

  test.each([
    ['another Host', ['Host: evil.test']],
    ['one that only begins like ours', ['Host: localhost.evil.test']],
    ['one with a dot at the end', ['Host: localhost.']],
    ['one with user information', ['Host: localhost@evil.test']],
    ['two of them', ['Host: localhost', 'Host: evil.test']],
    ['two alike', ['host: localhost', 'HOST: localhost']],
    ['an empty one', ['Host: ']],
  ])('%s is a 403', async (_name, lines) => {
    expect(verdict(await overTcp(request(lines)))).toBe('403 forbidden_host');
  });

  test('none is not answered', async () => {
    expect(verdict(await overTcp(request([])))).toMatch(/^400/);
    expect(verdict(await overTcp(request([], 'GET /who HTTP/1.0')))).toBe('403 forbidden_host');
  });

  test.each([
    'GET http://evil.test/who HTTP/1.1',
    'GET http://localhost/who HTTP/1.1',
    'GET HTTP://localhost//who HTTP/1.1',
    'OPTIONS * HTTP/1.1',
  ])('a target that is no path is a 400: %s', async (start) => {
    expect(verdict(await overTcp(request(['Host: localhost'], start)))).toBe('400 invalid_request');
  });

  test.each(['http://evil.test', 'null', 'https://localhost', 'file://', ''])(
    'Origin %j is a 403',
    async (origin) => {
      const answer = await overTcp(request(['Host: localhost', `Origin: ${origin}`]));
      expect(verdict(answer)).toBe('403 forbidden_origin');
    },
  );

  test('a page of our own may call', async () => {
    const lines = [`Host: localhost:${port}`, `Origin: http://localhost:${port}`];
    expect(verdict(await overTcp(request(lines)))).toBe('200 client');
  });

  test('no answer of any kind lets a web page read it', async () => {
    const preflight = ['Access-Control-Request-Method: POST', 'Origin: http://evil.test'];
    for (const text of [
      request(['Host: localhost', ...preflight], 'OPTIONS /who HTTP/1.1'),
      request(['Host: localhost'], 'OPTIONS /who HTTP/1.1'),
      request([`Host: localhost:${port}`, `Origin: http://localhost:${port}`]),
    ]) {
      expect(await overTcp(text)).not.toMatch(/access-control-/i);
    }
  });

  test('a form or text a page could post without asking is a 415', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded']) {
      const lines = ['Host: localhost', `Content-Type: ${type}`, 'Content-Length: 2'];
      const answer = await overTcp(`${request(lines, 'POST /who HTTP/1.1')}{}`);
      expect(verdict(answer)).toBe('415 unsupported_media_type');
    }
  });

  test.each(['GET /%zz HTTP/1.1', 'GET /nothing HTTP/1.1', 'PUT /who HTTP/1.1'])(
    'the guard comes first, whatever is asked: %s',
    async (start) => {
      expect(verdict(await overTcp(request(['Host: evil.test'], start)))).toBe(
        '403 forbidden_host',
      );
    },
  );

  test('with a token: asked for at once, and by name', async () => {
    token = 'tok';
    const refused = await overTcp(request(['Host: localhost']));
    expect(verdict(refused)).toBe('401 unauthorized');
    expect(refused).toMatch(/\r\nwww-authenticate: Bearer\r\n/i);
    const allowed = request(['Host: localhost', 'Authorization: Bearer tok']);
    expect(verdict(await overTcp(allowed))).toBe('200 client');
    const rebound = request(['Host: evil.test', 'Authorization: Bearer tok']);
    expect(verdict(await overTcp(rebound))).toBe('403 forbidden_host');
  });
});

test("the owner's token makes an owner of a caller on this machine", async () => {
  token = 'tok';
  const lines = ['Host: localhost', 'Authorization: Bearer owner-1'];
  expect(verdict(await overTcp(request(lines)))).toBe('200 owner');
  const foreign = request([...lines, 'Origin: http://localhost:1']);
  expect(verdict(await overTcp(foreign))).toBe('403 forbidden_origin');
});

describe('over the private socket', () => {
  test('the caller is the owner, without Host or token', async () => {
    token = 'tok';
    expect(verdict(await overSocket(request(['Host: whatever'])))).toBe('200 owner');
    expect(verdict(await overSocket(request([], 'GET /who HTTP/1.0')))).toBe('200 owner');
  });

  test('a web page is none', async () => {
    const lines = ['Host: localhost', 'Origin: http://evil.test'];
    expect(verdict(await overSocket(request(lines)))).toBe('403 forbidden_origin');
  });
});
