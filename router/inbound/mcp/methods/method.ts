/** One method of MCP, and what it knows of the request it answers. */
import type { PeerSeat } from '#core/ports/aggregator.ts';
import type { Peer } from '#core/ports/peer.ts';
import type { JsonObject } from '#core/ports/tools.ts';
import type { McpParts } from '../mcp-parts.ts';
import type { ClientView } from '../own/view.ts';

export interface Exchange {
  /** As the client introduced itself, `name version`. */
  readonly client: string;
  readonly view: ClientView;
  /** Only of clients that stay, on the protocol that has subscriptions, log levels and tasks. */
  readonly seat: PeerSeat | undefined;
  readonly peer: Peer;
  /** Of a client of 2026-07-28 that looks after the tasks that its calls become. */
  readonly taskOwner?: string | undefined;
  /** Fires when the client cancelled, or is gone. */
  readonly signal: AbortSignal;
  /** Undefined when the client wants no progress, or none now. */
  progressToken(): string | number | undefined;
  /** Offered what has no token now, where a later request of the same call may bring one. */
  holdProgress?(progress: JsonObject): void;
  /** Whether it wants log messages of that level with this request. */
  wantsLog(level: string): boolean;
  /** A notification that belongs to the request. Best effort. */
  notify(method: string, params: JsonObject): void;
}

/** Throws a ProtocolError for the client's mistakes and servers' refusals, RouterErrors for the rest. */
export type Method = (
  params: JsonObject,
  exchange: Exchange,
  parts: McpParts,
) => JsonObject | Promise<JsonObject>;
