/** `tools/call`, for tools of servers and our own. */
import { ProtocolError } from '@modelcontextprotocol/server';
import { z } from 'zod';

import type { OpenRequest } from '#core/ports/requests.ts';
import type { JsonObject } from '#core/ports/tools.ts';
import { hopsOf, isTooFar } from '#core/recipe-hops.ts';
import { RouterError, toRouterError } from '#core/router-error.ts';
import { showToolCall } from '../../shared/show-tool-call.ts';
import type { McpParts } from '../mcp-parts.ts';
import { describeOutcome } from './describe-outcome.ts';
import { findCalled, type OwnCall, type ServerCall } from './find-called.ts';
import type { Exchange, Method } from './method.ts';
import { parseParams } from './parse-params.ts';
import { openProgressLine, toToolProgress } from './progress-line.ts';
import { toResult } from './to-result.ts';
import { trackWork } from './track-work.ts';

const callParams = z.looseObject({
  name: z.string(),
  arguments: z.record(z.string(), z.unknown()).optional(),
});

export const callTool: Method = async (given, exchange, parts) => {
  const params = parseParams(given, callParams);
  const called = await findCalled(params, exchange, parts.tools);
  if (called.kind === 'problem') return toolError(called.problem);
  const { operation, model } = called;
  try {
    return await trackWork(parts, exchange, {
      operation,
      model,
      run: (open) =>
        called.kind === 'own'
          ? callOwn(called, { params, exchange, open, parts })
          : callServer(called, { params, exchange, open, parts }),
    });
  } catch (cause) {
    if (cause instanceof ProtocolError) throw cause;
    const { code, message } = toRouterError(cause);
    // A failure to reach the tool is a tool error, too: the model on the other side can read it.
    return { ...toolError(`dispatch failed: ${message}`), _meta: { 'woollama/code': code } };
  }
};

interface Running {
  readonly params: JsonObject;
  readonly exchange: Exchange;
  readonly open: OpenRequest;
  readonly parts: McpParts;
}

async function callOwn(
  { tool, args }: OwnCall,
  { params, exchange, open, parts }: Running,
): Promise<JsonObject> {
  const hops = hopsOf(params['_meta']);
  if (isTooFar(hops)) {
    const message = 'recipes of several routers call each other in a circle';
    throw new RouterError('LOOP_DETECTED', message);
  }
  const line = openProgressLine(exchange, parts.heartbeatMs);
  // What servers ask in the middle of a recipe is for who called it.
  const endLoan = parts.aggregator.lendPeer(open.id, { peer: exchange.peer, hops });
  try {
    return await tool.call(args, {
      open,
      signal: open.signal,
      client: exchange.client,
      say: (data) => {
        if (!exchange.wantsLog('info')) return;
        exchange.notify('notifications/message', { level: 'info', logger: 'woollama', data });
      },
      progress: (progress) => line.report({ ...progress }),
    });
  } finally {
    endLoan();
    line.end();
  }
}

async function callServer(
  { entry, args }: ServerCall,
  { params, exchange, open, parts }: Running,
): Promise<JsonObject> {
  const line = openProgressLine(exchange, parts.heartbeatMs);
  const relayed = toRelayed(params, args, exchange);
  const { peer, taskOwner } = exchange;
  try {
    const outcome = await showToolCall(parts, {
      tool: entry.name,
      args,
      open,
      run: (onProgress) =>
        parts.aggregator.callTool(entry, relayed, {
          signal: open.signal,
          peer,
          requestId: open.id,
          ...(taskOwner !== undefined && { taskOwner }),
          onProgress: (progress) => {
            onProgress(toToolProgress(progress));
            line.report(progress);
          },
        }),
      describe: describeOutcome,
    });
    return toResult(outcome);
  } finally {
    line.end();
  }
}

/** A client that cannot ask for tasks later is told nothing of them; the protocol has us ignore the wish. */
function toRelayed(params: JsonObject, args: JsonObject, { seat }: Exchange): JsonObject {
  const { task, ...rest } = params;
  const relayed = { ...rest, arguments: args };
  return task === undefined || seat === undefined ? relayed : { ...relayed, task };
}

function toolError(text: string): JsonObject {
  return { isError: true, content: [{ type: 'text', text }] };
}
