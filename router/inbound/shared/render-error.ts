/** Failures of the HTTP surfaces, written once: OpenAI's error object with the right status and headers. */
import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';

import { toErrorBody } from '#core/error-body.ts';
import { RouterError, toRouterError } from '#core/router-error.ts';

export interface RenderedError {
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  readonly body: unknown;
}

/** An upstream's own JSON error is passed on as it is; everything else becomes our envelope. */
export function renderError(error: RouterError): RenderedError {
  const headers: OutgoingHttpHeaders = {};
  if (error.retryAfterMs !== undefined) {
    headers['retry-after'] = String(Math.max(1, Math.ceil(error.retryAfterMs / 1000)));
  }
  if (error.code === 'UNAUTHORIZED') headers['www-authenticate'] = 'Bearer';
  // The rest of such a body is not read, so the connection cannot serve another request.
  if (error.code === 'BODY_TOO_LARGE') headers['connection'] = 'close';
  return { status: error.status, headers, body: error.upstreamBody ?? toErrorBody(error) };
}

/** Writes a whole JSON answer unless the client is gone or an answer has begun. */
export function writeJson(
  out: ServerResponse,
  body: unknown,
  { status = 200, headers = {} }: { status?: number; headers?: OutgoingHttpHeaders } = {},
): void {
  if (out.headersSent || out.destroyed) return;
  const bytes = Buffer.from(JSON.stringify(body));
  out.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': bytes.length,
    ...headers,
  });
  out.end(bytes);
}

/** Fastify's own refusals in our words. */
const FASTIFY_ERRORS: Readonly<Record<string, (message: string) => RouterError>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: () => new RouterError('BODY_TOO_LARGE'),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: () =>
    new RouterError(
      'UNSUPPORTED_MEDIA_TYPE',
      'send the body as JSON with the header "Content-Type: application/json"',
    ),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: (message) => new RouterError('INVALID_REQUEST', message),
  FST_ERR_BAD_URL: () => new RouterError('INVALID_REQUEST', 'the address is not a valid URL'),
};

export function fromFastifyError(error: unknown): RouterError {
  if (error instanceof Error && 'code' in error) {
    const known = FASTIFY_ERRORS[String(error.code)];
    if (known !== undefined) return known(error.message);
    if (isClientFault(error)) return new RouterError('INVALID_REQUEST', error.message);
  }
  return toRouterError(error);
}

/** Whether Fastify itself blames the request. */
function isClientFault(error: Error): boolean {
  const status = 'statusCode' in error ? Number(error.statusCode) : 500;
  return 'code' in error && String(error.code).startsWith('FST_') && status >= 400 && status < 500;
}
