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

/**
 * Sends each piece as one `data:` frame and `[DONE]` at the end. Rejects only when the first piece
 * fails: nothing is written then, so that the caller can answer with a status.
 */
export async function writeEventStream<T>(
  out: ServerResponse,
  pieces: AsyncIterable<T>,
  signal: AbortSignal,
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
      if (!out.write(`data: ${JSON.stringify(last)}\n\n`)) await once(out, 'drain', { signal });
    }
    out.end('data: [DONE]\n\n');
    return { last, error: undefined };
  } catch (cause) {
    const error = toRouterError(signal.aborted ? signal.reason : cause);
    const body = error.upstreamBody ?? toErrorBody(error);
    if (!out.destroyed) out.end(`data: ${JSON.stringify(body)}\n\ndata: [DONE]\n\n`);
    return { last, error };
  } finally {
    clearInterval(heartbeat);
    await iterator.return?.();
  }
}
