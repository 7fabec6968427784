import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { IncomingMessage } from 'node:http';

import { RouterError, toRouterError } from '#core/router-error.ts';
import { fromFastifyError, renderError } from './render-error.ts';
import { rawBodyParser } from './raw-body.ts';
import { rewritePath } from './rewrite-path.ts';

export type Principal = 'owner' | 'client' | 'grant';

declare module 'fastify' {
  interface FastifyRequest {
    principal: Principal;
  }
}

export interface HttpAppOptions {
  /** Bytes. */
  readonly bodyLimit: number;
  /** Throws a RouterError to refuse; runs before routing for every path. */
  readonly admit: (request: IncomingMessage) => Principal;
  /** Told what was thrown where it was a mistake of ours. */
  readonly onBug: (bug: unknown) => void;
}

const METHODS = ['GET', 'POST', 'PUT', 'DELETE'] as const;

/** Room for a model name in `/v1/models/<id>`. */
const LONGEST_PARAMETER = 512;

/** The HTTP frame of all surfaces: guard, raw JSON bodies, path repair, errors. No routes of its own. */
export function createHttpApp({ bodyLimit, admit, onBug }: HttpAppOptions): FastifyInstance {
  const answerError = (cause: unknown, reply: FastifyReply): FastifyReply => {
    const error = fromFastifyError(cause);
    if (error.code === 'INTERNAL') onBug(error.cause ?? error);
    const { status, headers, body } = renderError(error);
    return reply.code(status).headers(headers).send(body);
  };
  const app = Fastify({
    logger: false,
    bodyLimit,
    rewriteUrl: (request) => rewritePath(request.url ?? '/'),
    routerOptions: { maxParamLength: LONGEST_PARAMETER },
    // Requests in flight are drained by the listeners, which then close the connections.
    forceCloseConnections: false,
    // Paths that cannot be decoded never reach the hooks, so the guard is asked here.
    frameworkErrors(error, request, reply) {
      try {
        admit(request.raw);
        answerError(error, reply);
      } catch (refusal) {
        answerError(refusal, reply);
      }
    },
  });
  app.decorateRequest('principal', 'client');
  // With a callback: a promise here would cost every request a turn of the microtask queue.
  app.addHook('onRequest', (request, _reply, done) => {
    try {
      request.principal = admit(request.raw);
    } catch (refusal) {
      return done(toRouterError(refusal));
    }
    done();
  });
  // Bodies stay bytes: relay routes must not parse them, the others do it with better messages.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(/^application\/([\w.-]+\+)?json(?:;|$)/, rawBodyParser(bodyLimit));
  app.setErrorHandler((error, _request, reply) => answerError(error, reply));
  app.setNotFoundHandler((request, reply) => refuseUnknown(app, request, reply));
  return app;
}

function refuseUnknown(app: FastifyInstance, request: FastifyRequest, reply: FastifyReply): never {
  const url = request.url.split('?')[0] ?? '/';
  const allowed = METHODS.filter((method) => app.findRoute({ method, url }) !== null);
  if (allowed.length > 0) {
    void reply.header('allow', allowed.join(', '));
    throw new RouterError('METHOD_NOT_ALLOWED', `${url} takes ${allowed.join(', ')}`);
  }
  throw new RouterError('NOT_FOUND', `there is nothing at ${url}; try /v1/models`);
}
