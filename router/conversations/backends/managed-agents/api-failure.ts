/** What goes wrong between us and the API of managed agents, as RouterErrors. */
import type { IncomingHttpHeaders } from 'node:http';

import type { ErrorCode } from '#contract/errors.ts';
import { RouterError, type RouterErrorOptions } from '#core/router-error.ts';

const SHOWN_TEXT = 300;

/** Every message tells which backend it comes from. */
export function agentError(
  message: string,
  options?: RouterErrorOptions & { readonly code?: ErrorCode },
): RouterError {
  const { code = 'AGENT_FAILED', ...rest } = options ?? {};
  return new RouterError(code, `managed-agents backend: ${message}`, rest);
}

interface StatusAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** An answer that is no success; a 429 keeps its status, because clients wait for it. */
export function toStatusError({ status, headers, text }: StatusAnswer): RouterError {
  const detail = messageIn(text);
  const hint = status === 401 || status === 403 ? '; is $ANTHROPIC_API_KEY right?' : '';
  const retryAfterMs = readRetryAfter(headers);
  return agentError(`the API answered ${status}${detail === '' ? '' : `: ${detail}`}${hint}`, {
    ...(status === 429 && { status }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  });
}

/** No answer, or the end of one that had begun. */
export function toConnectionError(cause: unknown, host: string, begun: boolean): RouterError {
  if (cause instanceof RouterError) return cause;
  const code = codeOf(cause);
  if (code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_BODY_TIMEOUT') {
    return agentError('the API stayed silent', { cause, code: 'UPSTREAM_TIMEOUT' });
  }
  const reason = code === '' ? 'connection failed' : code;
  return begun
    ? agentError(`the API broke off its answer (${reason})`, { cause, code: 'UPSTREAM_CUT' })
    : agentError(`${host} cannot be reached (${reason})`, { cause, code: 'UPSTREAM_UNREACHABLE' });
}

/** Bytes of an answer, or characters of an event. */
export function tooLarge(part: 'answer' | 'event', limit: number): RouterError {
  const message = `the API sent more than ${limit} bytes in one ${part}`;
  return agentError(message, { code: 'UPSTREAM_INVALID' });
}

function codeOf(error: unknown): string {
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
  if (!(first instanceof Error)) return '';
  return 'code' in first && typeof first.code === 'string' ? first.code : codeOf(first.cause);
}

/** The sentence in an error body, or the beginning of what is none. */
function messageIn(text: string): string {
  const message: unknown = errorMessage(text);
  const shown = typeof message === 'string' ? message : text.replace(/<[^<>]{0,200}>/g, ' ');
  return shown.slice(0, SHOWN_TEXT).replace(/\s+/g, ' ').trim();
}

function errorMessage(text: string): unknown {
  try {
    const body: unknown = JSON.parse(text);
    return fieldOf(fieldOf(body, 'error'), 'message') ?? '';
  } catch {
    // A page of some proxy, say; its beginning is shown instead.
    return undefined;
  }
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

/** Milliseconds from seconds or a date. */
function readRetryAfter(headers: IncomingHttpHeaders): number | undefined {
  const value = headers['retry-after']?.trim() ?? '';
  if (value === '') return undefined;
  const seconds = Number(value);
  const wait = Number.isNaN(seconds) ? Date.parse(value) - Date.now() : seconds * 1000;
  return Number.isNaN(wait) ? undefined : Math.max(0, wait);
}
