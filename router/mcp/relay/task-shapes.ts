/** What the two ways of tasks call the same things. */
import type { JsonObject } from '#core/ports/tools.ts';
import { isObject } from '../offers/remote-tool.ts';

/** Whether a server of 2026-07-28 answered a call with a task. */
export function isModernTask({ resultType }: JsonObject): boolean {
  return resultType === 'task';
}

/** A task of 2026-07-28 as 2025-11-25 describes it: what came of it is asked for separately there. */
export function toOlderTask(task: JsonObject): JsonObject {
  const { taskId, status, statusMessage, createdAt, lastUpdatedAt, result } = task;
  const { ttlMs = null, pollIntervalMs } = task;
  // Of a tool that ended with an error, only the older revision says that its task failed.
  const isFailed = status === 'completed' && isObject(result) && result['isError'] === true;
  return {
    taskId,
    status: isFailed ? 'failed' : status,
    ...(statusMessage === undefined ? {} : { statusMessage }),
    createdAt,
    lastUpdatedAt,
    ttl: ttlMs,
    ...(pollIntervalMs === undefined ? {} : { pollInterval: pollIntervalMs }),
  };
}
