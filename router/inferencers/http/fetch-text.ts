/** One HTTP call of our own to an inferencer whose answer is wanted whole; no stream is built for it. */
import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';

import type { RouterError } from '#core/router-error.ts';
import { toUpstreamError } from '../relay/upstream-failure.ts';
import { toExchange, type JsonCall } from './json-call.ts';
import { toStatusError } from './to-status-error.ts';
import { toCancelled } from './until-aborted.ts';

/** Resolves with the body of a 2xx answer; everything else rejects with a RouterError. */
export function fetchText(call: JsonCall): Promise<string> {
  return new Promise((resolve, reject) => {
    const { target } = call;
    const collector = new Collector(call, { resolve, reject });
    if (!collector.watch()) return;
    const path = target.basePath + call.path;
    target.dispatcher.dispatch({ origin: target.origin, path, ...toExchange(call) }, collector);
  });
}

interface Settle {
  readonly resolve: (text: string) => void;
  readonly reject: (error: RouterError) => void;
}

/** Error bodies beyond this say nothing more. */
const ERROR_BYTES = 262_144;

class Collector implements Dispatcher.DispatchHandler {
  readonly #call: JsonCall;
  readonly #settle: Settle;
  readonly #pieces: Buffer[] = [];
  #controller: Dispatcher.DispatchController | undefined;
  #status = 0;
  #headers: IncomingHttpHeaders = {};
  #length = 0;

  constructor(call: JsonCall, settle: Settle) {
    this.#call = call;
    this.#settle = settle;
  }

  /** False when the call was cancelled before it began. */
  watch(): boolean {
    const { signal } = this.#call;
    if (signal.aborted) this.#onAbort();
    else signal.addEventListener('abort', this.#onAbort);
    return !signal.aborted;
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#call.signal.aborted) controller.abort(toCancelled(this.#call.signal));
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: IncomingHttpHeaders,
  ): void {
    this.#status = status;
    this.#headers = headers;
  }

  onResponseData(_controller: Dispatcher.DispatchController, piece: Buffer): void {
    if (this.#status >= 300 && this.#length > ERROR_BYTES) return;
    this.#pieces.push(piece);
    this.#length += piece.length;
  }

  onResponseEnd(): void {
    this.#release();
    const [first] = this.#pieces;
    const bytes =
      first !== undefined && this.#pieces.length === 1 ? first : Buffer.concat(this.#pieces);
    const text = bytes.toString('utf8');
    if (this.#status >= 200 && this.#status < 300) {
      this.#settle.resolve(text);
      return;
    }
    const { name } = this.#call.target;
    const answer = { name, status: this.#status, headers: this.#headers, text };
    this.#settle.reject(toStatusError(answer));
  }

  onResponseError(_controller: Dispatcher.DispatchController, cause: Error): void {
    this.#release();
    const { signal, target } = this.#call;
    const begun = this.#status !== 0;
    this.#settle.reject(
      signal.aborted ? toCancelled(signal) : toUpstreamError(cause, target, begun),
    );
  }

  /** At once, because a connection that is still being made would be waited for. */
  readonly #onAbort = (): void => {
    this.#release();
    const error = toCancelled(this.#call.signal);
    this.#controller?.abort(error);
    this.#settle.reject(error);
  };

  #release(): void {
    this.#call.signal.removeEventListener('abort', this.#onAbort);
  }
}
