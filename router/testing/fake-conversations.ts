/** Real conversations over handles in memory, with an owner of transcripts that does as it is told. */
import { DatabaseSync } from 'node:sqlite';

import type { BackendEvent, TranscriptOwner } from '#core/ports/conversation-backend.ts';
import type {
  Conversations,
  OpenTurn,
  RequiredAction,
  TranscriptItem,
  TurnEvent,
  TurnInput,
  TurnOptions,
  TurnResult,
  TurnTarget,
} from '#core/ports/conversations.ts';
import type { Events } from '#core/ports/events.ts';
import type { ConversationRow, HandleStore } from '#core/ports/handles.ts';
import {
  createConversations,
  type LiveConversations,
} from '../conversations/create-conversations.ts';
import { newRow } from '../conversations/new-row.ts';
import { bringForward } from '../state/schema.ts';
import { createSqliteHandles } from '../state/sqlite-handles.ts';
import { createFakeEventLog } from './fake-event-log.ts';
import { createFakeLog, type FakeLog } from './fake-log.ts';

export function createMemoryHandles(): HandleStore {
  const database = new DatabaseSync(':memory:');
  bringForward(database, ':memory:');
  return createSqliteHandles(database);
}

type Script = (
  row: ConversationRow,
  input: TurnInput,
  options: TurnOptions,
) => AsyncIterable<BackendEvent>;

export interface FakeOwner extends TranscriptOwner {
  /** What a turn does from now on; at first it names a session and answers `Hi!`. */
  script: Script;
  /** Rows that it was asked to remove. */
  readonly removed: ConversationRow[];
  transcript: readonly TranscriptItem[];
  /** What rows with a `pendingId` wait for. */
  question: RequiredAction | undefined;
}

export const ANSWER: TurnResult = { text: 'Hi!', toolCalls: [], status: 'completed' };

export function createFakeOwner(kind: TranscriptOwner['kind'] = 'store-backed'): FakeOwner {
  const removed: ConversationRow[] = [];
  const owner: FakeOwner = {
    kind,
    holder: 'A fake store',
    removed,
    transcript: [],
    question: undefined,
    accepts: (model) => (model === 'refused/model' ? 'that model cannot be held' : true),
    async *script({ nativeId }) {
      if (nativeId === null) yield { kind: 'native', nativeId: 'native-1' };
      yield { kind: 'text', delta: 'Hi!' };
      yield { kind: 'finished', result: ANSWER };
    },
    run: (row, input, options) => owner.script(row, input, options),
    items: async () => owner.transcript,
    pending: async () => owner.question,
    remove: async (row) => void removed.push(row),
  };
  return owner;
}

export function conversationRow(changes: Partial<ConversationRow> = {}): ConversationRow {
  return { ...newRow('store-backed', { model: 'demo/x' }, 1_000), ...changes };
}

export interface FakeConversations extends LiveConversations {
  readonly handles: HandleStore;
  readonly owner: FakeOwner;
  readonly log: FakeLog;
}

export function createFakeConversations(
  owner: FakeOwner = createFakeOwner(),
  events: Events = createFakeEventLog(),
  handles: HandleStore = createMemoryHandles(),
): FakeConversations {
  const log = createFakeLog();
  // Strictly rising, so that the order of rows is that of their making.
  let at = Date.now();
  const now = () => (at += 1);
  const parts = { handles, backends: [owner], events, logger: log, now };
  return { ...createConversations(parts), handles, owner, log };
}

export function say(content: string): TurnInput {
  return { messages: [{ role: 'user', content }], params: {}, tools: [], serverTools: [] };
}

export function turnOptions(signal: AbortSignal = new AbortController().signal): TurnOptions {
  return { requestId: 'req_1', client: 'test', signal, headers: {}, metadata: {} };
}

/** Runs a turn to its end. */
export async function eventsOf({ events }: Pick<OpenTurn, 'events'>): Promise<TurnEvent[]> {
  return Array.fromAsync(events);
}

/** One turn from its opening to its last event. */
export async function takeTurn(
  conversations: Conversations,
  target: Partial<TurnTarget> = {},
  text = 'hi',
) {
  const wanted = { model: 'demo/x', ...target };
  const open = await conversations.openTurn(wanted, say(text), turnOptions());
  return { ...open, ran: await eventsOf(open) };
}
