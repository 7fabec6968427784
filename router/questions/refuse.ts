/** How a server's question is refused: as JSON-RPC errors that its SDK shows as they are. */
import type { z } from 'zod';

import type { RpcOutcome } from '#core/rpc.ts';

/** `rejected` is MCP's code for "the user does not want that". */
const CODES = { rejected: -1, 'invalid-params': -32_602, failed: -32_603 } as const;

export function refuse(why: keyof typeof CODES, message: string): RpcOutcome {
  return { ok: false, error: { code: CODES[why], message } };
}

/** Names the first field that is wrong. */
export function refuseParams({ issues }: z.ZodError): RpcOutcome {
  const [first] = issues;
  const place = first === undefined || first.path.length === 0 ? 'params' : first.path.join('.');
  return refuse('invalid-params', `${place}: ${first?.message ?? 'is not valid'}`);
}
