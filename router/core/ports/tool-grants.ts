/** Leave for one run to call some tools through our own MCP endpoint, and nothing else. */
import type { CallNews, ToolEntry } from './tools.ts';

export interface ToolGrant {
  /** Of the loopback listener's `/mcp`. */
  readonly url: string;
  /** `Authorization: Bearer`; opens nothing but these tools. */
  readonly token: string;
  /** As that endpoint names them, in the order of the entries. */
  readonly names: readonly string[];
  /** Whether a call is in flight. */
  busy(): boolean;
  /** Idempotent; calls in flight are cancelled. */
  close(): void;
}

/** In whose name tools are called. */
export interface GrantHolder {
  readonly requestId: string;
  /** The turn of the model that is running, for the activity. */
  readonly turn: () => number;
  readonly onCall?: (news: CallNews) => void;
}

/** What the endpoint knows of a grant that is open. */
export interface OpenGrant extends GrantHolder {
  /** By the names of the endpoint. */
  readonly entries: ReadonlyMap<string, ToolEntry>;
  /** Fires when the grant is closed. */
  readonly signal: AbortSignal;
  /** A call begins; the answer says that it ended. */
  began(): () => void;
}

export interface ToolGrants {
  /** Throws NOT_SUPPORTED while the router does not listen on loopback. */
  open(entries: readonly ToolEntry[], holder: GrantHolder): ToolGrant;
  /** The grant a token stands for; undefined when it is closed, too old or none. */
  find(token: string): OpenGrant | undefined;
}
