import type { AggregatorNews } from '#core/ports/aggregator.ts';
import type { Logger } from '#core/ports/logger.ts';

/** Tells everybody who listens; one that throws does not keep the others from hearing it. */
export class NewsBoard {
  readonly #listeners = new Set<(news: AggregatorNews) => void>();
  readonly #logger: Logger;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  /** Returns an idempotent unsubscribe. */
  listen(listener: (news: AggregatorNews) => void): () => void {
    // A function of our own: the same listener may listen twice.
    const own = (news: AggregatorNews): void => listener(news);
    this.#listeners.add(own);
    return () => void this.#listeners.delete(own);
  }

  publish(news: AggregatorNews): void {
    for (const listener of this.#listeners) {
      try {
        listener(news);
      } catch (err) {
        this.#logger.error({ err, kind: news.kind }, 'news could not be passed on');
      }
    }
  }
}
