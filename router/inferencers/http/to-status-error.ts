import type { IncomingHttpHeaders } from 'node:http';

import { RouterError } from '#core/router-error.ts';
import { fieldOf } from '#core/field-of.ts';
import { parseJson } from './parse-json.ts';

export interface StatusAnswer {
  /** The inferencer's name. */
  readonly name: string;
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

const SHOWN_TEXT = 300;
/** Pages are searched for tags only this far, because a hostile one could make that slow. */
const SEARCHED_TEXT = 8_192;

/** An answer that is no success, as UPSTREAM_STATUS with the upstream's own status and JSON body. */
export function toStatusError({ name, status, headers, text }: StatusAnswer): RouterError {
  if (status < 400) {
    const where = typeof headers.location === 'string' ? ` to ${headers.location}` : '';
    const message = `inferencer '${name}' answered ${status} and points elsewhere${where}; correct its base_url`;
    return new RouterError('UPSTREAM_INVALID', message);
  }
  const body = parseJson(text);
  const isBody = typeof body === 'object' && body !== null;
  const detail = (isBody ? messageIn(body) : undefined) ?? (isBody ? '' : plainText(text));
  const retryAfterMs = readRetryAfter(headers, Date.now());
  return new RouterError(
    'UPSTREAM_STATUS',
    `inferencer '${name}' answered ${status}${detail === '' ? '' : `: ${detail}`}`,
    {
      status,
      ...(isBody && { upstreamBody: body }),
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    },
  );
}

/** An error the upstream reports inside an answer it had begun as a success. */
export function toErrorInAnswer(name: string, body: { readonly error?: unknown }): RouterError {
  const code = fieldOf(body.error, 'code');
  const status = typeof code === 'number' && code >= 400 && code < 600 ? code : undefined;
  return new RouterError(
    'UPSTREAM_STATUS',
    `inferencer '${name}' reported an error: ${messageIn(body) ?? 'no reason given'}`,
    { upstreamBody: body, ...(status !== undefined && { status }) },
  );
}

/** The sentence inside an error body of any of the usual shapes, shortened. */
export function messageIn(body: unknown): string | undefined {
  const first: unknown = Array.isArray(body) ? body[0] : body;
  const error = fieldOf(first, 'error');
  const candidates = [
    fieldOf(error, 'message'),
    error,
    fieldOf(first, 'message'),
    fieldOf(first, 'detail'),
  ];
  const found = candidates.find((value) => typeof value === 'string' && value !== '');
  return typeof found === 'string' ? found.slice(0, SHOWN_TEXT) : undefined;
}

/** The readable part of a text or HTML body. */
export function plainText(text: string): string {
  return text
    .slice(0, SEARCHED_TEXT)
    .replace(/<(script|style)\b[\s\S]*?<\/\1\s*>/gi, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, SHOWN_TEXT);
}

/** Milliseconds from `retry-after-ms` or `retry-after` (seconds or a date). */
function readRetryAfter(headers: IncomingHttpHeaders, now: number): number | undefined {
  const exact = Number(headers['retry-after-ms'] ?? NaN);
  if (exact >= 0) return exact;
  const value = headers['retry-after'];
  if (value === undefined || value.trim() === '') return undefined;
  const seconds = Number(value);
  const wait = Number.isNaN(seconds) ? Date.parse(value) - now : seconds * 1000;
  return Number.isNaN(wait) ? undefined : Math.max(0, wait);
}
