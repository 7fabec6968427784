/** From what a request says to the conversation it means, and whether it still means it later. */
import type { TurnTarget } from '#core/ports/conversations.ts';
import type { ConversationRow, HandleStore, ResponseRow } from '#core/ports/handles.ts';
import { RouterError } from '#core/router-error.ts';

/** Undefined when one must begin. Throws UNKNOWN_CONVERSATION, UNKNOWN_RESPONSE, INVALID_REQUEST. */
export function findTarget(handles: HandleStore, target: TurnTarget): ConversationRow | undefined {
  const { conversation, previousResponse, key } = target;
  const named = conversation === undefined ? undefined : needConversation(handles, conversation);
  if (previousResponse !== undefined) {
    const owner = conversationOf(handles, previousResponse);
    if (named !== undefined && named.id !== owner.id) {
      throw new RouterError(
        'INVALID_REQUEST',
        `response '${previousResponse}' belongs to another conversation than '${named.id}'`,
        { param: 'previous_response_id' },
      );
    }
    refuseFork(handles, owner, previousResponse);
    return owner;
  }
  if (named !== undefined) return named;
  return key === undefined ? undefined : handles.findByKey(key);
}

/**
 * The row as it is now that its lock is held. Throws CONVERSATION_CONFLICT when the turn that ran
 * meanwhile answered the question, asked one, or made another response the newest.
 */
export function recheckTarget(
  handles: HandleStore,
  found: ConversationRow,
  { previousResponse }: TurnTarget,
): ConversationRow {
  const row = needConversation(handles, found.id);
  if (row.pendingId !== found.pendingId) {
    throw new RouterError(
      'CONVERSATION_CONFLICT',
      found.pendingId === null
        ? `conversation '${row.id}' asked something meanwhile; this would have become the answer`
        : `the question of conversation '${row.id}' was answered by another request`,
    );
  }
  const newest = previousResponse === undefined ? undefined : handles.lastResponse(row.id)?.id;
  if (newest === previousResponse) return row;
  throw new RouterError(
    'CONVERSATION_CONFLICT',
    `response '${previousResponse}' is not the newest of its conversation any more`,
    { param: 'previous_response_id' },
  );
}

function needConversation(handles: HandleStore, id: string): ConversationRow {
  const row = handles.get(id);
  if (row !== undefined) return row;
  throw new RouterError('UNKNOWN_CONVERSATION', `there is no conversation '${id}'`, {
    param: 'conversation',
  });
}

function conversationOf(handles: HandleStore, response: string): ConversationRow {
  const found = handles.getResponse(response);
  if (found !== undefined && found.error !== null) throw unanswered(found);
  const owner = found?.conversation ?? undefined;
  const row = owner === undefined ? undefined : handles.get(owner);
  if (row !== undefined) return row;
  throw new RouterError('UNKNOWN_RESPONSE', `there is no response '${response}'`, {
    param: 'previous_response_id',
  });
}

function unanswered({ id, status, previous, conversation }: ResponseRow): RouterError {
  const where = previous ?? conversation;
  const end = status === 'failed' ? 'failed' : 'was cancelled';
  const advice = where === null ? 'begin anew' : `go on from '${where}'`;
  const message =
    status === 'in_progress'
      ? `response '${id}' is still being made; wait for its end`
      : `response '${id}' ${end}, so nothing can go on from it; ${advice}`;
  return new RouterError('INVALID_REQUEST', message, { param: 'previous_response_id' });
}

function refuseFork(handles: HandleStore, row: ConversationRow, response: string): void {
  const newest = handles.lastResponse(row.id)?.id;
  if (newest === response) return;
  const isKnown = newest !== undefined && handles.getResponse(newest) !== undefined;
  throw new RouterError(
    'INVALID_REQUEST',
    `response '${response}' is not the newest of its conversation ` +
      `(${isKnown ? `that is '${newest}'` : `that was deleted; go on with 'conversation'`}): ` +
      'whoever holds the transcript can go on at its end only, so a conversation cannot be forked',
    { param: 'previous_response_id' },
  );
}
