/** A response after it was made: its handle is ours, its words are read from whoever has them. */
import type { Conversations, RequiredAction, TranscriptItem } from '#core/ports/conversations.ts';
import type { ConversationRow, ResponseRow } from '#core/ports/handles.ts';
import { RouterError } from '#core/router-error.ts';
import { ASK_USER, toAskId, toItemId, type OutputItem } from './output-item.ts';
import { renderResponse, toResponseError, type ResponseUsage } from './response-object.ts';
import { toOutputItems } from './to-output-items.ts';

interface StoredResponse {
  readonly row: ResponseRow;
  /** Undefined where it was gone with a first turn that failed. */
  readonly conversation: ConversationRow | undefined;
  readonly conversations: Conversations;
}

/** Throws UNKNOWN_RESPONSE. */
export function findStored(id: string, conversations: Conversations): StoredResponse {
  const row = conversations.getResponse(id);
  const owner = row?.conversation ?? undefined;
  const conversation = owner === undefined ? undefined : conversations.get(owner);
  if (row === undefined || (owner !== undefined && conversation === undefined)) {
    throw new RouterError(
      'UNKNOWN_RESPONSE',
      `there is no response '${id}'; the router knows those that were made with store:true`,
    );
  }
  return { row, conversation, conversations };
}

/** Rejects with NOT_SUPPORTED and the reason where the owner of the words does not show them. */
export async function readStored(stored: StoredResponse, signal: AbortSignal) {
  const { row, conversation, conversations } = stored;
  const { error } = row;
  if (conversation === undefined || error !== null) return toUnanswered(row);
  const [, output] = await readItems(stored, signal);
  // What the conversation waits for now is what its newest response asked.
  const isAsking = conversation.status === 'awaiting_input' && conversations.isNewest(row);
  const action = isAsking ? await conversations.pending(conversation, signal) : undefined;
  const said = toOutputItems(output, row);
  const items = action === undefined ? said : [...said, toAskItem(action, row.id, said.length)];
  const { usage, reason } = row;
  return renderResponse(toFrame(row), {
    status: row.status,
    output: items.length > 0 ? items : [emptyMessage(row.id)],
    usage: usage === null ? null : toUsage(usage),
    ...(reason !== null && { reason }),
    ...(action !== undefined && { action }),
  });
}

function toFrame({ id, createdAt, model, conversation, previous, metadata }: ResponseRow) {
  const seconds = Math.floor(createdAt / 1000);
  return { id, createdAt: seconds, model, conversation, previous, store: true, metadata };
}

/** What it said before it broke off was said to its client only. */
function toUnanswered(row: ResponseRow) {
  const { status, error } = row;
  const why = error !== null && status === 'failed' && { error: toResponseError(error) };
  return renderResponse(toFrame(row), { status, output: [], usage: null, ...why });
}

/** The messages that went in and those that came out. Rejects as `readStored`. */
export async function readItems(
  { row, conversation, conversations }: StoredResponse,
  signal: AbortSignal,
): Promise<readonly [readonly TranscriptItem[], readonly TranscriptItem[]]> {
  if (conversation === undefined || row.error !== null) {
    const status = row.status.replace('_', ' ');
    const message = `nobody shows what a response was given that is ${status}`;
    throw new RouterError('NOT_SUPPORTED', message);
  }
  const items = await conversations.items(conversation, signal);
  if (row.items === null) {
    throw new RouterError(
      'NOT_SUPPORTED',
      'the holder of the conversation does not say which of its items belong to the response',
    );
  }
  const [start, middle, end] = row.items;
  return [items.slice(start, middle), items.slice(middle, end)];
}

function toAskItem(action: RequiredAction, responseId: string, index: number): OutputItem {
  return {
    type: 'function_call',
    id: toItemId('fc', responseId, index),
    status: 'completed',
    call_id: toAskId(responseId),
    name: ASK_USER,
    arguments: JSON.stringify(action.question),
  };
}

/** As a response with nothing in it had it when it was made. */
function emptyMessage(responseId: string): OutputItem {
  const part = { type: 'output_text', text: '', annotations: [], logprobs: [] } as const;
  const id = toItemId('msg', responseId, 0);
  return { type: 'message', id, status: 'completed', role: 'assistant', content: [part] };
}

/** Of what the handle keeps. */
function toUsage(usage: NonNullable<ResponseRow['usage']>): ResponseUsage {
  const { input, output, total = input + output, cached = 0, reasoning = 0 } = usage;
  return {
    input_tokens: input,
    input_tokens_details: { cached_tokens: cached },
    output_tokens: output,
    output_tokens_details: { reasoning_tokens: reasoning },
    total_tokens: total,
  };
}
