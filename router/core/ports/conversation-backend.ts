/** Who owns transcripts: one implementation each for Claude Code, managed agents, and stores. */
import type { ConversationBackend as BackendKind } from '#contract/conversations.ts';
import type {
  RequiredAction,
  TranscriptItem,
  TurnInput,
  TurnOptions,
  TurnResult,
} from './conversations.ts';
import type { ConversationRow } from './handles.ts';

export type BackendEvent =
  | { readonly kind: 'text'; readonly delta: string }
  | { readonly kind: 'reasoning'; readonly delta: string }
  /** As soon as it is known: the handle of the owner, and the folder where there is one. */
  | { readonly kind: 'native'; readonly nativeId: string; readonly folder?: string }
  /** The question of `row.pendingId` is answered now; it must not be answered again. */
  | { readonly kind: 'answered' }
  | {
      readonly kind: 'finished';
      readonly result: TurnResult;
      /** Where the turn lies among the items: start of its input, of its output, end. */
      readonly items?: readonly [number, number, number];
      /** The id under which an answer is awaited. */
      readonly pendingId?: string;
    };

export interface TranscriptOwner {
  readonly kind: BackendKind;
  /** For people: `Claude Code, here`. */
  readonly holder: string;
  /** Whether it could hold a conversation with that model now; else why not. */
  readonly accepts: (model: string) => true | string;
  /** One turn; with `row.pendingId` the latest user text is the answer to it. Rejects with a RouterError. */
  run(row: ConversationRow, input: TurnInput, options: TurnOptions): AsyncIterable<BackendEvent>;
  /** Absent where the owner does not show transcripts; then `whyHidden` says why. */
  readonly items?: (
    row: ConversationRow,
    signal: AbortSignal,
  ) => Promise<readonly TranscriptItem[]>;
  readonly whyHidden?: string;
  readonly pending?: (
    row: ConversationRow,
    signal: AbortSignal,
  ) => Promise<RequiredAction | undefined>;
  /** Best effort; what cannot be removed there is said in the log. */
  remove(row: ConversationRow, signal: AbortSignal): Promise<void>;
}
