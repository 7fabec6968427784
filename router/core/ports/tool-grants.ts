/** Leave for one run to call some tools through our own MCP endpoint, and nothing else. */
import type { ToolEntry } from './tools.ts';

export interface ToolGrant {
  /** Of the loopback listener's `/mcp`. */
  readonly url: string;
  /** `Authorization: Bearer`; opens nothing but these tools. */
  readonly token: string;
  /** As that endpoint names them, in the order of the entries. */
  readonly names: readonly string[];
  /** Idempotent; calls in flight are cancelled. */
  close(): void;
}

export interface ToolGrants {
  /** Throws NOT_SUPPORTED while the router does not listen on loopback. */
  open(entries: readonly ToolEntry[], requestId: string): ToolGrant;
}
