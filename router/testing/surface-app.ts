/** One surface in the HTTP frame it lives in, with a real request tracker behind it. */
import type { FastifyInstance, InjectOptions } from 'fastify';
import { setImmediate as turn } from 'node:timers/promises';

import type { RequestEnded } from '#contract/events.ts';
import type { Requests } from '#core/ports/requests.ts';
import { createRequestTracker } from '../events/request-tracker.ts';
import { createHttpApp, type Principal } from '../inbound/shared/create-http-app.ts';
import { createFakeEventLog, type FakeEventLog } from './fake-event-log.ts';
import { createFakeLog } from './fake-log.ts';

export interface SurfaceApp extends AsyncDisposable {
  readonly app: FastifyInstance;
  readonly requests: Requests;
  readonly events: FakeEventLog;
  /** How the tracked requests ended, oldest first; waits for those in flight. */
  ended(): Promise<RequestEnded[]>;
  /** A POST with a JSON body, given as text or as a value. */
  post(url: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<Reply>;
  get(url: string): Promise<Reply>;
}

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
  readonly json: () => unknown;
  /** `404 unknown_recipe`: the status and the error's code, if there is one. */
  readonly verdict: string;
}

export async function createSurfaceApp(
  register: (app: FastifyInstance, requests: Requests) => Promise<void>,
  principal: Principal = 'client',
): Promise<SurfaceApp> {
  const events = createFakeEventLog();
  const requests = createRequestTracker({ events, logger: createFakeLog() });
  const app = createHttpApp({
    bodyLimit: 1_000_000,
    admit: () => principal,
    onBug: () => undefined,
  });
  await register(app, requests);
  await app.ready();

  async function inject(request: InjectOptions): Promise<Reply> {
    const { statusCode, headers, body } = await app.inject(request);
    const code = /"code":"(\w+)"/.exec(body)?.[1] ?? '';
    const verdict = `${statusCode} ${code}`.trim();
    return { status: statusCode, headers, text: body, json: () => JSON.parse(body), verdict };
  }

  return {
    app,
    requests,
    events,
    async ended() {
      // An answer may be read before its sender has heard of its end.
      while (requests.inFlight() > 0) await turn();
      return events.published.filter((event) => event.kind === 'request-ended');
    },
    post: (url, body, headers = {}) =>
      inject({
        method: 'POST',
        url,
        headers: { 'content-type': 'application/json', ...headers },
        payload: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    get: (url) => inject({ method: 'GET', url }),
    [Symbol.asyncDispose]: () => app.close(),
  };
}
