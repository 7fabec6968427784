/** What `woollama status` and the window show of a running router. */
import type { ConfigIssue } from './config.ts';
import type { ServerState } from './events.ts';

export interface ServerStatus {
  readonly name: string;
  readonly transport: 'stdio' | 'http' | 'sse';
  readonly state: ServerState;
  readonly tools: number;
  readonly attempts: number;
  readonly reason?: string;
  /** Milliseconds since 1970. */
  readonly nextRetryAt?: number;
  /** Last lines a stdio server wrote to stderr, secrets masked. */
  readonly stderr?: readonly string[];
}

export interface InferencerStatus {
  readonly name: string;
  readonly baseUrl: string;
  /** Where the key comes from; never the key. */
  readonly key: 'none-needed' | 'missing' | 'environment' | 'file';
  readonly keyName?: string;
  readonly models: number;
  /** Why the last discovery failed, if it did. */
  readonly problem?: string;
}

export interface RouterStatus {
  readonly version: string;
  readonly pid: number;
  readonly startedAt: number;
  readonly baseUrl: string;
  readonly mcpUrl: string;
  readonly socket: string | null;
  readonly configDir: string;
  readonly stateDir: string;
  readonly tokenRequired: boolean;
  readonly auto: { readonly model: string; readonly reason: string };
  readonly inferencers: readonly InferencerStatus[];
  readonly servers: readonly ServerStatus[];
  readonly recipes: readonly string[];
  readonly issues: readonly ConfigIssue[];
  readonly requestsInFlight: number;
}
