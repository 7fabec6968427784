import type { IncomingHttpHeaders } from 'node:http';

/** As the protocol wants of every client: we choose between plain JSON and a stream. */
export function acceptsBoth({ accept = '' }: IncomingHttpHeaders): boolean {
  return accept.includes('application/json') && accept.includes('text/event-stream');
}
