import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';

/** Hop-by-hop headers by nature, and what an upstream must not say in our name (cookies, CORS, HSTS). */
const DROPPED = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'set-cookie',
  'alt-svc',
  'strict-transport-security',
]);

/** The upstream's answer headers as we pass them on: rate limits, Retry-After and ids included. */
export function toClientHeaders(upstream: IncomingHttpHeaders): OutgoingHttpHeaders {
  const headers: OutgoingHttpHeaders = {};
  const hopByHop = namesIn(upstream.connection);
  for (const name in upstream) {
    if (DROPPED.has(name) || name.startsWith('access-control-') || hopByHop.includes(name))
      continue;
    const value = upstream[name];
    if (value !== undefined) headers[name] = value;
  }
  return headers;
}

/** The names a `Connection` header lists, in lower case; undici gives several headers as a list. */
function namesIn(connection: string | readonly string[] = ''): readonly string[] {
  return String(connection)
    .split(',')
    .map((name) => name.trim().toLowerCase());
}
