import { ProtocolError } from '@modelcontextprotocol/server';

import type { JsonObject } from '#core/ports/tools.ts';
import type { RpcOutcome } from '#core/rpc.ts';

/** A server's result; its refusal is thrown as it is. */
export function toResult(outcome: RpcOutcome): JsonObject {
  if (outcome.ok) return outcome.result;
  const { code, message, data } = outcome.error;
  throw new ProtocolError(code, message, data);
}
