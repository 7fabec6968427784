/** What another MCP program answered. A refusal is data to be passed on, not a failure of ours. */
import type { JsonObject } from './ports/tools.ts';

export interface RpcError {
  /** JSON-RPC's or MCP's, such as -32602. */
  readonly code: number;
  readonly message: string;
  readonly data?: unknown;
}

export type RpcOutcome =
  | { readonly ok: true; readonly result: JsonObject }
  | { readonly ok: false; readonly error: RpcError };
