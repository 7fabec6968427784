/**
 * The user's own `claude` program, contained: nothing built in, only the tools it is handed, a small
 * environment, a folder of ours, the prompt on stdin.
 */
import type { Usage } from '../chat.ts';

export interface ClaudeRun {
  /** Empty for its default. */
  readonly model: string;
  readonly prompt: string;
  readonly system?: string;
  /** Stays; without one the run gets a fresh folder that is removed afterwards. */
  readonly folder?: string;
  /** Goes on with that session, which belongs to the folder. */
  readonly resume?: string;
  /** Our own MCP endpoint and exactly these tools of it. */
  readonly tools?: {
    readonly url: string;
    readonly token: string;
    readonly names: readonly string[];
  };
  readonly maxTurns: number;
  readonly signal: AbortSignal;
}

export type ClaudeEvent =
  | { readonly kind: 'session'; readonly sessionId: string }
  | { readonly kind: 'text'; readonly delta: string }
  | {
      readonly kind: 'result';
      readonly text: string;
      readonly sessionId: string;
      readonly model: string;
      readonly usage: Usage;
      readonly finishReason: 'stop' | 'length';
    };

export interface ClaudeCode {
  /** Rejects with CLAUDE_FAILED (its words, masked), UPSTREAM_TIMEOUT or CANCELLED. The process is gone by then. */
  run(run: ClaudeRun): AsyncIterable<ClaudeEvent>;
  /** Whether the program is there. */
  found(): boolean;
}
