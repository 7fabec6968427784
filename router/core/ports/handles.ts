/**
 * Where the router remembers which conversation is whose: handles only. What was said stays with the
 * owner of the transcript; not a word of it may be written here.
 */
import type { ConversationBackend, ConversationStatus } from '#contract/conversations.ts';
import type { ErrorCode } from '#contract/errors.ts';

export interface ConversationRow {
  /** `conv_` and 32 hexadecimal digits. */
  readonly id: string;
  readonly backend: ConversationBackend;
  /** As the client named it. */
  readonly model: string;
  /** What the owner of the transcript calls it; null before the first turn. */
  readonly nativeId: string | null;
  /** Folder that belongs to it, where its backend needs one. */
  readonly folder: string | null;
  readonly title: string | null;
  /** The client's own name for it; unique. */
  readonly key: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly status: ConversationStatus;
  /** The id under which an answer is awaited; the question itself stays with its owner. */
  readonly pendingId: string | null;
  readonly lastClient: string | null;
  /** True while the turn that it began with runs: after a crash nobody knows its id. */
  readonly provisional?: boolean;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly updatedAt: number;
}

export type RowChanges = Partial<Omit<ConversationRow, 'id' | 'createdAt'>>;

export interface ResponseRow {
  /** `resp_` and 32 hexadecimal digits. */
  readonly id: string;
  /** Null where it was the first turn and failed: the conversation is gone then. */
  readonly conversation: string | null;
  /** As the client named it. */
  readonly previous: string | null;
  readonly model: string;
  readonly status:
    'in_progress' | 'completed' | 'incomplete' | 'requires_action' | 'failed' | 'cancelled';
  /** Why it is incomplete, where that is known. */
  readonly reason: 'max_output_tokens' | 'content_filter' | null;
  /** Why it failed, or was cancelled; while it is made, why it will have failed if the router ends. */
  readonly error: ErrorCode | null;
  /** Where its input and its output lie among the items of the conversation: start, middle, end. */
  readonly items: readonly [number, number, number] | null;
  /** Tokens; the last three are absent where nobody counted them. */
  readonly usage: {
    readonly input: number;
    readonly output: number;
    readonly total?: number;
    readonly cached?: number;
    readonly reasoning?: number;
  } | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly createdAt: number;
}

export interface ConversationPage {
  readonly rows: readonly ConversationRow[];
  readonly hasMore: boolean;
}

export interface PageRequest {
  readonly limit: number;
  /** Id of the last one of the page before. */
  readonly after?: string;
  readonly order: 'asc' | 'desc';
  /** By creation, unless it says otherwise; a row that changes moves in a list by its last change. */
  readonly by?: 'created' | 'updated';
  /** Only those; all when absent. */
  readonly status?: ConversationStatus;
}

/**
 * Every method is one transaction; what it returned survives kill -9. Each throws STATE_UNUSABLE or
 * STATE_BUSY where the disk, or another program, does not let it.
 */
export interface HandleStore {
  /** The row that has the key already, if it is bound. */
  create(row: ConversationRow): { readonly row: ConversationRow; readonly created: boolean };
  get(id: string): ConversationRow | undefined;
  findByKey(key: string): ConversationRow | undefined;
  /** By time, then id. */
  list(page: PageRequest): ConversationPage;
  /** Undefined when it is gone. */
  update(id: string, changes: RowChanges): ConversationRow | undefined;
  /** With its responses. */
  delete(id: string): boolean;
  /**
   * Adds the response, in place of what was known of it, and changes its conversation, both or
   * neither. Of those that were not answered only the last thousand stay.
   */
  addResponse(row: ResponseRow, changes: RowChanges): void;
  getResponse(id: string): ResponseRow | undefined;
  /** The newest of a conversation, of those that were answered; also where it was deleted since. */
  lastResponse(conversation: string): ResponseRow | undefined;
  /** Of the newest of a conversation its place stays: what came before it is not the end. */
  deleteResponse(id: string): boolean;
  /**
   * What a crash left behind: rows that are `busy` since before that time (milliseconds since 1970)
   * become `idle`, or `awaiting_input` where a question is open; responses that were `in_progress`
   * have `failed`. Returns the rows as they are now.
   */
  settle(before: number): readonly ConversationRow[];
  close(): void;
}
