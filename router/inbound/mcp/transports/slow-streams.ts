/**
 * The open responses of one session. What the SDK keeps for one that is not read cannot be seen, so
 * what is said meanwhile is counted, and who lets too much wait is cut off.
 */
import type { ServerResponse } from 'node:http';

import { MOST_WAITING } from './most-waiting.ts';

export class SlowStreams {
  readonly #open = new Set<ServerResponse>();
  #waiting = 0;

  /** Until it closes. */
  watch(response: ServerResponse): void {
    this.#open.add(response);
    response.once('close', () => this.#open.delete(response));
  }

  /** So many bytes more, roughly, on any of them. */
  said(size: number): void {
    const stalled = [...this.#open].filter((response) => response.writableNeedDrain);
    this.#waiting = stalled.length === 0 ? 0 : this.#waiting + size;
    if (this.#waiting <= MOST_WAITING) return;
    for (const response of stalled) response.destroy();
    this.#waiting = 0;
  }
}
