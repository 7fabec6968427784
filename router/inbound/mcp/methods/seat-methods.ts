/** What only clients that stay can ask: subscriptions, log levels, and tasks but for those of 2026-07-28. */
import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server';
import { z } from 'zod';

import type { PeerSeat, RelayOptions, TaskMethod } from '#core/ports/aggregator.ts';
import { LOG_LEVELS } from './log-levels.ts';
import type { Exchange, Method } from './method.ts';
import { parseParams } from './parse-params.ts';
import { openProgressLine } from './progress-line.ts';
import { toResult } from './to-result.ts';

const uriParams = z.looseObject({ uri: z.string() });
const levelParams = z.looseObject({ level: z.enum(LOG_LEVELS) });
const taskParams = z.looseObject({ taskId: z.string() });

export const subscribe: Method = async (given, exchange) => {
  const { uri } = parseParams(given, uriParams);
  return toResult(await seatOf(exchange).subscribe(uri, optionsOf(exchange)));
};

export const unsubscribe: Method = async (given, exchange) => {
  const { uri } = parseParams(given, uriParams);
  return toResult(await seatOf(exchange).unsubscribe(uri, optionsOf(exchange)));
};

export const setLevel: Method = (given, { seat }) => {
  const { level } = parseParams(given, levelParams);
  // Without a session there is nothing the level could hold for.
  seat?.setLogLevel(level);
  return {};
};

export const listTasks: Method = async (_params, exchange, { aggregator }) => {
  seatOf(exchange);
  return toResult(await aggregator.listTasks(exchange.peer.id, optionsOf(exchange)));
};

function taskMethod(method: TaskMethod): Method {
  return async (given, exchange, { aggregator, heartbeatMs }) => {
    const params = parseParams(given, taskParams);
    if (exchange.taskOwner === undefined) seatOf(exchange);
    const line = openProgressLine(exchange, heartbeatMs);
    const options = { ...optionsOf(exchange), onProgress: line.report };
    try {
      return toResult(await aggregator.task(method, params, options));
    } finally {
      line.end();
    }
  };
}

export const getTask = taskMethod('tasks/get');
export const getTaskResult = taskMethod('tasks/result');
export const cancelTask = taskMethod('tasks/cancel');

const askUpdate = taskMethod('tasks/update');

export const updateTask: Method = (given, exchange, parts) => {
  if (exchange.taskOwner !== undefined) return askUpdate(given, exchange, parts);
  throw new ProtocolError(
    ProtocolErrorCode.MethodNotFound,
    'tasks/update is of 2026-07-28: until 2025-11-25, tasks/result brings the questions of a task',
  );
};

function seatOf({ seat }: Exchange): PeerSeat {
  if (seat !== undefined) return seat;
  throw new ProtocolError(
    ProtocolErrorCode.MethodNotFound,
    'this needs a session: initialize first, and send the Mcp-Session-Id header',
  );
}

function optionsOf({ signal, peer, taskOwner }: Exchange): RelayOptions {
  return { signal, peer, ...(taskOwner !== undefined && { taskOwner }) };
}
