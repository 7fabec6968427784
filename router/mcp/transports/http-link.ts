/** The link to a server behind a URL: Streamable HTTP, or the older SSE transport. */
import {
  ProtocolError,
  SSEClientTransport,
  SdkError,
  SdkErrorCode,
  SdkHttpError,
  SseError,
  StreamableHTTPClientTransport,
  type FetchLike,
} from '@modelcontextprotocol/client';
import { Agent, fetch } from 'undici';

import { RouterError } from '#core/router-error.ts';
import { maskThenCut, type Mask } from '../servers/secret-mask.ts';
import type { Failure, Link } from '../session/link.ts';
import { settledWithin } from '#core/settled-within.ts';
import { limitAnswer } from './answer-limit.ts';

/** How long the polite end of a session may take. */
const GOODBYE_MS = 1000;
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;
const REASON_LENGTH = 1000;
/** A chain of causes can be a circle. */
const MAX_CAUSES = 4;

export interface HttpLinkOptions {
  readonly kind: 'http' | 'sse';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly connectTimeoutMs: number;
  readonly mask: Mask;
  readonly maxAnswerBytes?: number;
}

export function createHttpLink(options: HttpLinkOptions): Link {
  const { kind, url, mask } = options;
  // Tools may think for as long as their own limit allows, so no limits of silence here.
  const agent = new Agent({
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: { timeout: options.connectTimeoutMs },
  });
  const transportOptions = {
    requestInit: { headers: { ...options.headers } },
    fetch: fetchThrough(agent, options.maxAnswerBytes ?? MAX_ANSWER_BYTES),
  };
  const http =
    kind === 'http' ? new StreamableHTTPClientTransport(url, transportOptions) : undefined;
  const transport = http ?? new SSEClientTransport(url, transportOptions);
  let lastError: unknown;
  let closed: Promise<void> | undefined;

  const explain = (error?: unknown): Failure => {
    const { reason, ...rest } = explainHttp(error ?? lastError, url.origin);
    return { ...rest, reason: maskThenCut(reason, mask, REASON_LENGTH) };
  };
  const close = async (): Promise<void> => {
    if (http?.sessionId !== undefined && lastError === undefined) {
      // A server that is gone, or knows no such request, has nothing left to end.
      await settledWithin(GOODBYE_MS, http.terminateSession());
    }
    await transport.close();
    await agent.destroy();
  };
  return {
    kind,
    transport,
    mask,
    explain,
    isFatal: (error) => {
      const fatal = isFatal(error);
      if (fatal) lastError = error;
      return fatal;
    },
    stderr: () => [],
    pid: () => undefined,
    close: () => (closed ??= close()),
  };
}

/** undici's own fetch, because the built-in one gives up after five silent minutes. */
function fetchThrough(dispatcher: Agent, maxAnswerBytes: number): FetchLike {
  const through = async (input: string | URL, init?: object): Promise<unknown> =>
    limitAnswer(await fetch(input, { ...init, dispatcher }), maxAnswerBytes);
  // The same web standard, declared once by undici and once by Node's types.
  return through as FetchLike;
}

function isFatal(error: unknown): boolean {
  // The old transport would go on with a new session that nobody has initialised.
  if (SseError.isInstance(error)) return true;
  if (SdkHttpError.isInstance(error)) {
    // An unknown session. A refused stream only means that the server offers none.
    return error.status === 404 && error.code !== SdkErrorCode.ClientHttpFailedToOpenStream;
  }
  return ['ECONNREFUSED', 'ENOTFOUND', 'EHOSTUNREACH', 'ENETUNREACH'].includes(codeOf(error) ?? '');
}

/** Only what we know ourselves: error texts may hold URLs, headers or what a stranger answered. */
function explainHttp(error: unknown, origin: string): Failure {
  if (error instanceof RouterError) return { reason: error.message };
  const status = statusOf(error);
  if (status !== undefined) return explainStatus(status, origin);
  const code = codeOf(error);
  if (code !== undefined) {
    return { reason: `${origin} cannot be reached: ${NETWORK_CODES[code] ?? code}` };
  }
  if (ProtocolError.isInstance(error)) return { reason: `${origin} refused: ${error.message}` };
  return { reason: `${origin} broke off the connection or did not speak MCP` };
}

function explainStatus(status: number, origin: string): Failure {
  const answer = `${origin} answered with HTTP status ${status}`;
  if (status === 401 || status === 403) {
    return { reason: `${answer}: it wants other credentials in "headers"` };
  }
  return { reason: answer, wrongTransport: status >= 400 && status < 500 };
}

const NETWORK_CODES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection reset',
  EHOSTUNREACH: 'no route to the host',
  ENETUNREACH: 'no route to the network',
  ENOTFOUND: 'unknown host name',
  ETIMEDOUT: 'connecting took too long',
  UND_ERR_CONNECT_TIMEOUT: 'connecting took too long',
  UND_ERR_SOCKET: 'connection closed',
};

function statusOf(error: unknown): number | undefined {
  for (const cause of causes(error)) {
    if (SdkHttpError.isInstance(cause)) return cause.status;
    if (SseError.isInstance(cause) && cause.code !== undefined) return cause.code;
    // The old transport has its status in the text only.
    const written = cause instanceof Error && /\(HTTP (\d{3})\)/.exec(cause.message)?.[1];
    if (written) return Number(written);
  }
  return undefined;
}

/** A system or network code such as `ECONNREFUSED`, wherever in the chain it stands. */
function codeOf(error: unknown): string | undefined {
  for (const cause of causes(error)) {
    // The SDK's own codes say nothing about the network.
    if (SdkError.isInstance(cause) || !(cause instanceof Error) || !('code' in cause)) continue;
    if (typeof cause.code === 'string' && /^[A-Z][A-Z0-9_]+$/.test(cause.code)) return cause.code;
  }
  return undefined;
}

function* causes(error: unknown): Generator {
  let cause = error;
  for (let depth = 0; depth < MAX_CAUSES && cause instanceof Error; depth++) {
    yield cause;
    cause = cause.cause;
  }
}
