/** Which client a server of ours serves, and how. */
import type { PeerSeat } from '#core/ports/aggregator.ts';
import type { McpClientInfo } from '#core/ports/mcp-clients.ts';
import type { JsonObject } from '#core/ports/tools.ts';
import type { ClientView } from './own/view.ts';

/** Undefined when the connection is closed. */
export type SitDown = (meta: JsonObject) => PeerSeat | undefined;

export interface McpServerOptions {
  readonly era: 'legacy' | 'modern';
  readonly transport: McpClientInfo['transport'];
  readonly view: ClientView;
  /** Whether it stays until its connection or session ends. */
  readonly lasting: boolean;
  /** Name of clients that do not introduce themselves. */
  readonly fallbackName?: string;
  /** Whose requests without a session these are, as far as the transport knows. */
  readonly owner?: string;
  /** Whether a question outside of a call could reach the client now. */
  readonly isReachable?: () => boolean;
  /** Handed what to do each time that has become possible. */
  readonly whenReachable?: (listener: () => void) => void;
  /** Handed the way to tell that the client asked something that was answered elsewhere. */
  readonly offerSeen?: (seen: () => void) => void;
  /** Revision that a request without a session names. */
  readonly protocol?: string;
  /** Handed the way to seat a client of 2026 that has only subscribed so far, by its `_meta`. */
  readonly offerSeat?: (sit: SitDown) => void;
}
