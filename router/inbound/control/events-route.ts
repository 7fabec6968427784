import type { FastifyInstance } from 'fastify';

import { EVENTS_PATH } from '#contract/stream.ts';
import { openEventStream } from './open-event-stream.ts';
import { ownerOnly } from './owner-only.ts';
import type { StreamSource } from './stream-place.ts';

interface EventsQuery {
  readonly after?: string | string[];
  readonly logs?: string | string[];
}

/** `GET /control/events` for the owner; the streams end with the app. */
export function eventsRoute(app: FastifyInstance, source: StreamSource): void {
  const streams = new Set<() => void>();
  app.addHook('onClose', async () => {
    for (const end of streams) end();
  });
  app.get<{ Querystring: EventsQuery }>(EVENTS_PATH, { onRequest: ownerOnly }, (request, reply) => {
    const { after, logs } = request.query;
    const last = request.headers['last-event-id'] ?? after;
    const id = Array.isArray(last) ? last.at(-1) : last;
    reply.hijack();
    const end = openEventStream(reply.raw, source, { id, logs: logs === '1' });
    streams.add(end);
    reply.raw.once('close', () => streams.delete(end));
  });
}
