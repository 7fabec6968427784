/** Finds conversations by handle, lets one turn at a time run, and keeps what is needed to go on. */
import type { ConversationInfo } from '#contract/conversations.ts';
import type { TranscriptOwner } from '#core/ports/conversation-backend.ts';
import type { Conversations, NewConversation } from '#core/ports/conversations.ts';
import type { Events } from '#core/ports/events.ts';
import type { ConversationRow, HandleStore } from '#core/ports/handles.ts';
import type { Logger } from '#core/ports/logger.ts';
import { RouterError } from '#core/router-error.ts';
import { announceChanges } from './announced-handles.ts';
import { newRow } from './new-row.ts';
import { createOwners } from './owners.ts';
import { createRemovals } from './removals.ts';
import { createTurnLocks } from './turn-locks.ts';
import { createTurns } from './turns.ts';

export interface ConversationParts {
  readonly handles: HandleStore;
  readonly backends: readonly TranscriptOwner[];
  readonly events: Events;
  readonly logger: Logger;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

export interface LiveConversations extends Conversations {
  /**
   * Makes up for a crash before `startedAt` (milliseconds since 1970): nothing is `busy` any more, and
   * what began with the turn that was cut off is removed. Only for the router that listens.
   */
  recover(startedAt: number): void;
}

export function createConversations(parts: ConversationParts): LiveConversations {
  const { events, logger, now = Date.now } = parts;
  const handles = announceChanges(parts.handles, events);
  const owners = createOwners(parts.backends);
  const locks = createTurnLocks();
  const end = new AbortController();
  const shared = { handles, logger, ending: end.signal };
  const turns = createTurns({ ...shared, owners, locks, now });
  const removals = createRemovals({ ...shared, owners, locks });

  /** Whoever is told of it may count on it, even when the turn that it began with fails. */
  const vouchFor = (row: ConversationRow): ConversationRow =>
    row.provisional === true ? (handles.update(row.id, { provisional: false }) ?? row) : row;

  const create = (wanted: NewConversation) => {
    const { model, backend, title = null, key = null, metadata = {} } = wanted;
    const bound = key === null ? undefined : handles.findByKey(key);
    if (bound !== undefined) return { row: vouchFor(bound), created: false };
    const owner = owners.choose(model, backend);
    return handles.create(newRow(owner.kind, { model, title, key, metadata }, now()));
  };

  return {
    create,
    get: (id) => handles.get(id),
    list: (page) => handles.list(page),
    update: (id, changes) => handles.update(id, { ...changes, updatedAt: now() }),
    async delete(id, signal) {
      const wasThere = handles.get(id) !== undefined;
      turns.cancelAll(id);
      // The turn that it began with may have taken it along.
      return (await removals.remove(id, signal)) || wasThere;
    },
    async items(row, signal) {
      const owner = owners.need(row);
      if (owner.items !== undefined) return owner.items(row, signal);
      const why = owner.whyHidden ?? `${owner.holder} does not show what was said`;
      throw new RouterError('NOT_SUPPORTED', why);
    },
    async pending(row, signal) {
      return row.pendingId === null ? undefined : owners.of(row)?.pending?.(row, signal);
    },
    openTurn: (target, input, options) => turns.open(target, input, options),
    getResponse: (id) => handles.getResponse(id),
    isNewest: ({ id, conversation }) =>
      conversation !== null && handles.lastResponse(conversation)?.id === id,
    deleteResponse: (id) => handles.deleteResponse(id),
    cancelResponse: (id) => turns.cancel(id),
    describe: (row) => describeConversation(row, owners.of(row)),
    recover: (startedAt) => removals.recover(startedAt),
    async stop() {
      end.abort(new RouterError('SHUTTING_DOWN'));
      await locks.whenFree();
    },
  };
}

function describeConversation(
  row: ConversationRow,
  owner: TranscriptOwner | undefined,
): ConversationInfo {
  const { id, key, title, backend, model, status, lastClient, createdAt, updatedAt } = row;
  const holder = owner?.holder ?? 'Nobody: its backend is not part of this router';
  const readable = owner?.items !== undefined;
  const texts = { id, key, title, backend, holder, model, status, lastClient };
  return { ...texts, createdAt, updatedAt, readable };
}
