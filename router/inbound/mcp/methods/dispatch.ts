import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server';

import type { JsonObject } from '#core/ports/tools.ts';
import { toRouterError } from '#core/router-error.ts';
import type { McpParts } from '../mcp-parts.ts';
import { METHODS } from './method-table.ts';
import type { Exchange } from './method.ts';

interface Asked {
  readonly method: string;
  readonly params?: JsonObject | undefined;
}

/** Rejects with a ProtocolError, which the SDK sends as it is. */
export async function dispatch(
  { method, params = {} }: Asked,
  exchange: Exchange,
  parts: McpParts,
): Promise<JsonObject> {
  const answer = METHODS.get(method);
  if (answer === undefined) {
    throw new ProtocolError(ProtocolErrorCode.MethodNotFound, `unknown method '${method}'`);
  }
  try {
    return await answer(params, exchange, parts);
  } catch (cause) {
    throw toProtocolError(cause, parts);
  }
}

/** What a client is told; mistakes of ours are logged. */
export function toProtocolError(
  cause: unknown,
  { logger }: Pick<McpParts, 'logger'>,
): ProtocolError {
  if (cause instanceof ProtocolError) return cause;
  const error = toRouterError(cause);
  const { code, message } = error;
  if (error !== cause) logger.error({ err: cause }, 'the router made a mistake');
  return new ProtocolError(ProtocolErrorCode.InternalError, message, { code });
}
