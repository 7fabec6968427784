/** Server-sent events out: back-pressure kept, silence filled, a late failure told in the stream. */
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';

import { toErrorBody } from '#core/error-body.ts';
import { toRouterError, type RouterError } from '#core/router-error.ts';

/** Clients and proxies give up on silent connections after 30 to 60 s; tools may take longer. */
const HEARTBEAT_MS = 15_000;

export interface EventStreamResult<T> {
  /** The last piece that was sent. */
  readonly last: T | undefined;
  /** What broke the stream after it had begun. */
  readonly error: RouterError | undefined;
}

export interface StreamFormat<T> {
  /** One or more whole frames; empty when the piece is not for the client. */
  frame(piece: T): string;
  /** What follows the last piece. */
  readonly end: string;
  /** Tells the client what broke the stream, and ends it. */
  fail(error: RouterError): string;
}

const CHAT_FORMAT: StreamFormat<unknown> = {
  frame: (piece) => `data: ${JSON.stringify(piece)}\n\n`,
  end: 'data: [DONE]\n\n',
  fail: (error) =>
    `data: ${JSON.stringify(error.upstreamBody ?? toErrorBody(error))}\n\ndata: [DONE]\n\n`,
};

/**
 * Sends each piece as one `data:` frame and `[DONE]` at the end. Rejects only when the first piece
 * fails: nothing is written then, so that the caller can answer with a status.
 */
export async function writeEventStream<T>(
  out: ServerResponse,
  pieces: AsyncIterable<T>,
  signal: AbortSignal,
): Promise<EventStreamResult<T>> {
  return writeFrames<T>(out, pieces, { signal, format: CHAT_FORMAT });
}

interface FrameOptions<T> {
  readonly signal: AbortSignal;
  readonly format: StreamFormat<T>;
}

/** As `writeEventStream`, in another format. */
export async function writeFrames<T>(
  out: ServerResponse,
  pieces: AsyncIterable<T>,
  { signal, format }: FrameOptions<T>,
): Promise<EventStreamResult<T>> {
  const iterator = pieces[Symbol.asyncIterator]();
  let step = await iterator.next();
  let last: T | undefined;
  out.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache',
    // Tells nginx and the like not to collect the pieces.
    'x-accel-buffering': 'no',
  });
  const heartbeat = setInterval(() => out.write(': still working\n\n'), HEARTBEAT_MS);
  try {
    for (; step.done !== true; step = await iterator.next()) {
      last = step.value;
      heartbeat.refresh();
      const frames = format.frame(last);
      if (frames !== '' && !out.write(frames)) await once(out, 'drain', { signal });
    }
    out.end(format.end);
    return { last, error: undefined };
  } catch (cause) {
    const error = toRouterError(signal.aborted ? signal.reason : cause);
    if (!out.destroyed) out.end(format.fail(error));
    return { last, error };
  } finally {
    clearInterval(heartbeat);
    await iterator.return?.();
  }
}
