/**
 * One HTTP call of our own to an inferencer, with its failures as RouterErrors. (Answers that only
 * pass through us take `relay/` instead.)
 */
import type { IncomingHttpHeaders } from 'node:http';
import { request, type Dispatcher } from 'undici';

import type { RelayTarget } from '../relay/target.ts';
import { toUpstreamError } from '../relay/upstream-failure.ts';
import { toStatusError } from './to-status-error.ts';
import { toCancelled, untilAborted } from './until-aborted.ts';

export interface JsonCall {
  readonly target: RelayTarget;
  /** Below the target's base path. */
  readonly path: string;
  /** Sent by POST; without it the call is a GET. */
  readonly body?: unknown;
  /** Besides the inferencer's own, which win. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly signal: AbortSignal;
}

export interface Reply {
  readonly headers: IncomingHttpHeaders;
  /**
   * The body, decoded, as it arrives; to be read once. Leaving the iteration closes the connection.
   * Rejects with UPSTREAM_CUT, UPSTREAM_TIMEOUT or CANCELLED.
   */
  text(): AsyncGenerator<string, void, undefined>;
  /** Says that the rest does not matter, so that the connection may serve the next call. */
  release(): void;
}

/** What may follow the last wanted byte of an answer before its connection is given up. */
const REST = { bytes: 16_384, ms: 1_000 };

/** Error bodies beyond this say nothing more. */
const ERROR_TEXT_LIMIT = 262_144;

/** Resolves with a 2xx answer; everything else rejects with a RouterError. */
export async function sendJson(call: JsonCall): Promise<Reply> {
  const { target, signal } = call;
  // Without the race an abort would wait for the end of a slow connect.
  const response = await untilAborted(send(call), signal).catch((error: unknown) => {
    throw signal.aborted ? toCancelled(signal) : toUpstreamError(error, target, false);
  });
  const reply = createReply(response, call);
  if (response.statusCode >= 200 && response.statusCode < 300) return reply;
  throw toStatusError({
    name: target.name,
    status: response.statusCode,
    headers: response.headers,
    text: await readSome(reply, ERROR_TEXT_LIMIT),
  });
}

/** The whole body. */
export async function readText(reply: Reply): Promise<string> {
  let text = '';
  for await (const piece of reply.text()) text += piece;
  return text;
}

function send({ target, path, body, headers, signal }: JsonCall): Promise<Dispatcher.ResponseData> {
  const payload =
    body === undefined
      ? ({ method: 'GET', headers: { ...headers, ...target.headers } } as const)
      : ({
          method: 'POST',
          headers: { ...headers, 'content-type': 'application/json', ...target.headers },
          body: JSON.stringify(body),
        } as const);
  return request(target.origin + target.basePath + path, {
    dispatcher: target.dispatcher,
    ...payload,
    headersTimeout: target.idleTimeoutMs,
    bodyTimeout: target.idleTimeoutMs,
    signal,
  });
}

function createReply(response: Dispatcher.ResponseData, { target, signal }: JsonCall): Reply {
  const { body } = response;
  let released = false;
  // A break may come while nobody iterates; whoever iterates next still sees it.
  body.on('error', () => undefined);

  async function* text(): AsyncGenerator<string, void, undefined> {
    const decoder = new TextDecoder();
    try {
      for await (const bytes of body.iterator({ destroyOnReturn: false })) {
        yield decoder.decode(bytes, { stream: true });
      }
      yield decoder.decode();
    } catch (error) {
      throw signal.aborted ? toCancelled(signal) : toUpstreamError(error, target, true);
    } finally {
      if (released) drain(body);
      else body.destroy();
    }
  }

  return {
    headers: response.headers,
    text,
    release: () => {
      released = true;
    },
  };
}

function drain(body: Dispatcher.ResponseData['body']): void {
  // A failure here costs only the connection, which undici has then closed already.
  body.dump({ limit: REST.bytes, signal: AbortSignal.timeout(REST.ms) }).catch(() => undefined);
}

async function readSome(reply: Reply, limit: number): Promise<string> {
  let text = '';
  for await (const piece of reply.text()) {
    text += piece;
    if (text.length > limit) break;
  }
  return text;
}
