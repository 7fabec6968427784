/** What an answer is made of, wherever it comes from: a model, a recipe, or a conversation. */
import type { Usage } from '#core/chat.ts';
import type { RequiredAction } from '#core/ports/conversations.ts';
import type { ListedTool } from './output-item.ts';

export interface CallPiece {
  readonly kind: 'call';
  /** Pieces of one call have the same. */
  readonly slot: number;
  readonly id?: string;
  readonly name?: string;
  readonly arguments: string;
}

/** What a server of ours offers to this response. */
export interface McpListPiece {
  readonly kind: 'mcp-list';
  readonly label: string;
  readonly tools: readonly ListedTool[];
}

/** A call of a server's tool that runs inside; calls may overlap. */
export interface McpCallPiece {
  readonly kind: 'mcp-call';
  readonly callId: string;
  readonly label: string;
  readonly name: string;
  readonly arguments: string;
}

export interface McpResultPiece {
  readonly kind: 'mcp-result';
  readonly callId: string;
  readonly failed: boolean;
  readonly text: string;
}

export interface AnswerEnd {
  readonly status: 'completed' | 'incomplete' | 'requires_action';
  /** Why it is incomplete. */
  readonly reason?: 'max_output_tokens' | 'content_filter';
  /** Absent when nobody counted. */
  readonly usage?: Usage;
  readonly action?: RequiredAction;
}

export type AnswerPiece =
  | { readonly kind: 'text'; readonly delta: string }
  | { readonly kind: 'refusal'; readonly delta: string }
  | { readonly kind: 'reasoning'; readonly delta: string }
  | CallPiece
  | McpListPiece
  | McpCallPiece
  | McpResultPiece;

export type AnswerEvent =
  /** The first one: from here on failures are part of the answer. */
  | { readonly kind: 'begun' }
  | AnswerPiece
  /** The last one. */
  | { readonly kind: 'ended'; readonly end: AnswerEnd };
