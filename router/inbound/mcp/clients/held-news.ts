/** What a server says while no request of its client waits: kept for the next one, within limits. */
import type { JsonObject } from '#core/ports/tools.ts';
import type { Round } from './round.ts';

const MOST_MESSAGES = 100;
/** Of all messages as JSON texts. */
const MOST_CHARACTERS = 256_000;

interface HeldMessage {
  readonly params: JsonObject;
  readonly size: number;
}

export class HeldNews {
  #messages: HeldMessage[] = [];
  #size = 0;
  #progress: JsonObject | undefined;

  /** Params of `notifications/message`. The oldest make room. */
  message(params: JsonObject): void {
    const { length: size } = JSON.stringify(params);
    if (size > MOST_CHARACTERS) return;
    this.#messages.push({ params, size });
    this.#size += size;
    while (this.#messages.length > MOST_MESSAGES || this.#size > MOST_CHARACTERS) {
      this.#size -= this.#messages.shift()?.size ?? 0;
    }
  }

  /** Params of `notifications/progress` without a token; the last one tells all. */
  progress(params: JsonObject): void {
    this.#progress = params;
  }

  /** As far as that round wants to hear it. */
  deliver(round: Round): void {
    for (const { params } of this.#messages) {
      if (round.wantsLog(String(params['level']))) round.notify('notifications/message', params);
    }
    const progressToken = round.progressToken();
    if (this.#progress !== undefined && progressToken !== undefined) {
      round.notify('notifications/progress', { ...this.#progress, progressToken });
    }
    this.#messages = [];
    this.#size = 0;
    this.#progress = undefined;
  }
}
