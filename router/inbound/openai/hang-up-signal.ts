import type { FastifyReply } from 'fastify';

import { RouterError } from '#core/router-error.ts';

/** Fires when the client hangs up. */
export function hangUpSignal({ raw }: FastifyReply): AbortSignal {
  const controller = new AbortController();
  raw.once('close', () => controller.abort(new RouterError('CANCELLED')));
  return controller.signal;
}
