import { once } from 'node:events';
import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import type { RequestEnded } from '#contract/events.ts';
import type { Requests } from '#core/ports/requests.ts';
import { RouterError } from '#core/router-error.ts';
import { createRequestTracker } from '../../events/request-tracker.ts';
import { createFakeEventLog, type FakeEventLog } from '../../testing/fake-event-log.ts';
import { createFakeLog, type FakeLog } from '../../testing/fake-log.ts';
import { createHttpApp } from './create-http-app.ts';
import { writeJson } from './render-error.ts';
import { runTracked, type TrackedWork } from './tracked.ts';

let work: TrackedWork;
let events: FakeEventLog;
let requests: Requests;
let log: FakeLog;
let app: ReturnType<typeof createHttpApp>;

beforeEach(() => {
  events = createFakeEventLog();
  log = createFakeLog();
  requests = createRequestTracker({ events, logger: log });
  app = createHttpApp({ bodyLimit: 1_000, admit: () => 'client', onBug: () => undefined });
  app.get('/w1/things/*', async (request, reply) =>
    runTracked(request, reply, { requests, surface: 'patterns', model: 'a/b', work }),
  );
});
afterEach(async () => {
  expect(requests.inFlight()).toBe(0);
  await app.close();
});

const ended = (): RequestEnded[] =>
  events.published.filter((event): event is RequestEnded => event.kind === 'request-ended');

test('a request is announced with what it asks, and ends as its work says', async () => {
  work = async (open, out) => {
    expect(requests.inFlight()).toBe(1);
    expect(open.id).toMatch(/^req_/);
    writeJson(out, { answer: 1 });
    return { outcome: 'ok', status: 200 };
  };
  const headers = { 'user-agent': 'openai-node/7' };
  const response = await app.inject({ url: '/w1/things/one?two', headers });
  expect(response.json()).toEqual({ answer: 1 });
  expect(events.published[0]).toMatchObject({
    kind: 'request-started',
    surface: 'patterns',
    operation: '/w1/things/*',
    client: 'openai-node/7',
    model: 'a/b',
  });
  expect(ended()).toMatchObject([{ outcome: 'ok', status: 200 }]);
});

test('a failure is answered and recorded under its own status', async () => {
  work = async () => {
    throw new RouterError('UPSTREAM_STATUS', 'no', { status: 429 });
  };
  expect((await app.inject('/w1/things/x')).statusCode).toBe(429);
  expect(ended()).toMatchObject([{ outcome: 'error', status: 429, errorCode: 'UPSTREAM_STATUS' }]);
});

test('a request that was cancelled says so, whatever its work throws, and is no failure', async () => {
  work = async (open) => {
    requests.cancel(open.id);
    throw new TypeError('broken by the abort');
  };
  const response = await app.inject('/w1/things/x');
  expect(response.statusCode).toBe(499);
  expect(response.json()).toMatchObject({ error: { code: 'cancelled' } });
  expect(ended()).toMatchObject([{ outcome: 'cancelled', errorCode: 'CANCELLED' }]);
});

test('a failure after the answer has begun leaves the answer alone', async () => {
  work = async (_open, out) => {
    writeJson(out, { answer: 1 });
    throw new RouterError('INTERNAL');
  };
  expect((await app.inject('/w1/things/x')).json()).toEqual({ answer: 1 });
  expect(ended()).toMatchObject([{ outcome: 'error' }]);
});

test('a client that hangs up aborts the work', async () => {
  work = async (open) => {
    await once(open.signal, 'abort');
    throw open.signal.reason;
  };
  await app.ready();
  const server = createServer((request, response) => app.routing(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const call = httpRequest({ port, host: '127.0.0.1', path: '/w1/things/x' }).end();
  call.on('error', () => undefined);
  await vi.waitFor(() => expect(requests.inFlight()).toBe(1));
  call.destroy();
  await vi.waitFor(() => expect(ended()).toMatchObject([{ outcome: 'cancelled', status: 499 }]));
  server.close();
});

test('a mistake of ours is logged with what was thrown, and told to nobody', async () => {
  const bug = new TypeError('canary of a bug');
  work = async () => {
    throw bug;
  };
  const response = await app.inject('/w1/things/one');
  expect(response.statusCode).toBe(500);
  expect(response.body).not.toContain('canary');
  expect(log.lines).toMatchObject([{ level: 'error', facts: { err: bug, model: 'a/b' } }]);
  expect(JSON.stringify(events.published)).not.toContain('canary');
});
