/**
 * One call of a client that cannot be asked back: what servers ask ends the client's request with
 * `input_required`, while the call goes on and waits for the request that brings the answers.
 */
import type { PeerMethod } from '#core/ports/peer.ts';
import type { JsonObject } from '#core/ports/tools.ts';
import { RouterError } from '#core/router-error.ts';
import type { RpcOutcome } from '#core/rpc.ts';
import { toCancelled } from '#core/until-aborted.ts';
import { HeldNews } from './held-news.ts';
import type { Round } from './round.ts';

interface Question {
  readonly method: PeerMethod;
  readonly params: JsonObject;
  readonly settle: (result: JsonObject) => void;
}

export type RoundEnd =
  | { readonly kind: 'done'; readonly result: JsonObject }
  | { readonly kind: 'asked'; readonly questions: JsonObject };

export class ParkedCall {
  readonly #controller = new AbortController();
  readonly #questions = new Map<string, Question>();
  readonly #held = new HeldNews();
  readonly #work: Promise<RoundEnd>;
  #asked = 0;
  #ripe = Promise.withResolvers<void>();
  #isRipening = false;
  #round: Round | undefined;

  constructor(work: (call: ParkedCall) => Promise<JsonObject>) {
    this.#work = Promise.resolve()
      .then(() => work(this))
      .then((result) => ({ kind: 'done', result }));
    // Nobody may be waiting when it fails; who comes next hears of it.
    this.#work.catch(() => undefined);
  }

  /** Of the whole call, over all its rounds. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** The request that waits for it now. */
  get round(): Round | undefined {
    return this.#round;
  }

  /** Whether it wants log messages of that level; all are kept while no request waits. */
  wantsLog(level: string): boolean {
    return this.#round?.wantsLog(level) ?? true;
  }

  /** To the request that waits; of the rest, log messages are kept for the next one. */
  tell(method: string, params: JsonObject): void {
    if (this.#round !== undefined) this.#round.notify(method, params);
    else if (method === 'notifications/message') this.#held.message(params);
  }

  /** Keeps progress (without a token) for the next request, while none waits. */
  holdProgress(progress: JsonObject): void {
    if (this.#round === undefined) this.#held.progress(progress);
  }

  /** What the server asks, until a later round answers. */
  async ask(method: PeerMethod, params: JsonObject, signal: AbortSignal): Promise<RpcOutcome> {
    const either = AbortSignal.any([signal, this.signal]);
    if (either.aborted) throw toCancelled(either);
    this.#asked += 1;
    const key = `q${this.#asked}`;
    const answer = Promise.withResolvers<JsonObject>();
    const giveUp = (): void => answer.reject(toCancelled(either));
    either.addEventListener('abort', giveUp, { once: true });
    this.#questions.set(key, { method, params, settle: answer.resolve });
    this.#ripen();
    try {
      return { ok: true, result: await answer.promise };
    } finally {
      either.removeEventListener('abort', giveUp);
      this.#questions.delete(key);
    }
  }

  /** Answers by the questions' keys; unknown ones were withdrawn meanwhile. */
  answer(answers: Readonly<Record<string, JsonObject>>): void {
    for (const [key, result] of Object.entries(answers)) {
      const question = this.#questions.get(key);
      this.#questions.delete(key);
      question?.settle(result);
    }
  }

  /** Until the call is done or something is asked. Rejects as the work. One round at a time. */
  async wait(round: Round): Promise<RoundEnd> {
    this.#round = round;
    const { signal } = round;
    const follow = (): void => this.abort(toGivenUp(signal));
    signal.addEventListener('abort', follow, { once: true });
    if (signal.aborted) follow();
    this.#held.deliver(round);
    this.#ripe = Promise.withResolvers();
    if (this.#questions.size > 0) this.#ripen();
    try {
      return await Promise.race([this.#work, this.#whenAsked()]);
    } finally {
      // Before the client has the answer, because its request ends with it.
      signal.removeEventListener('abort', follow);
      this.#round = undefined;
    }
  }

  abort(reason: RouterError): void {
    this.#controller.abort(reason);
  }

  /** Questions that arrive together go out together. */
  #ripen(): void {
    if (this.#isRipening) return;
    this.#isRipening = true;
    setImmediate(() => {
      this.#isRipening = false;
      if (this.#questions.size > 0) this.#ripe.resolve();
    });
  }

  async #whenAsked(): Promise<RoundEnd> {
    await this.#ripe.promise;
    const questions = Object.fromEntries(
      Array.from(this.#questions, ([key, { method, params }]) => [key, { method, params }]),
    );
    return { kind: 'asked', questions };
  }
}

function toGivenUp({ reason }: AbortSignal): RouterError {
  if (reason instanceof RouterError) return reason;
  return new RouterError('CANCELLED', 'the MCP client cancelled');
}
