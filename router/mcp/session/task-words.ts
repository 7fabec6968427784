import type { JsonObject } from '#core/ports/tools.ts';
import type { PendingCall } from './pending-calls.ts';

/** What a server says about a task: each answer is a sign of life, and its words are told once. */
export class TaskWords {
  readonly #pending: Pick<PendingCall, 'progressed' | 'said'>;
  #last: unknown;

  constructor(pending: Pick<PendingCall, 'progressed' | 'said'>) {
    this.#pending = pending;
  }

  heard({ statusMessage }: JsonObject): void {
    if (typeof statusMessage !== 'string' || statusMessage === this.#last) {
      return this.#pending.progressed();
    }
    this.#last = statusMessage;
    this.#pending.said(statusMessage);
  }
}
