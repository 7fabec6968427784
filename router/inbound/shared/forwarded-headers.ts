import type { IncomingHttpHeaders } from 'node:http';

import { RouterError } from '#core/router-error.ts';

/** Request headers with a meaning for the upstream. The client's credentials never are among them. */
const FORWARDED = [
  'accept',
  'openai-beta',
  'anthropic-beta',
  'idempotency-key',
  'traceparent',
  'tracestate',
] as const;

/** More passes than this through routers like us can only be a circle. */
const MOST_HOPS = 4;

const OUR_MARK = '1.1 woollama';

/** What of a request's headers goes on to the inferencer. Throws LOOP_DETECTED. */
export function forwardedHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const forwarded: Record<string, string> = { via: viaOf(headers.via) };
  for (const name of FORWARDED) {
    const value = headers[name];
    if (typeof value === 'string') forwarded[name] = value;
  }
  return forwarded;
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
