/** Everything the owner asks of the router, and health for whoever may ask. */
import type { FastifyInstance } from 'fastify';

import { API, METHODS, type Method } from '#contract/api.ts';
import { SESSION_PATH } from '#contract/stream.ts';
import type { OwnerAccess } from '#core/ports/owner-access.ts';
import { RouterError } from '#core/router-error.ts';
import { parseBody } from '../shared/parse-body.ts';
import { toRawBody } from '../shared/raw-body.ts';
import { createHandlers } from './create-handlers.ts';
import { eventsRoute } from './events-route.ts';
import type { Caller, ControlParts, ParsedParams } from './handler.ts';
import { describeHealth } from './describe-health.ts';
import { ownerOnly } from './owner-only.ts';
import { sessionRoute } from './session-route.ts';

export interface ControlSurfaceOptions extends ControlParts {
  readonly owner: Pick<OwnerAccess, 'redeem'>;
}

export async function controlSurface(
  app: FastifyInstance,
  options: ControlSurfaceOptions,
): Promise<void> {
  const handlers = createHandlers(options);

  async function answer<M extends Method>(method: M, body: Buffer, caller: Caller) {
    // The schema is looked up by the very name that the type was.
    const params = parseBody<unknown>(body, API[method].params) as ParsedParams<M>;
    return handlers[method](params, caller);
  }

  app.get('/healthz', async () => describeHealth(options.status()));
  app.addHook('onRequest', (request, reply, done) => {
    if (request.url.startsWith('/control/')) void reply.header('cache-control', 'no-store');
    done();
  });
  app.post(SESSION_PATH, sessionRoute(options.owner));
  eventsRoute(app, options);
  app.post<{ Params: { method: string } }>(
    '/control/:method',
    { onRequest: ownerOnly },
    async (request, reply) => {
      const method = METHODS.find((known) => known === request.params.method);
      if (method === undefined) {
        throw new RouterError('NOT_FOUND', `there is no method '${request.params.method}'`);
      }
      const body = toRawBody(request.body).whole();
      const client = request.headers['user-agent'] ?? '';
      return answer(method, body.length === 0 ? EMPTY : body, { client, connection: reply.raw });
    },
  );
}

/** Methods without params may be asked without a body. */
const EMPTY = Buffer.from('{}');
