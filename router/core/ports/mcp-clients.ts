/** Which MCP clients are connected, for the owner to see. */
import type { McpClient } from '#contract/status.ts';

export type McpClientInfo = Pick<McpClient, 'name' | 'version' | 'transport' | 'protocol'>;

export interface McpClientSeat {
  /** It asked something. */
  seen(): void;
  /** Idempotent. */
  leave(): void;
}

export interface McpClients {
  /** A client that stays connected until it leaves. */
  enter(info: McpClientInfo): McpClientSeat;
  /** One request of a client without a session; it is listed for some minutes. */
  visit(info: McpClientInfo): void;
  /** The newest first. */
  list(): readonly McpClient[];
}
