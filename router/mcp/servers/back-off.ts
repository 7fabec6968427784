/** How long to wait before a server that could not be reached is tried again. */
import { LONGEST_TIMER_MS } from '#core/longest-timer.ts';

const FIRST_RETRY_MS = 1000;
/** A connection that held this long starts its back-off anew. */
const STABLE_MS = 10_000;

export interface BackOffOptions {
  /** Ceiling of the delay; 0 means that nothing is tried again. */
  readonly retryMaxMs: number;
  /** From 0 to below 1. */
  readonly random: () => number;
}

export class BackOff {
  readonly #options: BackOffOptions;
  #attempts = 0;

  constructor(options: BackOffOptions) {
    this.#options = options;
  }

  /** Failed ones in a row. */
  get attempts(): number {
    return this.#attempts;
  }

  get isOff(): boolean {
    return this.#options.retryMaxMs === 0;
  }

  failed(): void {
    this.#attempts++;
  }

  held(ms: number): void {
    if (ms >= STABLE_MS) this.#attempts = 0;
  }

  /** Doubled with each failed attempt, and up to half of it less, so that not all come at once. */
  delayMs(): number {
    const { retryMaxMs, random } = this.#options;
    const doubled = FIRST_RETRY_MS * 2 ** (this.#attempts - 1);
    const ceiling = Math.min(doubled, retryMaxMs, LONGEST_TIMER_MS);
    return Math.round(ceiling * (0.5 + random() / 2));
  }
}
