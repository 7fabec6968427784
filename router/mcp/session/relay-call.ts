/** One request of somebody to a server, on its way through the router. */
import type { Peer } from '#core/ports/peer.ts';
import type { JsonObject, ToolEntry } from '#core/ports/tools.ts';

export interface RelayCall {
  readonly method: string;
  /** As the server understands them, but for the progress token. */
  readonly params: JsonObject;
  /** `Tool s.t`, for messages. */
  readonly label: string;
  /** What an error is about, as clients name it. */
  readonly param: string;
  /** Of a `tools/call`. */
  readonly tool?: ToolEntry | undefined;
  /** Abort reaches the server as a cancellation. */
  readonly signal: AbortSignal;
  /** Longest silence, started anew by each progress of this call; 0 means none. */
  readonly timeoutMs: number;
  /** Whom the server may ask back. */
  readonly peer?: Peer | undefined;
  /** Whether the caller takes a task for an answer; else its result is waited for. */
  readonly takesTask?: boolean | undefined;
  /** Of the activity. */
  readonly requestId?: string | undefined;
  /** The params of each progress notification, without the token. */
  readonly onProgress?: ((progress: JsonObject) => void) | undefined;
}

export type NewRelayCall = Omit<RelayCall, 'timeoutMs'>;
