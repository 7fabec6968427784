import type { PeerSeat } from '#core/ports/aggregator.ts';
import type { Logger } from '#core/ports/logger.ts';

/** A server that does not answer holds no listener up for longer. */
const PATIENCE_MS = 3_000;

export interface WatchOptions {
  readonly uris: readonly string[];
  /** Ends what is still being asked. */
  readonly signal: AbortSignal;
  readonly logger: Logger;
  readonly onRefused?: (uri: string) => void;
}

/** Resolves when the servers watch what they can, at the latest after 3 s; never rejects. */
export async function watchResources(
  seat: PeerSeat,
  { uris, signal, logger, onRefused }: WatchOptions,
): Promise<void> {
  if (uris.length === 0) return;
  const watched = uris.map(async (uri) => {
    try {
      const outcome = await seat.subscribe(uri, { signal });
      if (outcome.ok) return;
      logger.debug({ uri, refusal: outcome.error.message }, 'a resource cannot be watched');
    } catch (err) {
      if (!signal.aborted) logger.debug({ err, uri }, 'a resource cannot be watched');
    }
    onRefused?.(uri);
  });
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, PATIENCE_MS);
  });
  await Promise.race([Promise.all(watched), patience]);
  clearTimeout(timer);
}
