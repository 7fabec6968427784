/** One HTTP call of our own to an inferencer whose answer is wanted whole; no stream is built for it. */
import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';

import type { RouterError } from '#core/router-error.ts';
import { toUpstreamError } from '../relay/upstream-failure.ts';
import { BODY_LIMIT, ERROR_BODY_LIMIT, tooLarge } from './answer-limits.ts';
import { toExchange, type JsonCall } from './json-call.ts';
import { toStatusError } from './to-status-error.ts';
import { toCancelled } from '#core/until-aborted.ts';

interface BodyLimits {
  /** Bytes of a 2xx answer; more is UPSTREAM_INVALID. */
  readonly body: number;
  /** Bytes of any other answer; more is not read. */
  readonly errorBody: number;
}

const LIMITS: BodyLimits = { body: BODY_LIMIT, errorBody: ERROR_BODY_LIMIT };

/**
 * Resolves with the body of a 2xx answer; everything else rejects with a RouterError. An answer
 * beyond its limit ends the connection.
 */
export function fetchText(call: JsonCall, limits = LIMITS): Promise<string> {
  return new Promise((resolve, reject) => {
    const { target } = call;
    const collector = new Collector(call, { resolve, reject }, limits);
    if (!collector.watch()) return;
    const path = target.basePath + call.path;
    target.dispatcher.dispatch({ origin: target.origin, path, ...toExchange(call) }, collector);
  });
}

interface Settle {
  readonly resolve: (text: string) => void;
  readonly reject: (error: RouterError) => void;
}

class Collector implements Dispatcher.DispatchHandler {
  readonly #call: JsonCall;
  readonly #settle: Settle;
  readonly #limits: BodyLimits;
  readonly #pieces: Buffer[] = [];
  #controller: Dispatcher.DispatchController | undefined;
  #status = 0;
  #headers: IncomingHttpHeaders = {};
  #length = 0;

  constructor(call: JsonCall, settle: Settle, limits: BodyLimits) {
    this.#call = call;
    this.#settle = settle;
    this.#limits = limits;
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

  onResponseData(controller: Dispatcher.DispatchController, piece: Buffer): void {
    this.#pieces.push(piece);
    this.#length += piece.length;
    const { body, errorBody } = this.#limits;
    if (this.#length <= (this.#isSuccess() ? body : errorBody)) return;
    const { name } = this.#call.target;
    controller.abort(this.#isSuccess() ? tooLarge(name, 'answer', body) : this.#toStatusError());
  }

  onResponseEnd(): void {
    this.#release();
    if (this.#isSuccess()) this.#settle.resolve(this.#text());
    else this.#settle.reject(this.#toStatusError());
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

  #isSuccess(): boolean {
    return this.#status >= 200 && this.#status < 300;
  }

  #toStatusError(): RouterError {
    const { name } = this.#call.target;
    const answer = { status: this.#status, headers: this.#headers, text: this.#text() };
    return toStatusError({ name, ...answer });
  }

  #text(): string {
    const [first] = this.#pieces;
    const isOne = first !== undefined && this.#pieces.length === 1;
    return (isOne ? first : Buffer.concat(this.#pieces)).toString('utf8');
  }

  #release(): void {
    this.#call.signal.removeEventListener('abort', this.#onAbort);
  }
}
