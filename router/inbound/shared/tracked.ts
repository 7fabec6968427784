/** Runs one model request from its first byte to its recorded end, whatever happens in between. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ServerResponse } from 'node:http';

import type { OpenRequest, RequestEnd, Requests } from '#core/ports/requests.ts';
import { toRouterError, type RouterError } from '#core/router-error.ts';
import { renderError, writeJson } from './render-error.ts';

/** Does the work and answers on `out`; what it throws is rendered here. */
export type TrackedWork = (open: OpenRequest, out: ServerResponse) => Promise<RequestEnd>;

interface Tracking {
  readonly requests: Requests;
  readonly surface: string;
  readonly model: string | undefined;
}

export async function runTracked(
  request: FastifyRequest,
  reply: FastifyReply,
  { requests, surface, model, work }: Tracking & { readonly work: TrackedWork },
): Promise<void> {
  // From here on the raw response is ours: Fastify's reply would copy and serialise.
  reply.hijack();
  const out = reply.raw;
  const open = requests.open(
    {
      surface,
      operation: request.routeOptions.url ?? request.url,
      client: request.headers['user-agent'] ?? '',
      ...(model !== undefined && { model }),
    },
    out,
  );
  try {
    open.end(await work(open, out));
  } catch (cause) {
    const error = toRouterError(open.signal.aborted ? open.signal.reason : cause);
    const { status, headers, body } = renderError(error);
    writeJson(out, body, { status, headers });
    open.end(failed(error));
  }
}

/** How a failed request is recorded; giving up is no failure. */
export function failed(error: RouterError, status = error.status): RequestEnd {
  const outcome = error.code === 'CANCELLED' ? 'cancelled' : 'error';
  const bug = error.code === 'INTERNAL' && { bug: error.cause ?? error };
  return { outcome, status, errorCode: error.code, ...bug };
}
