/**
 * One HTTP call of our own to an inferencer whose answer is read as it arrives, with its failures as
 * RouterErrors. (Answers that only pass through us take `relay/` instead.)
 */
import type { IncomingHttpHeaders } from 'node:http';
import { request, type Dispatcher } from 'undici';

import { toUpstreamError } from '../relay/upstream-failure.ts';
import { BODY_LIMIT, ERROR_BODY_LIMIT, tooLarge } from './answer-limits.ts';
import { toExchange, type JsonCall } from './json-call.ts';
import { toStatusError } from './to-status-error.ts';
import { toCancelled, untilAborted } from '#core/until-aborted.ts';

export interface Reply {
  /** The inferencer's name, for messages. */
  readonly name: string;
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
    text: await readSome(reply, ERROR_BODY_LIMIT),
  });
}

/** The whole body. Rejects with UPSTREAM_INVALID when it has more than `limit` characters. */
export async function readText(
  reply: Pick<Reply, 'name' | 'text'>,
  limit = BODY_LIMIT,
): Promise<string> {
  let text = '';
  for await (const piece of reply.text()) {
    text += piece;
    if (text.length > limit) throw tooLarge(reply.name, 'answer', limit);
  }
  return text;
}

function send(call: JsonCall): Promise<Dispatcher.ResponseData> {
  const { dispatcher } = call.target;
  return request(call.target.origin + call.target.basePath + call.path, {
    dispatcher,
    ...toExchange(call),
    signal: call.signal,
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
    name: target.name,
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
