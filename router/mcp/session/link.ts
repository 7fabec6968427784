/** One way to reach a server, whatever the transport. */
import type { Transport } from '@modelcontextprotocol/client';

export type LinkKind = 'stdio' | 'http' | 'sse';

/** Why something with a server went wrong, secrets masked. */
export interface Failure {
  readonly reason: string;
  /** Trying again without a change of the configuration is pointless. */
  readonly permanent?: boolean;
  /** The server is there but does not speak this transport. */
  readonly wrongTransport?: boolean;
}

/** One way to reach a server: what the client talks through and what is known when it breaks. */
export interface Link {
  readonly kind: LinkKind;
  readonly transport: Transport;
  /** For what the server says and we pass on as our own words. */
  readonly mask: (text: string) => string;
  /** Without an error: why the transport closed by itself. */
  explain(error?: unknown): Failure;
  /** Whether this error means that the session is over; if so, `explain` remembers it. */
  isFatal(error: unknown): boolean;
  stderr(): readonly string[];
  /** Of the process, while there is one. */
  pid(): number | undefined;
  /** Resolves when nothing of it is left. Idempotent. */
  close(): Promise<void>;
}
