/** Between the columns of the tables and the rows of the port. */
import type { SQLInputValue, SQLOutputValue } from 'node:sqlite';
import { z } from 'zod';

import { conversationBackend, conversationStatus } from '#contract/conversations.ts';
import { ERROR_CODES } from '#contract/errors.ts';
import type { ConversationRow, ResponseRow, RowChanges } from '#core/ports/handles.ts';

type Columns = Record<string, SQLOutputValue>;

const text = z.string().nullable();
const metadata = z.record(z.string(), z.string());

/** Column of each field; the order is that of the table. */
const CONVERSATION_COLUMNS = {
  id: 'id',
  backend: 'backend',
  model: 'model',
  nativeId: 'native_id',
  folder: 'folder',
  title: 'title',
  key: 'key',
  metadata: 'metadata',
  status: 'status',
  pendingId: 'pending_id',
  lastClient: 'last_client',
  provisional: 'provisional',
  createdAt: 'created_at',
  updatedAt: 'updated_at',
} as const satisfies Record<keyof Required<ConversationRow>, string>;

const conversationColumns = z
  .object({
    id: z.string(),
    backend: conversationBackend,
    model: z.string(),
    native_id: text,
    folder: text,
    title: text,
    key: text,
    metadata: z.string(),
    status: conversationStatus,
    pending_id: text,
    last_client: text,
    provisional: z.number(),
    created_at: z.number(),
    updated_at: z.number(),
  })
  .transform((row): ConversationRow => ({
    id: row.id,
    backend: row.backend,
    model: row.model,
    nativeId: row.native_id,
    folder: row.folder,
    title: row.title,
    key: row.key,
    metadata: metadata.parse(JSON.parse(row.metadata)),
    status: row.status,
    pendingId: row.pending_id,
    lastClient: row.last_client,
    provisional: row.provisional === 1,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }));

const place = z.tuple([z.number(), z.number(), z.number()]);
const usage = z.object({
  input: z.number(),
  output: z.number(),
  total: z.number().exactOptional(),
  cached: z.number().exactOptional(),
  reasoning: z.number().exactOptional(),
});

const responseColumns = z
  .object({
    id: z.string(),
    conversation: text,
    previous: text,
    model: z.string(),
    status: z.enum([
      'in_progress',
      'completed',
      'incomplete',
      'requires_action',
      'failed',
      'cancelled',
    ]),
    reason: z.enum(['max_output_tokens', 'content_filter']).nullable(),
    // A code that a later version knows.
    error: z.enum(ERROR_CODES).nullable().catch('INTERNAL'),
    items: text,
    usage: text,
    metadata: z.string(),
    created_at: z.number(),
  })
  .transform(
    ({ items, usage: used, metadata: pairs, created_at: createdAt, ...row }): ResponseRow => ({
      ...row,
      items: items === null ? null : place.parse(JSON.parse(items)),
      usage: used === null ? null : usage.parse(JSON.parse(used)),
      metadata: metadata.parse(JSON.parse(pairs)),
      createdAt,
    }),
  );

export function toConversation(columns: Columns): ConversationRow {
  return conversationColumns.parse(columns);
}

export function toResponse(columns: Columns): ResponseRow {
  return responseColumns.parse(columns);
}

export function fromConversation(row: ConversationRow): Record<string, SQLInputValue> {
  return fromChanges({ provisional: false, ...row });
}

/** Columns with their new values, of those fields that are named. */
export function fromChanges(
  changes: RowChanges & Partial<ConversationRow>,
): Record<string, SQLInputValue> {
  return Object.fromEntries(
    Object.entries(CONVERSATION_COLUMNS).flatMap(([field, column]) => {
      const value: unknown = Reflect.get(changes, field);
      return value === undefined ? [] : [[column, toColumn(value)] as const];
    }),
  );
}

export function fromResponse(row: ResponseRow): Record<string, SQLInputValue> {
  return {
    id: row.id,
    conversation: row.conversation,
    previous: row.previous,
    model: row.model,
    status: row.status,
    reason: row.reason,
    error: row.error,
    items: row.items === null ? null : JSON.stringify(row.items),
    usage: row.usage === null ? null : JSON.stringify(row.usage),
    metadata: JSON.stringify(row.metadata),
    created_at: row.createdAt,
  };
}

function toColumn(value: unknown): SQLInputValue {
  if (typeof value === 'string' || typeof value === 'number' || value === null) return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  return JSON.stringify(value);
}
