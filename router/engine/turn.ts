/** What goes through the loop: one call of the model, the pieces of it, and the end of a run. */
import type { ChatDelta, ChatMessage, ToolCall, Usage } from '#core/chat.ts';

/** One answer of the model, the same whether it came whole or in pieces. */
export interface Turn {
  /** The assistant message without its tool calls. */
  readonly message: ChatMessage;
  /** Arguments are text always; an id may be empty until `assignCallIds`. */
  readonly calls: readonly ToolCall[];
  readonly finishReason: string | undefined;
  /** Further fields of the choice, such as `logprobs`. Empty for streamed turns: they went out already. */
  readonly choice: Readonly<Record<string, unknown>>;
  readonly usage: Usage | undefined;
}

/** The part of a chunk the client may see; both halves can be empty. */
export interface Piece {
  readonly delta: ChatDelta;
  readonly choice: Readonly<Record<string, unknown>>;
}

/** How a run ended. */
export interface Finished {
  readonly turn: Turn;
  /** The client's own tools the model wants to be run. */
  readonly clientCalls: readonly ToolCall[];
  readonly finishReason: string;
  /** Summed over all turns; absent as soon as one turn came without. */
  readonly usage: Usage | undefined;
}

/** Pieces come only in streamed runs; the last step is always `finished`. */
export type Step =
  | { readonly kind: 'piece'; readonly piece: Piece }
  | { readonly kind: 'finished'; readonly finished: Finished };
