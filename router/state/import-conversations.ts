/** Handles that an earlier program kept in `conversations.json`: taken over once, then put aside. */
import { existsSync, readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

import { conversationBackend, conversationStatus } from '#contract/conversations.ts';
import type { ConversationRow, HandleStore, ResponseRow } from '#core/ports/handles.ts';
import type { Logger } from '#core/ports/logger.ts';

const FILE = 'conversations.json';
const LONGEST_BYTES = 64 * 1024 * 1024;
/** Seconds since 1970 stay below it for three thousand years, milliseconds passed it in 1973. */
const SECONDS_BELOW = 100_000_000_000;

const text = z.string().nullish();
/** Up to the last date there is. */
const time = z.number().min(0).max(8.64e15);

const oldRow = z.object({
  id: z.string().min(1),
  backend: conversationBackend,
  model: z.string(),
  native_id: text,
  key: text,
  workdir: text,
  response_ids: z.array(z.string()).nullish(),
  status: conversationStatus.catch('idle'),
  title: text,
  metadata: z.record(z.string(), z.unknown()).nullish(),
  created_at: time,
  updated_at: time.nullish(),
  pending_tool_use_id: text,
});

const oldFile = z.object({
  convs: z.array(z.unknown()),
  resp_to_conv: z.record(z.string(), z.string()).default({}),
});

type OldRow = z.infer<typeof oldRow>;

interface ImportOptions {
  readonly dir: string;
  readonly logger: Logger;
}

/** A file that cannot be read stays where it is; the log says so. */
export function importConversations(handles: HandleStore, { dir, logger }: ImportOptions): void {
  const path = join(dir, FILE);
  if (!existsSync(path)) return;
  try {
    const { convs, resp_to_conv: owners } = readOldFile(path);
    const rows = convs.flatMap((value) => oldRow.safeParse(value).data ?? []);
    for (const row of rows) takeOver(handles, row, owners);
    const aside = freeName(`${path}.imported`);
    renameSync(path, aside);
    logger.info({ found: convs.length, taken: rows.length, aside }, `${path} was taken over`);
  } catch (error) {
    logger.warn({ err: error }, `${path} could not be taken over; it stays as it is`);
  }
}

/** The file of an earlier import is the user's, too. */
function freeName(wanted: string): string {
  let name = wanted;
  for (let number = 2; existsSync(name); number++) name = `${wanted}-${number}`;
  return name;
}

function readOldFile(path: string): z.infer<typeof oldFile> {
  const { size } = statSync(path);
  if (size > LONGEST_BYTES) throw new RangeError(`the file has ${size} bytes`);
  return oldFile.parse(JSON.parse(readFileSync(path, 'utf8')));
}

/** May have happened before: a crash can come between the last row and the renaming. */
function takeOver(handles: HandleStore, old: OldRow, owners: Readonly<Record<string, string>>) {
  const row = toRow(old);
  if (handles.get(row.id) !== undefined || !handles.create(row).created) return;
  const listed = old.response_ids ?? [];
  const others = Object.keys(owners).filter((id) => owners[id] === row.id && !listed.includes(id));
  let previous: string | null = null;
  for (const id of [...others, ...listed]) {
    if (handles.getResponse(id) !== undefined) continue;
    handles.addResponse(toResponse(id, previous, row), {});
    previous = id;
  }
}

function toRow(old: OldRow): ConversationRow {
  const createdAt = toMilliseconds(old.created_at);
  const pendingId = old.pending_tool_use_id ?? null;
  const rested = pendingId === null ? 'idle' : 'awaiting_input';
  return {
    id: old.id,
    backend: old.backend,
    model: old.model,
    nativeId: old.native_id ?? null,
    folder: old.workdir ?? null,
    title: old.title ?? null,
    key: old.key ?? null,
    metadata: Object.fromEntries(
      Object.entries(old.metadata ?? {}).map(([name, value]) => [name, toText(value)]),
    ),
    // The two could differ, and a conversation that waits for nothing would wait for ever.
    status: old.status === 'dead' ? 'dead' : rested,
    pendingId,
    lastClient: null,
    createdAt,
    updatedAt: toMilliseconds(old.updated_at ?? old.created_at),
  };
}

function toResponse(id: string, previous: string | null, row: ConversationRow): ResponseRow {
  return {
    id,
    conversation: row.id,
    previous,
    model: row.model,
    status: 'completed',
    reason: null,
    error: null,
    items: null,
    usage: null,
    metadata: {},
    createdAt: row.updatedAt,
  };
}

function toText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function toMilliseconds(at: number): number {
  return Math.round(at < SECONDS_BELOW ? at * 1000 : at);
}
