import type { IncomingHttpHeaders } from 'node:http';

import { RouterError } from '#core/router-error.ts';

/** Headers that belong to one call, so that only a relayed call may carry them. No credentials. */
const OF_THE_CALL = ['accept', 'openai-beta', 'anthropic-beta', 'idempotency-key'] as const;

/** Headers that belong to everything done for one request. */
const OF_THE_TRACE = ['traceparent', 'tracestate'] as const;

/** More passes than this through routers like us can only be a circle. */
const MOST_HOPS = 4;

const OUR_MARK = '1.1 woollama';

/** What goes on with a relayed call. Throws LOOP_DETECTED. */
export function forwardedHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  return pick(headers, OF_THE_CALL, tracingHeaders(headers));
}

/** What goes on with calls the router makes itself for a request. Throws LOOP_DETECTED. */
export function tracingHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  return pick(headers, OF_THE_TRACE, { via: viaOf(headers.via) });
}

function pick(
  headers: IncomingHttpHeaders,
  names: readonly string[],
  into: Record<string, string>,
): Record<string, string> {
  for (const name of names) {
    const value = headers[name];
    if (typeof value === 'string') into[name] = value;
  }
  return into;
}

function viaOf(via: string | undefined): string {
  if (via === undefined) return OUR_MARK;
  if (via.split(OUR_MARK).length > MOST_HOPS) {
    throw new RouterError(
      'LOOP_DETECTED',
      'the request went round in a circle: an inferencer points back at this router',
    );
  }
  return `${via}, ${OUR_MARK}`;
}
