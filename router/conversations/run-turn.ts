/** One turn from its first event to what the handles say afterwards, however it ends. */
import type { BackendEvent, TranscriptOwner } from '#core/ports/conversation-backend.ts';
import type { TurnEvent, TurnInput, TurnOptions } from '#core/ports/conversations.ts';
import type { ConversationRow, HandleStore, ResponseRow } from '#core/ports/handles.ts';
import type { Logger } from '#core/ports/logger.ts';
import { RouterError, toRouterError } from '#core/router-error.ts';
import { toKeptUsage } from './kept-usage.ts';
import { restingStatus } from './new-row.ts';

/** For giving back what a failed first turn had at its backend. */
const REMOVAL_MS = 30_000;

export interface TurnParts {
  readonly handles: HandleStore;
  readonly logger: Logger;
  readonly now: () => number;
  /** Fires at the end of the router. */
  readonly ending: AbortSignal;
}

export interface Turn {
  /** As it is under its lock. */
  readonly row: ConversationRow;
  readonly owner: TranscriptOwner;
  readonly responseId: string;
  readonly createdAt: number;
  /** The response that it goes on from, where the client named one. */
  readonly previous: string | null;
  readonly input: TurnInput;
  /** Its signal is fired by the client, by a cancel, and at the end of the router. */
  readonly options: TurnOptions;
}

/** Rejects with what the backend says. Whoever runs it holds the lock until it ends. */
export async function* runTurn(turn: Turn, parts: TurnParts): AsyncGenerator<TurnEvent> {
  const { row, owner, input, options } = turn;
  const { handles, now } = parts;
  let failure: unknown;
  let isFinished = false;
  try {
    options.signal.throwIfAborted();
    keepBeginning(turn, parts);
    for await (const event of owner.run(row, input, options)) {
      if (event.kind === 'finished') {
        const response = keepResponse(turn, event, parts);
        isFinished = true;
        yield { kind: 'finished', result: event.result, response };
        return;
      }
      if (event.kind === 'native') keepNative(row.id, event, parts);
      else if (event.kind === 'answered') {
        handles.update(row.id, { pendingId: null, updatedAt: now() });
      }
      // Whatever the backend makes of the signal. What is finished was said, and counts.
      options.signal.throwIfAborted();
      if (event.kind === 'text' || event.kind === 'reasoning') yield event;
    }
    throw new RouterError('UPSTREAM_CUT', `${owner.holder} ended without an answer`);
  } catch (error) {
    failure = options.signal.aborted ? options.signal.reason : error;
    throw failure;
  } finally {
    // Also when the iteration is given up half way.
    if (!isFinished) await settle(turn, failure, parts);
  }
}

/** The client is told the id now, so it stays known, however the router may end. */
function keepBeginning(turn: Turn, { handles, now }: TurnParts): void {
  const { row, options } = turn;
  const changes = { status: 'busy', lastClient: options.client, updatedAt: now() } as const;
  const begun = { ...newResponse(turn), status: 'in_progress', error: 'SHUTTING_DOWN' } as const;
  if (row.provisional !== true) return handles.addResponse(begun, changes);
  // What a crash leaves of the conversation is removed later; not this.
  handles.update(row.id, changes);
  handles.addResponse({ ...begun, conversation: null }, {});
}

function keepNative(
  id: string,
  { nativeId, folder }: Extract<BackendEvent, { kind: 'native' }>,
  { handles, now }: TurnParts,
): void {
  handles.update(id, { nativeId, updatedAt: now(), ...(folder !== undefined && { folder }) });
}

function keepResponse(
  turn: Turn,
  { result, ...event }: Extract<BackendEvent, { kind: 'finished' }>,
  { handles, now }: TurnParts,
): ResponseRow {
  const pendingId = event.pendingId ?? null;
  const at = now();
  const kept = { items: event.items ?? null, usage: toKeptUsage(result.usage) };
  const { status: outcome, reason = null } = result;
  const response = { ...newResponse(turn), ...kept, status: outcome, reason };
  const status = restingStatus({ pendingId });
  handles.addResponse(response, { status, pendingId, provisional: false, updatedAt: at });
  return response;
}

/** Its id is known to the client, which may ask later what became of it. */
function unanswered(turn: Turn, failure: unknown): ResponseRow {
  const error = failure === undefined ? 'CANCELLED' : toRouterError(failure).code;
  const status = error === 'CANCELLED' ? 'cancelled' : 'failed';
  return { ...newResponse(turn), status, error };
}

function newResponse({ row, responseId, createdAt, previous, options }: Turn): ResponseRow {
  return {
    id: responseId,
    conversation: row.id,
    previous,
    model: row.model,
    status: 'completed',
    reason: null,
    error: null,
    items: null,
    usage: null,
    metadata: options.metadata,
    createdAt,
  };
}

/** Nothing is left of a conversation that began with this turn; another one may go on. */
async function settle(turn: Turn, failure: unknown, parts: TurnParts): Promise<void> {
  const { handles, now } = parts;
  const row = handles.get(turn.row.id);
  const response = unanswered(turn, failure);
  if (row === undefined || row.provisional === true) {
    handles.addResponse({ ...response, conversation: null }, {});
    return row && dropRow(row, turn.owner, parts);
  }
  const isGone = failure instanceof RouterError && failure.code === 'CONVERSATION_GONE';
  const isFirst = turn.row.nativeId === null && row.nativeId !== null;
  if (isFirst) await removeNative(row, turn.owner, parts);
  // Never answered, so nothing can be lost: the next turn is the first one.
  if (isFirst || (isGone && handles.lastResponse(row.id) === undefined)) {
    const fresh = { nativeId: null, folder: null, pendingId: null, status: 'idle' } as const;
    handles.addResponse(response, { ...fresh, updatedAt: now() });
    return;
  }
  const status = isGone ? 'dead' : restingStatus(row);
  handles.addResponse(response, { status, updatedAt: now() });
}

/**
 * The backend first: while the row is there, a crash in between can be made up for. Rejects at the
 * end of the router; then the next start does it.
 */
export async function dropRow(
  row: ConversationRow,
  owner: TranscriptOwner | undefined,
  parts: Omit<TurnParts, 'now'>,
): Promise<void> {
  await removeNative(row, owner, parts);
  parts.handles.delete(row.id);
}

async function removeNative(
  row: ConversationRow,
  owner: TranscriptOwner | undefined,
  { logger, ending }: Omit<TurnParts, 'now'>,
): Promise<void> {
  try {
    await owner?.remove(row, AbortSignal.any([AbortSignal.timeout(REMOVAL_MS), ending]));
  } catch (error) {
    if (ending.aborted) throw ending.reason;
    const facts = { err: error, conversation: row.id, nativeId: row.nativeId };
    logger.warn(facts, 'what a conversation had at its backend could not be removed');
  }
}
