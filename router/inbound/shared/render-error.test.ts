import type { FastifyInstance } from 'fastify';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { describeError, ERROR_CODES, type ErrorCode } from '#contract/errors.ts';
import { RouterError } from '#core/router-error.ts';
import { createFakeEventLog } from '../../testing/fake-event-log.ts';
import { createFakeLog } from '../../testing/fake-log.ts';
import { createRequestTracker } from '../../events/request-tracker.ts';
import { createHttpApp } from './create-http-app.ts';
import { renderError, writeJson } from './render-error.ts';
import { runTracked } from './tracked.ts';

/** What the routes throw next: plain routes by Fastify's handler, model routes after hijacking. */
let failure: unknown;
let app: FastifyInstance;
const bugs: unknown[] = [];

beforeAll(() => {
  app = createHttpApp({ bodyLimit: 1_000, admit: () => 'client', onBug: (bug) => bugs.push(bug) });
  const requests = createRequestTracker({ events: createFakeEventLog(), logger: createFakeLog() });
  app.get('/plain', async () => {
    throw failure;
  });
  app.get('/model', async (request, reply) =>
    runTracked(request, reply, {
      requests,
      surface: 'openai',
      model: 'a/b',
      work: async () => {
        throw failure;
      },
    }),
  );
});
afterAll(() => app.close());

describe.each(['/plain', '/model'])('a route that throws (%s)', (url) => {
  test.each(ERROR_CODES)('%s', async (code: ErrorCode) => {
    failure = new RouterError(code, `about ${code}`, { param: 'model' });
    const response = await app.inject(url);
    const { status, type } = describeError(code);
    expect(response.statusCode).toBe(status);
    expect(response.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(response.json()).toEqual({
      error: { message: `about ${code}`, type, code: code.toLowerCase(), param: 'model' },
    });
    expect(response.headers['www-authenticate']).toBe(
      code === 'UNAUTHORIZED' ? 'Bearer' : undefined,
    );
    expect(response.headers['retry-after']).toBeUndefined();
  });

  test.each([
    [1, '1'],
    [999, '1'],
    [1_001, '2'],
    [30_000, '30'],
    [0, '1'],
  ])('%d ms until a retry are told in whole seconds', async (retryAfterMs, seconds) => {
    failure = new RouterError('NO_INFERENCER', undefined, { retryAfterMs });
    expect((await app.inject(url)).headers['retry-after']).toBe(seconds);
  });

  test.each([
    [{ error: { message: 'slow down', anything: [1, null, 'ü'] } }],
    [{ detail: 'not our shape' }],
    [['a', 'list']],
  ])("an upstream's own error is passed on as it is: %j", async (upstreamBody) => {
    failure = new RouterError('UPSTREAM_STATUS', 'hidden', { status: 429, upstreamBody });
    const response = await app.inject(url);
    expect(response.statusCode).toBe(429);
    expect(response.headers['content-type']).toContain('application/json');
    expect(response.json()).toEqual(upstreamBody);
  });

  test.each([
    new TypeError('secret /home/me/.config'),
    Object.assign(new Error('secret ECONNREFUSED'), { code: 'ECONNREFUSED', statusCode: 400 }),
    'secret text',
    { secret: true },
    null,
  ])('anything else is INTERNAL without its words: %s', async (thrown) => {
    failure = thrown;
    const response = await app.inject(url);
    expect(response.statusCode).toBe(500);
    expect(response.json()).toEqual({
      error: {
        message: 'The router made a mistake',
        type: 'server_error',
        code: 'internal',
        param: null,
      },
    });
    expect(response.body).not.toContain('secret');
  });
});

test('without words of its own an error shows those of the catalogue, and no param', () =>
  expect(renderError(new RouterError('UNKNOWN_MODEL')).body).toEqual({
    error: {
      message: describeError('UNKNOWN_MODEL').title,
      type: 'not_found',
      code: 'unknown_model',
      param: null,
    },
  }));

/** One answer over a real connection, since headers that are out cannot be taken back. */
async function fetchFrom(handler: (out: ServerResponse) => void): Promise<Response> {
  const server = createServer((_request, out) => handler(out));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  try {
    const response = await fetch(`http://127.0.0.1:${port}/`);
    return new Response(await response.arrayBuffer(), response);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

test('a JSON answer tells its length in bytes', async () => {
  const response = await fetchFrom((out) => writeJson(out, { text: 'Zürich 🎈' }, { status: 201 }));
  expect(response.status).toBe(201);
  expect(response.headers.get('content-length')).toBe('23');
  expect(await response.json()).toEqual({ text: 'Zürich 🎈' });
});

test('a second answer, or one to nobody, is not written', async () => {
  const thrown: unknown[] = [];
  const again = (out: ServerResponse) => {
    try {
      writeJson(out, { second: true }, { status: 500 });
    } catch (error) {
      thrown.push(error);
    }
  };
  const response = await fetchFrom((out) => {
    writeJson(out, { first: true });
    again(out);
  });
  expect(await response.json()).toEqual({ first: true });

  await expect(
    fetchFrom((out) => {
      out.destroy();
      again(out);
    }),
  ).rejects.toThrow();
  expect(thrown).toEqual([]);
});

test('a mistake of ours outside a model request is reported, too', async () => {
  failure = new TypeError('oops');
  await app.inject('/plain');
  expect(bugs).toContain(failure);
});
