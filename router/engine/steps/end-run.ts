import type { ToolCall } from '#core/chat.ts';

import type { Turn } from '../turn.ts';
import type { CallPlan } from './plan-calls.ts';

interface RunEnd {
  readonly clientCalls: readonly ToolCall[];
  readonly finishReason: string;
}

/** Reasons after which the calls of a turn may be incomplete, so that none is run. */
const CUT_OFF: ReadonlySet<string> = new Set(['length', 'content_filter']);

/**
 * Whether a turn is the last one, and with which finish reason; undefined while there are calls to
 * run first. A turn with the client's calls alone ends the run. When such a turn also has calls of
 * the router, those are run first and the client's are put off (see write-history.ts), except in
 * the last turn that is allowed: then the router's are dropped, and the model can make them again.
 */
export function endRun(turn: Turn, plan: CallPlan, isLastTurn: boolean): RunEnd | undefined {
  const { finishReason = 'stop' } = turn;
  if (CUT_OFF.has(finishReason)) return { clientCalls: plan.client, finishReason };
  if (plan.client.length > 0 && (plan.hidden.length === 0 || isLastTurn)) {
    return { clientCalls: plan.client, finishReason: 'tool_calls' };
  }
  if (plan.hidden.length > 0) return undefined;
  return { clientCalls: [], finishReason: finishReason === 'tool_calls' ? 'stop' : finishReason };
}
