/**
 * Hands a request of the page on to the router, as the owner. The page never sees the token, and
 * nothing a page can send decides who it is.
 */
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import { describeError } from '#contract/errors.ts';
import type { Connection } from '../router-process/supervisor.ts';
import { isRouterPath } from './router-paths.ts';

/** What describes the page's connection to us, or pretends to be somebody. */
const DROPPED =
  /^(host|origin|referer|cookie|authorization|x-api-key|x-woollama-session|connection|keep-alive|transfer-encoding|upgrade|te|trailer|expect|accept-encoding|proxy-.*|sec-.*)$/;
/** Of answers: Chromium does these itself, and cookies are for browsers. */
const DROPPED_OF_ANSWERS = /^(connection|keep-alive|transfer-encoding|set-cookie)$/;

/** How the activity names what the window does. */
const OWN_NAME = 'Woollama window';

/** An answer is data, whatever it says of itself. */
const DATA_HEADERS = {
  'content-security-policy': "default-src 'none'",
  'x-content-type-options': 'nosniff',
} as const;

const WITHOUT_BODY = new Set([204, 205, 304]);

/**
 * Streams both ways. When the page gives up, Electron cancels the answer's body, which closes the
 * connection to the router; before the answer has begun it tells nobody.
 */
export async function forwardRequest(
  request: Request,
  path: string,
  connection: Connection | undefined,
): Promise<Response> {
  if (connection === undefined) return unavailable('The router is not running.');
  // Here a backslash is a slash, so the path may be another one than that of the page's scheme.
  const url = new URL(connection.origin + path);
  if (!isRouterPath(url.pathname))
    return new Response(null, { status: 404, headers: DATA_HEADERS });
  const headers = toHeaders(request.headers, connection.ownerToken);
  const outgoing = httpRequest(url, {
    method: request.method,
    headers,
    signal: request.signal,
  });
  try {
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    outgoing.once('response', resolve).once('error', reject);
    void sendBody(request, outgoing).catch(reject);
    return toResponse(await promise);
  } catch (error) {
    if (request.signal.aborted) throw error;
    return unavailable('The router broke off.');
  }
}

async function sendBody(request: Request, outgoing: NodeJS.WritableStream): Promise<void> {
  if (request.body === null) {
    outgoing.end();
    return;
  }
  await pipeline(Readable.fromWeb(request.body), outgoing);
}

function toHeaders(given: Headers, token: string): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of given) {
    if (!DROPPED.test(name)) headers[name] = value;
  }
  headers['authorization'] = `Bearer ${token}`;
  headers['user-agent'] = OWN_NAME;
  return headers;
}

function toResponse(incoming: IncomingMessage): Response {
  const { statusCode: status = 502 } = incoming;
  const headers = new Headers();
  for (const [name, values] of Object.entries(incoming.headersDistinct)) {
    if (DROPPED_OF_ANSWERS.test(name)) continue;
    for (const value of values ?? []) headers.append(name, value);
  }
  for (const [name, value] of Object.entries(DATA_HEADERS)) headers.set(name, value);
  if (WITHOUT_BODY.has(status)) {
    incoming.resume();
    return new Response(null, { status, headers });
  }
  const body = Readable.toWeb(incoming) as ReadableStream;
  return new Response(body, { status, headers });
}

/** The error object of every HTTP surface. */
function unavailable(message: string): Response {
  const { status, type } = describeError('SHUTTING_DOWN');
  const error = { message, type, code: 'shutting_down', param: null };
  return Response.json({ error }, { status, headers: DATA_HEADERS });
}
