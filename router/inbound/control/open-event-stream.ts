import type { ServerResponse } from 'node:http';

import { findPlace, formatId, takeBatch } from './stream-place.ts';
import type { StreamPlace, StreamSource } from './stream-place.ts';

/** Between two batches; faster than people see costs only work. */
const GAP_MS = 100;

/** Proxies and browsers give up on connections that are silent for 30 to 60 s. */
const HEARTBEAT_MS = 15_000;

interface StreamWishes {
  /** Of the last message that the reader saw. */
  readonly id: string | undefined;
  readonly logs: boolean;
}

/** Sends what happens until the reader leaves or the returned function is called, which is idempotent. */
export function openEventStream(
  out: ServerResponse,
  source: StreamSource,
  wishes: StreamWishes,
): () => void {
  const { run, events, lines } = source;
  const hello = findPlace(source, wishes);
  let place: StreamPlace = hello;
  /** The reader has not taken yet what was sent. */
  let full = false;
  let timer: NodeJS.Timeout | undefined;
  let sentAt = -GAP_MS;

  const send = (event: 'hello' | 'batch', data: object): void => {
    heartbeat.refresh();
    const id = formatId(run, place);
    full = !out.write(`event: ${event}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`);
  };
  const flush = (): void => {
    timer = undefined;
    const taken = takeBatch(source, place, wishes.logs);
    if (taken === undefined) return;
    ({ place } = taken);
    sentAt = performance.now();
    send('batch', taken.batch);
  };
  /** Called for every event of the router, so it does next to nothing. */
  const wake = (): void => {
    if (full || timer !== undefined) return;
    timer = setTimeout(flush, Math.max(0, sentAt + GAP_MS - performance.now()));
  };
  const onDrain = (): void => {
    full = false;
    wake();
  };
  const heartbeat = setInterval(() => {
    if (!full) out.write(': still here\n\n');
  }, HEARTBEAT_MS);
  const unsubscribers = [events.subscribe(wake), ...(wishes.logs ? [lines.subscribe(wake)] : [])];
  const end = (): void => {
    clearInterval(heartbeat);
    clearTimeout(timer);
    for (const unsubscribe of unsubscribers) unsubscribe();
    out.off('drain', onDrain).off('close', end);
    if (!out.writableEnded) out.end();
  };

  out.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    // Tells nginx and the like not to collect the pieces.
    'x-accel-buffering': 'no',
  });
  out.on('drain', onDrain).on('close', end);
  send('hello', hello);
  wake();
  if (out.destroyed) end();
  return end;
}
