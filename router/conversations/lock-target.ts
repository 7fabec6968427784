/** The conversation that a request means, or a new one, locked. */
import type { TurnTarget } from '#core/ports/conversations.ts';
import type { ConversationRow, HandleStore } from '#core/ports/handles.ts';
import { findTarget, recheckTarget } from './find-target.ts';
import { newRow } from './new-row.ts';
import type { Owners } from './owners.ts';
import type { TurnLocks } from './turn-locks.ts';

export interface LockParts {
  readonly handles: HandleStore;
  readonly owners: Owners;
  readonly locks: TurnLocks;
  readonly now: () => number;
}

interface Asker {
  readonly client: string;
  readonly signal: AbortSignal;
}

interface LockedTarget {
  /** As it is now. */
  readonly row: ConversationRow;
  /** Gives the lock back; idempotent. */
  readonly release: () => void;
}

/** Rejects as `Conversations.openTurn`, and with the signal's reason. */
export async function lockTarget(
  target: TurnTarget,
  { client, signal }: Asker,
  parts: LockParts,
): Promise<LockedTarget> {
  const { handles, locks } = parts;
  for (;;) {
    signal.throwIfAborted();
    const found = findTarget(handles, target) ?? begin(target, client, parts);
    const release = await locks.acquire(found.id, signal);
    try {
      const isByKey = target.conversation === undefined && target.previousResponse === undefined;
      // The turn with which it began failed while this one waited: it begins anew with this one.
      if (isByKey && handles.get(found.id) === undefined) {
        release();
        continue;
      }
      return { row: recheckTarget(handles, found, target), release };
    } catch (error) {
      release();
      throw error;
    }
  }
}

function begin({ model, key }: TurnTarget, client: string, { handles, owners, now }: LockParts) {
  const owner = owners.choose(model);
  const state = { lastClient: client, status: 'busy', provisional: true } as const;
  return handles.create(newRow(owner.kind, { model, key: key ?? null, ...state }, now())).row;
}
