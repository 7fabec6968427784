/** A call of a tool that only runs as a task, for callers that know no tasks. */
import { setTimeout as sleep } from 'node:timers/promises';

import type { JsonObject } from '#core/ports/tools.ts';
import type { RpcOutcome } from '#core/rpc.ts';
import type { PendingCall } from './pending-calls.ts';
import { isObject } from '../offers/remote-tool.ts';
import { pollDelay } from './poll-delay.ts';
import { TaskWords } from './task-words.ts';

/** The server keeps the result at least that long. */
const TTL_MS = 3_600_000;
/** From these on `tasks/result` does not keep us waiting without a reason. */
const READY = ['completed', 'failed', 'cancelled', 'input_required'];

export interface TaskRunner {
  readonly request: (method: string, params: JsonObject) => Promise<RpcOutcome>;
  /** Best effort. */
  readonly cancel: (taskId: string) => void;
  /** Fires when the session is over. */
  readonly over: AbortSignal;
}

/** The tool's own result, or the server's refusal. The server is told when the call is given up. */
export async function runAsTask(pending: PendingCall, runner: TaskRunner): Promise<RpcOutcome> {
  const params = { ...pending.call.params, task: { ttl: TTL_MS } };
  const created = await runner.request('tools/call', params);
  if (!created.ok) return created;
  const task = taskOf(created.result);
  // It answered at once after all.
  if (task === undefined) return created;
  const { taskId } = task;
  const words = new TaskWords(pending);
  const signal = AbortSignal.any([pending.signal, runner.over]);
  try {
    let current = task;
    while (!READY.includes(current.status)) {
      const delayMs = pollDelay(current.pollInterval, pending.call.timeoutMs);
      await sleep(delayMs, undefined, { signal });
      const polled = await runner.request('tasks/get', { taskId });
      if (!polled.ok) return polled;
      words.heard(polled.result);
      current = taskOf({ task: polled.result }) ?? current;
    }
    return await runner.request('tasks/result', { taskId });
  } catch (error) {
    if (pending.signal.aborted) runner.cancel(taskId);
    throw error;
  }
}

interface Task {
  readonly taskId: string;
  readonly status: string;
  readonly pollInterval: unknown;
}

function taskOf({ task }: JsonObject): Task | undefined {
  if (!isObject(task) || typeof task['taskId'] !== 'string') return undefined;
  const { taskId, status, pollInterval } = task;
  return { taskId, status: typeof status === 'string' ? status : 'working', pollInterval };
}
