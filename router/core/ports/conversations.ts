/** Conversations by handle: the router finds and locks them, backends own what was said. */
import type { ConversationInfo } from '#contract/conversations.ts';
import type { ChatMessage, FunctionTool, ToolCall, Usage } from '../chat.ts';
import type { ConversationPage, ConversationRow, PageRequest, ResponseRow } from './handles.ts';
import type { CallNews } from './tools.ts';

/** One message as its owner has it; ids stay the same from read to read. */
export interface TranscriptItem {
  readonly id: string;
  readonly message: ChatMessage;
}

/** What the person must answer before the model goes on. */
export interface RequiredAction {
  /** As the model asked: `question`, perhaps `options`. */
  readonly question: Readonly<Record<string, unknown>>;
}

export interface TurnInput {
  /** Only what is new; system messages among them hold for this turn. */
  readonly messages: readonly ChatMessage[];
  /** Fields of the chat request besides model, messages, stream and tools. */
  readonly params: Readonly<Record<string, unknown>>;
  /** The client's own tools. */
  readonly tools: readonly FunctionTool[];
  /** Globs of our servers' tools that run inside. */
  readonly serverTools: readonly string[];
}

export interface TurnOptions {
  readonly requestId: string;
  readonly client: string;
  readonly signal: AbortSignal;
  readonly headers: Readonly<Record<string, string>>;
  readonly metadata: Readonly<Record<string, string>>;
  /** Told of each call of a tool of ours, where the turn makes any. */
  readonly onCall?: (news: CallNews) => void;
}

export interface TurnResult {
  readonly text: string;
  readonly toolCalls: readonly ToolCall[];
  readonly usage?: Usage;
  readonly status: 'completed' | 'incomplete' | 'requires_action';
  /** Why it is incomplete, where that is known. */
  readonly reason?: 'max_output_tokens' | 'content_filter' | undefined;
  readonly requiredAction?: RequiredAction;
}

export type TurnEvent =
  | { readonly kind: 'text'; readonly delta: string }
  /** What the model thinks on its way; nobody keeps it. */
  | { readonly kind: 'reasoning'; readonly delta: string }
  /** The last one. By then the handle is stored. */
  | { readonly kind: 'finished'; readonly result: TurnResult; readonly response: ResponseRow };

/** Which conversation a turn belongs to; the first that is given counts. */
export interface TurnTarget {
  readonly conversation?: string;
  readonly previousResponse?: string;
  readonly key?: string;
  /** Used where a conversation begins; else the conversation's own model answers. */
  readonly model: string;
}

export interface NewConversation {
  readonly model: string;
  readonly backend?: string;
  readonly title?: string;
  readonly key?: string;
  readonly metadata?: Readonly<Record<string, string>>;
}

export interface OpenTurn {
  readonly conversation: ConversationRow;
  readonly responseId: string;
  /** Of the response; milliseconds since 1970. */
  readonly createdAt: number;
  /**
   * Runs the turn, once. Rejects with a RouterError; then nothing is left of a conversation that
   * would have begun with it. Ending the iteration early cancels the turn.
   */
  readonly events: AsyncIterable<TurnEvent>;
}

export interface Conversations {
  /** Throws NOT_SUPPORTED when no backend can hold that model's conversations. */
  create(wanted: NewConversation): { readonly row: ConversationRow; readonly created: boolean };
  get(id: string): ConversationRow | undefined;
  list(page: PageRequest): ConversationPage;
  update(
    id: string,
    changes: {
      readonly title?: string | null;
      readonly metadata?: Readonly<Record<string, string>>;
    },
  ): ConversationRow | undefined;
  /** Also at its backend, as far as that can; false when there is none. */
  delete(id: string, signal: AbortSignal): Promise<boolean>;
  /** Rejects with NOT_SUPPORTED and the reason where the owner of the transcript does not show it. */
  items(row: ConversationRow, signal: AbortSignal): Promise<readonly TranscriptItem[]>;
  /** What it waits for, asked of its backend; undefined when it waits for nothing. */
  pending(row: ConversationRow, signal: AbortSignal): Promise<RequiredAction | undefined>;
  /**
   * Finds or begins the conversation and takes its lock, waiting for a turn that runs. Rejects with
   * UNKNOWN_CONVERSATION, UNKNOWN_RESPONSE, INVALID_REQUEST (naming the field), NOT_SUPPORTED.
   */
  openTurn(target: TurnTarget, input: TurnInput, options: TurnOptions): Promise<OpenTurn>;
  getResponse(id: string): ResponseRow | undefined;
  /** Whether none was answered after it in its conversation. */
  isNewest(response: ResponseRow): boolean;
  deleteResponse(id: string): boolean;
  /** Ends the turn that runs under this response id. False when none does. */
  cancelResponse(id: string): boolean;
  describe(row: ConversationRow): ConversationInfo;
  /** Resolves when no turn runs any more. */
  stop(): Promise<void>;
}
