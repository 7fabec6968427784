import type { FastifyInstance, InjectOptions } from 'fastify';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';

import { RouterError } from '#core/router-error.ts';
import { createHttpApp, type Principal } from './create-http-app.ts';
import { toRawBody } from './raw-body.ts';

const LIMIT = 1_000;
const JSON_TYPE = { 'content-type': 'application/json' };

let app: FastifyInstance;

function open(admit: (request: IncomingMessage) => Principal = () => 'client'): FastifyInstance {
  app = createHttpApp({ bodyLimit: LIMIT, admit, onBug: () => undefined });
  app.get('/v1/models', async (request) => ({ principal: request.principal }));
  app.get<{ Params: { '*': string } }>('/v1/models/*', async (request) => request.params['*']);
  app.post('/v1/echo', async (request, reply) => {
    const { body } = request;
    return reply
      .type('application/octet-stream')
      .send(body === undefined ? 'no body' : toRawBody(body).whole());
  });
  app.put('/v1/both', async () => ({}));
  app.delete('/v1/both', async () => ({}));
  return app;
}

afterEach(async () => app.close());

async function answer(request: InjectOptions) {
  const response = await (app ?? open()).inject(request);
  const { error } = response.json<{ error: { code: string; type: string; message: string } }>();
  return { status: response.statusCode, headers: response.headers, ...error };
}

describe('addresses', () => {
  test('an unknown one is a 404 in our envelope that says where to look', async () => {
    const response = await open().inject('/nothing/here?secret=1');
    expect(response.statusCode).toBe(404);
    expect(response.headers['content-type']).toContain('application/json');
    expect(response.json()).toEqual({
      error: {
        message: 'there is nothing at /nothing/here; try /v1/models',
        type: 'not_found',
        code: 'not_found',
        param: null,
      },
    });
  });

  test.each([
    ['POST', '/v1/models', 'GET'],
    ['DELETE', '/v1/models/ollama/qwen3', 'GET'],
    ['PATCH', '/v1/models', 'GET'],
    ['GET', '/v1/echo', 'POST'],
    ['POST', '/v1/both?x=1', 'PUT, DELETE'],
    ['GET', '//v1/echo/', 'POST'],
  ] as const)('%s %s is a 405 that names %s', async (method, url, allowed) => {
    open();
    const { status, code, message, headers } = await answer({ method, url });
    expect({ status, code }).toEqual({ status: 405, code: 'method_not_allowed' });
    expect(message).toContain(`takes ${allowed}`);
    expect(headers.allow).toBe(allowed);
  });

  test('a preflight gets no permission to do anything', async () => {
    open();
    const headers = { origin: 'http://evil.test', 'access-control-request-method': 'POST' };
    const response = await answer({ method: 'OPTIONS', url: '/v1/echo', headers });
    expect(response.status).toBe(405);
    expect(
      Object.keys(response.headers).filter((name) => name.startsWith('access-control')),
    ).toEqual([]);
  });

  test.each(['/v1/models/%zz', '/%', '/v1/models/%E0%A4%A'])(
    'one that cannot be decoded is our 400: %s',
    async (url) => {
      open();
      expect(await answer({ url })).toMatchObject({ status: 400, code: 'invalid_request' });
    },
  );

  test.each([
    ['/v1/models/a/b', 'a/b'],
    ['/v1/models/a%2Fb', 'a/b'],
    ['/models/a%2Fb%20c/', 'a/b c'],
    ['/v1/models/a%252Fb', 'a%2Fb'],
    [`/v1/models/${'x'.repeat(500)}`, 'x'.repeat(500)],
  ])('%s leads to the model', async (url, id) => {
    expect((await open().inject(url)).body).toBe(id);
  });
});

describe('bodies', () => {
  test('arrive byte for byte, valid or not', async () => {
    const bytes = Buffer.concat([Buffer.from('{"a": "ü'), Buffer.from([0xff, 0xfe, 0x00, 0x80])]);
    const response = await open().inject({
      method: 'POST',
      url: '/v1/echo',
      headers: JSON_TYPE,
      payload: bytes,
    });
    expect(response.rawPayload).toEqual(bytes);
  });

  test.each([
    'application/json',
    'application/json; charset=utf-8',
    'Application/JSON;charset=UTF-8',
    'application/json ; charset=utf-8',
    'application/vnd.api+json',
  ])('%s is JSON', async (type) => {
    const request = { method: 'POST', url: '/v1/echo', payload: '{}' } as const;
    const response = await open().inject({ ...request, headers: { 'content-type': type } });
    expect(response.body).toBe('{}');
  });

  test.each([
    'text/plain',
    'text/plain; charset=application/json',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/jsonx',
    'application/octet-stream',
    'garbage',
    '',
  ])('%j is a 415 that says what to send', async (type) => {
    open();
    const request = { method: 'POST', url: '/v1/echo', payload: '{}' } as const;
    const response = await answer({ ...request, headers: { 'content-type': type } });
    expect(response).toMatchObject({ status: 415, code: 'unsupported_media_type' });
    expect(response.message).toContain('application/json');
  });

  test('one over the limit is a 413, announced or not', async () => {
    open();
    const request = { method: 'POST', url: '/v1/echo', headers: JSON_TYPE } as const;
    const exact = await app.inject({ ...request, payload: 'x'.repeat(LIMIT) });
    expect(exact.statusCode).toBe(200);
    const response = await answer({ ...request, payload: 'x'.repeat(LIMIT + 1) });
    expect(response).toMatchObject({ status: 413, code: 'body_too_large' });
  });

  test('a missing one reaches the route as nothing', async () => {
    open();
    const request = { method: 'POST', url: '/v1/echo' } as const;
    expect((await app.inject(request)).body).toBe('no body');
    expect((await app.inject({ ...request, headers: JSON_TYPE })).rawPayload).toHaveLength(0);
  });

  test('a length that is not the true one is the request’s fault', async () => {
    open();
    const headers = { ...JSON_TYPE, 'content-length': '999' };
    const response = await answer({ method: 'POST', url: '/v1/echo', headers, payload: '{}' });
    expect(response).toMatchObject({ status: 400, code: 'invalid_request' });
  });

  test('what else Fastify refuses is the request’s fault, too', async () => {
    open();
    // Light-my-request knows all methods of Node, its types do not.
    const method = 'QUERY' as 'POST';
    expect(await answer({ method, url: '/v1/models' })).toMatchObject({
      status: 400,
      code: 'invalid_request',
    });
  });
});

test('a client that goes away in the middle of its body disturbs nobody', async () => {
  let reached = 0;
  open().addHook('preHandler', async () => void (reached += 1));
  await app.ready();
  const server = createServer((request, response) => app.routing(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const head = 'POST /v1/echo HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n';
  for (const rest of [
    'Content-Length: 9\r\n\r\n{"a"',
    'Transfer-Encoding: chunked\r\n\r\n4\r\n{"a"\r\n',
  ]) {
    const socket = connect(port, '127.0.0.1', () => socket.write(head + rest));
    const [, response] = await once(server, 'request');
    socket.resetAndDestroy();
    await once(response, 'close');
  }
  expect(reached).toBe(0);
  const answer = await fetch(`http://127.0.0.1:${port}/v1/models`);
  expect(answer.status).toBe(200);
  await answer.arrayBuffer();
  server.closeAllConnections();
  server.close();
});

describe('the guard', () => {
  const refuse = (): never => {
    throw new RouterError('FORBIDDEN_HOST');
  };

  test.each(['/v1/models', '/nothing', '/v1/models/%zz', '//v1/v1/models/', '/v1/both'])(
    'is asked before routing: %s',
    async (url) => {
      open(refuse);
      expect(await answer({ url })).toMatchObject({ status: 403, code: 'forbidden_host' });
    },
  );

  test('is asked before the body is looked at', async () => {
    open(refuse);
    const headers = { 'content-type': 'text/plain' };
    const payload = 'x'.repeat(LIMIT + 1);
    const response = await answer({ method: 'POST', url: '/v1/echo', headers, payload });
    expect(response).toMatchObject({ status: 403, type: 'permission_error' });
  });

  test('its refusal has the envelope and headers of every error', async () => {
    open(() => {
      throw new RouterError('UNAUTHORIZED', 'unauthorized: send the token');
    });
    const response = await app.inject('/v1/models');
    expect(response.statusCode).toBe(401);
    expect(response.headers['www-authenticate']).toBe('Bearer');
    expect(response.json()).toEqual({
      error: {
        message: 'unauthorized: send the token',
        type: 'authentication_error',
        code: 'unauthorized',
        param: null,
      },
    });
  });

  test('a mistake in it lets nobody in and tells nothing', async () => {
    open(() => {
      throw new TypeError('secret detail');
    });
    const response = await answer({ url: '/v1/models' });
    expect(response).toMatchObject({ status: 500, code: 'internal' });
    expect(JSON.stringify(response)).not.toContain('secret detail');
  });

  test('its verdict stands on the request', async () => {
    open(() => 'owner');
    expect((await app.inject('/v1/models')).json()).toEqual({ principal: 'owner' });
  });
});
