/** Ends conversations, at their backend too: those that are not wanted, and what a crash cut off. */
import type { ConversationRow } from '#core/ports/handles.ts';
import type { Owners } from './owners.ts';
import { dropRow, type TurnParts } from './run-turn.ts';
import type { TurnLocks } from './turn-locks.ts';

interface RemovalParts extends Omit<TurnParts, 'now'> {
  readonly owners: Owners;
  readonly locks: TurnLocks;
}

export function createRemovals(parts: RemovalParts) {
  const { handles, owners, locks, logger, ending } = parts;

  /** Takes the lock; false when it is not there, or not wanted any more. */
  async function drop(
    id: string,
    signal: AbortSignal,
    isWanted: (row: ConversationRow) => boolean,
  ): Promise<boolean> {
    // Turns that wait would only make what is thrown away then, and cost.
    const release = await locks.acquire(id, signal, 'first');
    try {
      const row = handles.get(id);
      if (row === undefined || !isWanted(row)) return false;
      await dropRow(row, owners.of(row), parts);
      return true;
    } finally {
      release();
    }
  }

  /** A router that cannot make up for a crash still has everything else to do. */
  function settle(startedAt: number): readonly ConversationRow[] {
    try {
      return handles.settle(startedAt);
    } catch (error) {
      logger.warn({ err: error }, 'conversations that a crash cut off are left for the next start');
      return [];
    }
  }

  return {
    remove: (id: string, signal: AbortSignal) =>
      drop(id, AbortSignal.any([signal, ending]), () => true),
    recover(startedAt: number): void {
      for (const { id, provisional } of settle(startedAt)) {
        if (provisional !== true) continue;
        // A request with the same key may have gone on with it meanwhile.
        drop(id, ending, (row) => row.provisional === true).catch((error: unknown) => {
          logger.debug({ err: error, conversation: id }, 'left for the next start');
        });
      }
    },
  };
}
