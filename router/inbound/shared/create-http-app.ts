import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import type { IncomingMessage } from 'node:http';

import { RouterError } from '#core/router-error.ts';
import { fromFastifyError, renderError } from './render-error.ts';
import { rewritePath } from './rewrite-path.ts';

export type Principal = 'owner' | 'client';

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
}

const METHODS = ['GET', 'POST', 'PUT', 'DELETE'] as const;

/** Room for a model name in `/v1/models/<id>`. */
const LONGEST_PARAMETER = 512;

/** The HTTP frame of all surfaces: guard, raw JSON bodies, path repair, errors. No routes of its own. */
export function createHttpApp(options: HttpAppOptions): FastifyInstance {
  const app = Fastify({
    logger: false,
    bodyLimit: options.bodyLimit,
    rewriteUrl: (request) => rewritePath(request.url ?? '/'),
    routerOptions: { maxParamLength: LONGEST_PARAMETER },
    // Requests in flight are drained by the listeners, which then close the connections.
    forceCloseConnections: false,
    // Paths that cannot be decoded never reach the hooks, so the guard is asked here.
    frameworkErrors(error, request, reply) {
      try {
        options.admit(request.raw);
        answerError(error, reply);
      } catch (refusal) {
        answerError(refusal, reply);
      }
    },
  });
  app.decorateRequest('principal', 'client');
  app.addHook('onRequest', async (request) => {
    request.principal = options.admit(request.raw);
  });
  // Bodies stay bytes: relay routes must not parse them, the others do it with better messages.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    /^application\/([\w.-]+\+)?json(?:;|$)/,
    { parseAs: 'buffer' },
    (_request, body, done) => done(null, body),
  );
  app.setErrorHandler((error, _request, reply) => answerError(error, reply));
  app.setNotFoundHandler((request, reply) => {
    const url = request.url.split('?')[0] ?? '/';
    const allowed = METHODS.filter((method) => app.findRoute({ method, url }) !== null);
    if (allowed.length > 0) {
      void reply.header('allow', allowed.join(', '));
      throw new RouterError('METHOD_NOT_ALLOWED', `${url} takes ${allowed.join(', ')}`);
    }
    throw new RouterError('NOT_FOUND', `there is nothing at ${url}; try /v1/models`);
  });
  return app;
}

function answerError(error: unknown, reply: FastifyReply): FastifyReply {
  const { status, headers, body } = renderError(fromFastifyError(error));
  return reply.code(status).headers(headers).send(body);
}
