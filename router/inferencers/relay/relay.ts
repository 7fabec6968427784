/**
 * The hot path: one request out, one answer back, bytes untouched. Answers go straight from the
 * upstream's parser into the client's socket, with back-pressure both ways; nothing is parsed.
 */
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import type { Dispatcher } from 'undici';

import type { RelayCall, RelayOutcome } from '#core/ports/inferencers.ts';
import { toErrorBody } from '#core/error-body.ts';
import type { RouterError } from '#core/router-error.ts';
import { toCancelled } from '#core/until-aborted.ts';
import { toClientHeaders } from './relay-headers.ts';
import type { RelayTarget } from './target.ts';
import { toUpstreamError } from './upstream-failure.ts';

/**
 * Sends `call` to `target` and its answer into `out`. Resolves when the answer is complete, broken
 * off or given up by the client; rejects with a RouterError only while nothing was written.
 */
export function relay(
  call: RelayCall,
  target: RelayTarget,
  out: ServerResponse,
): Promise<RelayOutcome> {
  return new Promise((resolve, reject) => {
    const settle = { resolve, reject };
    const handler = new RelayHandler({ target, out, settle, signal: call.signal });
    handler.watch();
    if (call.signal.aborted) return;
    const { body, ...length } = toPayload(call.body);
    target.dispatcher.dispatch(
      {
        origin: target.origin,
        path: target.basePath + call.path,
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...call.headers,
          ...target.headers,
          ...length,
        },
        body,
        headersTimeout: target.idleTimeoutMs,
        bodyTimeout: target.idleTimeoutMs,
      },
      handler,
    );
  });
}

interface Settle {
  readonly resolve: (outcome: RelayOutcome) => void;
  readonly reject: (error: RouterError) => void;
}

interface RelayParts {
  readonly target: RelayTarget;
  readonly out: ServerResponse;
  readonly settle: Settle;
  readonly signal: AbortSignal;
}

class RelayHandler implements Dispatcher.DispatchHandler {
  readonly #target: RelayTarget;
  readonly #out: ServerResponse;
  readonly #settle: Settle;
  readonly #signal: AbortSignal;
  #controller: Dispatcher.DispatchController | undefined;
  #status = 0;
  #eventStream = false;
  #settled = false;
  #stopped: RouterError | undefined;

  constructor(parts: RelayParts) {
    this.#target = parts.target;
    this.#out = parts.out;
    this.#settle = parts.settle;
    this.#signal = parts.signal;
  }

  /** Whatever ends the request ends the upstream call, also while it still waits for a socket. */
  watch(): void {
    this.#signal.addEventListener('abort', this.#onAbort);
    if (this.#signal.aborted) this.#onAbort();
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#stopped !== undefined) controller.abort(this.#stopped);
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    upstream: IncomingHttpHeaders,
  ): void {
    if (status < 200) return;
    const headers = toClientHeaders(upstream);
    this.#out.writeHead(status, headers);
    this.#status = status;
    this.#eventStream =
      headers['content-type']?.toString().startsWith('text/event-stream') ?? false;
    // A model that thinks long must still show its headers, but a first chunk in the same read
    // should share their packet.
    if (this.#eventStream) process.nextTick(flushHeaders, this.#out);
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (!this.#out.write(chunk)) {
      controller.pause();
      this.#out.once('drain', this.#onDrain);
    }
  }

  onResponseEnd(): void {
    this.#out.end();
    this.#finish({ status: this.#status, cancelled: false });
  }

  onResponseError(_controller: Dispatcher.DispatchController, cause: Error): void {
    const error = this.#stopped ?? toUpstreamError(cause, this.#target, this.#status !== 0);
    if (this.#status === 0) {
      this.#refuse(error);
      return;
    }
    this.#breakOff(error);
    const cancelled = error.code === 'CANCELLED';
    this.#finish({ status: this.#status, cancelled, errorCode: error.code });
  }

  /** Ends the call while nothing is written. */
  #refuse(error: RouterError): void {
    if (this.#out.destroyed) {
      this.#finish({ status: error.status, cancelled: error.code === 'CANCELLED' });
      return;
    }
    this.#release();
    if (this.#settled) return;
    this.#settled = true;
    this.#settle.reject(error);
  }

  /** A broken answer must not look like a whole one. */
  #breakOff(error: RouterError): void {
    if (this.#out.destroyed) return;
    if (!this.#eventStream) {
      this.#out.destroy();
      return;
    }
    this.#out.end(`\n\ndata: ${JSON.stringify(toErrorBody(error))}\n\n`);
  }

  readonly #onAbort = (): void => {
    this.#stopped ??= toCancelled(this.#signal);
    // Nobody would tell us of the abort while there is no connection yet.
    if (this.#controller === undefined) this.#refuse(this.#stopped);
    else this.#controller.abort(this.#stopped);
  };

  readonly #onDrain = (): void => {
    this.#controller?.resume();
  };

  #finish(outcome: RelayOutcome): void {
    this.#release();
    if (this.#settled) return;
    this.#settled = true;
    this.#settle.resolve(outcome);
  }

  #release(): void {
    this.#out.off('drain', this.#onDrain);
    this.#signal.removeEventListener('abort', this.#onAbort);
  }
}

function flushHeaders(out: ServerResponse): void {
  if (!out.writableEnded && !out.destroyed) out.flushHeaders();
}

/** Pieces go out one after the other; undici must be told their length, or it would chunk them. */
function toPayload(parts: readonly Buffer[]) {
  const [first] = parts;
  if (parts.length === 1 && first !== undefined) return { body: first };
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  // undici takes any iterable of buffers, which only its type does not say.
  return { body: parts as unknown as Buffer, 'content-length': String(length) };
}
