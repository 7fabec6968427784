import type { ConversationRow } from '#core/ports/handles.ts';

/** As OpenAI's conversation, with what the router knows beside it. Times are seconds since 1970. */
export function toConversationObject(row: ConversationRow) {
  const { id, metadata, backend, model, status, title, key } = row;
  return {
    id,
    object: 'conversation',
    created_at: Math.floor(row.createdAt / 1000),
    metadata,
    backend,
    model,
    status,
    title,
    key,
    updated_at: Math.floor(row.updatedAt / 1000),
  };
}
