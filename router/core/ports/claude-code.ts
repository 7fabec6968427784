/**
 * The user's own `claude` program, contained: nothing built in, only the tools it is handed, a small
 * environment, a folder of ours, and everything that was said on stdin.
 */
import type { Usage } from '../chat.ts';
import type { ToolGrant } from './tool-grants.ts';

export interface ClaudeRun {
  /** Empty for its default. */
  readonly model: string;
  readonly prompt: string;
  readonly system?: string;
  /** JSON Schema of the answer, which then is JSON. */
  readonly schema?: Readonly<Record<string, unknown>>;
  /** Stays, and so does the session; without one the run leaves nothing behind. */
  readonly folder?: string;
  /** Goes on with that session, which belongs to the folder. */
  readonly resume?: string;
  /** Our own MCP endpoint and exactly these tools of it. */
  readonly tools?: Pick<ToolGrant, 'url' | 'token' | 'names' | 'busy'>;
  readonly maxTurns: number;
  readonly signal: AbortSignal;
}

/** One call of the model. */
export type ClaudeTurnEvent =
  /** 1 for the first call. */
  | { readonly kind: 'turn-started'; readonly turn: number; readonly model: string }
  | {
      readonly kind: 'turn-ended';
      readonly turn: number;
      readonly toolCalls: number;
      readonly finishReason: 'stop' | 'length' | 'tool_calls';
    };

export type ClaudeEvent =
  | { readonly kind: 'session'; readonly sessionId: string }
  | ClaudeTurnEvent
  | { readonly kind: 'text'; readonly delta: string }
  | { readonly kind: 'reasoning'; readonly delta: string }
  /** The last one. */
  | {
      readonly kind: 'result';
      /** Of the last turn; it came in pieces before. */
      readonly text: string;
      readonly sessionId: string;
      readonly model: string;
      readonly usage: Usage;
      readonly finishReason: 'stop' | 'length';
    };

export interface ClaudeCode {
  /**
   * Rejects with CLAUDE_FAILED (its words, masked), CONVERSATION_GONE when the session to resume
   * is gone, MAX_TURNS, UPSTREAM_TIMEOUT, INVALID_REQUEST, CANCELLED or SHUTTING_DOWN. The process
   * is gone by then.
   */
  run(run: ClaudeRun): AsyncIterable<ClaudeEvent>;
  /** Whether the program is there. */
  found(): boolean;
}
