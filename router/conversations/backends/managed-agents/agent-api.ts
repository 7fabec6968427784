/** The HTTP of managed agents: JSON calls, and the event stream of a session. */
import { request, type Dispatcher } from 'undici';

import type { RouterError } from '#core/router-error.ts';
import { toCancelled, untilAborted } from '#core/until-aborted.ts';
import { agentError, toConnectionError, tooLarge, toStatusError } from './api-failure.ts';
import { readApiSettings, type ReadEnv } from './read-api-settings.ts';

export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** From `/v1` on. */
  readonly path: string;
  readonly body?: unknown;
}

/** What the API refuses is an outcome: some refusals have a way on. */
export type Refusal = { readonly ok: false; readonly status: number; readonly error: RouterError };

export type ApiAnswer = { readonly ok: true; readonly body: unknown } | Refusal;

export type ApiStream =
  | {
      readonly ok: true;
      /** Decoded text as it arrives, to be read once. Rejects with UPSTREAM_CUT or CANCELLED. */
      text(): AsyncGenerator<string, void, undefined>;
      /** For a stream that is never read. */
      close(): void;
    }
  | Refusal;

export interface AgentApi {
  /** Rejects with UPSTREAM_UNREACHABLE, UPSTREAM_CUT, UPSTREAM_TIMEOUT, UPSTREAM_INVALID, CANCELLED. */
  call(asked: ApiRequest, signal: AbortSignal): Promise<ApiAnswer>;
  /** As `call`; silence within the stream is not watched here. */
  openStream(path: string, signal: AbortSignal): Promise<ApiStream>;
}

export interface AgentApiOptions {
  readonly dispatcher: Dispatcher;
  /** Read at each call, for key and address. */
  readonly env: ReadEnv;
  readonly userAgent: string;
  /** Longest silence of one call, milliseconds. */
  readonly idleMs: number;
}

const BODY_LIMIT = 64 * 1_048_576;
const ERROR_BODY_LIMIT = 65_536;

export function createAgentApi(options: AgentApiOptions): AgentApi {
  async function send(asked: ApiRequest, signal: AbortSignal, isStream = false): Promise<Sent> {
    const { origin, basePath, key } = readApiSettings(options.env);
    const { dispatcher, userAgent, idleMs } = options;
    const { method, path, body } = asked;
    const sent = request(origin + basePath + path, {
      dispatcher,
      method,
      headers: {
        accept: isStream ? 'text/event-stream' : 'application/json',
        'user-agent': userAgent,
        'x-api-key': key,
        'anthropic-version': '2023-06-01',
        'anthropic-beta': 'managed-agents-2026-04-01',
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      headersTimeout: idleMs,
      bodyTimeout: isStream ? 0 : idleMs,
      signal,
    });
    const { host } = new URL(origin);
    // Without the race an abort would wait for the end of a slow connect.
    const response = await untilAborted(sent, signal).catch((error: unknown) => {
      throw signal.aborted ? toCancelled(signal) : toConnectionError(error, host, false);
    });
    return { response, host, key, signal };
  }

  return {
    async call(asked, signal) {
      const sent = await send(asked, signal);
      if (!isSuccess(sent)) return toRefusal(sent);
      return { ok: true, body: parseBody(await readAll(sent, BODY_LIMIT)) };
    },
    async openStream(path, signal) {
      const sent = await send({ method: 'GET', path }, signal, true);
      if (!isSuccess(sent)) return toRefusal(sent);
      return { ok: true, text: () => readText(sent), close: () => sent.response.body.destroy() };
    },
  };
}

interface Sent {
  readonly response: Dispatcher.ResponseData;
  readonly host: string;
  readonly key: string;
  readonly signal: AbortSignal;
}

function isSuccess({ response }: Sent): boolean {
  return response.statusCode >= 200 && response.statusCode < 300;
}

async function toRefusal(sent: Sent): Promise<Refusal> {
  const { statusCode: status, headers } = sent.response;
  const text = await readAll(sent, ERROR_BODY_LIMIT).catch(() => '');
  // Some proxies repeat what they were sent.
  const blanked = text.replaceAll(sent.key, '[secret]');
  return { ok: false, status, error: toStatusError({ status, headers, text: blanked }) };
}

async function readAll(sent: Sent, limit: number): Promise<string> {
  let text = '';
  for await (const piece of readText(sent)) {
    text += piece;
    if (text.length > limit) throw tooLarge('answer', limit);
  }
  return text;
}

/** One decoder over all pieces, for characters that are cut between two of them. */
async function* readText({ response, host, signal }: Sent): AsyncGenerator<string, void> {
  const { body } = response;
  const decoder = new TextDecoder();
  // A break may come while nobody iterates; whoever iterates next still sees it.
  body.on('error', () => undefined);
  try {
    for await (const bytes of body) yield decoder.decode(bytes, { stream: true });
    yield decoder.decode();
  } catch (error) {
    throw signal.aborted ? toCancelled(signal) : toConnectionError(error, host, true);
  } finally {
    body.destroy();
  }
}

function parseBody(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch (cause) {
    throw agentError('the API answered with what is not JSON', { cause, code: 'UPSTREAM_INVALID' });
  }
}
