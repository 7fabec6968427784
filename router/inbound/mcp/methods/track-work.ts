import { ProtocolError } from '@modelcontextprotocol/server';

import type { OpenRequest } from '#core/ports/requests.ts';
import type { JsonObject } from '#core/ports/tools.ts';
import { RouterError, toRouterError } from '#core/router-error.ts';
import { failed } from '../../shared/tracked.ts';
import type { McpParts } from '../mcp-parts.ts';
import type { Exchange } from './method.ts';

interface TrackedWork {
  /** `tools/call hello.add` */
  readonly operation: string;
  readonly model?: string | undefined;
  readonly run: (open: OpenRequest) => Promise<JsonObject>;
}

/** Does the work as a request of the activity, which ends when the client gives up. Throws as it. */
export async function trackWork(
  parts: Pick<McpParts, 'requests'>,
  { client, signal }: Exchange,
  { operation, model, run }: TrackedWork,
): Promise<JsonObject> {
  const open = parts.requests.open({
    surface: 'mcp',
    operation,
    client,
    ...(model !== undefined && { model }),
  });
  const follow = (): void => open.abort(toGivenUp(signal));
  signal.addEventListener('abort', follow, { once: true });
  if (signal.aborted) follow();
  try {
    const result = await run(open);
    open.end({ outcome: 'ok', status: 200 });
    return result;
  } catch (cause) {
    if (cause instanceof ProtocolError) {
      open.end({ outcome: 'error', status: 502, errorCode: String(cause.code) });
      throw cause;
    }
    const error = toRouterError(open.signal.aborted ? open.signal.reason : cause);
    open.end(failed(error));
    throw error;
  } finally {
    signal.removeEventListener('abort', follow);
  }
}

function toGivenUp({ reason }: AbortSignal): RouterError {
  if (reason instanceof RouterError) return reason;
  return new RouterError('CANCELLED', 'the MCP client cancelled');
}
