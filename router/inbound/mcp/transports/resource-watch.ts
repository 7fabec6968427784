/** What one seat watches for its listeners. */
import type { PeerSeat } from '#core/ports/aggregator.ts';
import type { Logger } from '#core/ports/logger.ts';
import { settledWithin } from '#core/settled-within.ts';

/** A server that does not answer holds no listener up for longer. */
const PATIENCE_MS = 3_000;

export interface ResourceWatchOptions {
  /** Ends what is still being asked. */
  readonly signal: AbortSignal;
  readonly logger: Logger;
}

export class ResourceWatch {
  readonly #seat: PeerSeat;
  readonly #options: ResourceWatchOptions;
  /** Each settles when its server agreed or refused; what was refused is taken out. */
  readonly #watched = new Map<string, Promise<boolean>>();

  constructor(seat: PeerSeat, options: ResourceWatchOptions) {
    this.#seat = seat;
    this.#options = options;
  }

  /**
   * Watches these and nothing else. Resolves when the servers agreed or refused, at the latest after
   * 3 s, to what is not refused. Never rejects.
   */
  async watch(uris: Iterable<string>): Promise<ReadonlySet<string>> {
    const wanted = new Set(uris);
    for (const uri of this.#watched.keys()) if (!wanted.has(uri)) this.#end(uri);
    for (const uri of wanted) if (!this.#watched.has(uri)) this.#begin(uri);
    if (wanted.size > 0) await settledWithin(PATIENCE_MS, Promise.all(this.#watched.values()));
    return new Set(this.#watched.keys());
  }

  #begin(uri: string): void {
    const asked = this.#ask(uri).then((isWatched) => {
      if (!isWatched && this.#watched.get(uri) === asked) this.#watched.delete(uri);
      return isWatched;
    });
    this.#watched.set(uri, asked);
  }

  async #ask(uri: string): Promise<boolean> {
    const { signal, logger } = this.#options;
    try {
      const outcome = await this.#seat.subscribe(uri, { signal });
      if (outcome.ok) return true;
      logger.debug({ uri, refusal: outcome.error.message }, 'a resource cannot be watched');
    } catch (err) {
      if (!signal.aborted) logger.debug({ err, uri }, 'a resource cannot be watched');
    }
    return false;
  }

  #end(uri: string): void {
    const { signal, logger } = this.#options;
    this.#watched.delete(uri);
    this.#seat.unsubscribe(uri, { signal }).catch((err: unknown) => {
      if (!signal.aborted) logger.debug({ err, uri }, 'a resource is still watched');
    });
  }
}
