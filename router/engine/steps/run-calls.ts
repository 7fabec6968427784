/** Runs the router's own tool calls of one turn. A call that fails is an answer to the model. */
import type { Outcome } from '#contract/events.ts';
import { createProgressForwarder } from '#core/forward-progress.ts';
import type { Events } from '#core/ports/events.ts';
import type { Logger } from '#core/ports/logger.ts';
import type { CallNews, Tools } from '#core/ports/tools.ts';
import { toRouterError } from '#core/router-error.ts';
import { stripControls } from '#core/strip-controls.ts';
import { toPreview } from '#core/to-preview.ts';

import { throwIfCancelled } from '../run-scope.ts';
import { cleanResult, type CleanResult } from './clean-result.ts';
import { judgeCall, type JudgeContext } from './judge-call.ts';
import { mapBounded } from './map-bounded.ts';
import type { HiddenCall } from './plan-calls.ts';

interface CallContext extends JudgeContext {
  readonly tools: Tools;
  readonly events: Events;
  readonly logger: Logger;
  readonly requestId: string;
  readonly turn: number;
  readonly signal: AbortSignal;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Blanks secrets. */
  readonly mask: (text: string) => string;
  readonly onCall?: (news: CallNews) => void;
}

export interface CallAnswer extends CleanResult {
  readonly callId: string;
}

interface Report extends CleanResult {
  readonly outcome: Outcome;
}

const MAX_PARALLEL = 8;

/** Answers in the order of the calls. Once the signal has fired no call starts: CANCELLED. */
export function runCalls(
  calls: readonly HiddenCall[],
  context: CallContext,
): Promise<readonly CallAnswer[]> {
  return mapBounded(calls, MAX_PARALLEL, async (hidden) => {
    throwIfCancelled(context.signal);
    return runCall(hidden, context);
  });
}

async function runCall(hidden: HiddenCall, context: CallContext): Promise<CallAnswer> {
  const { requestId, turn, events, now, onCall } = context;
  const { entry } = hidden;
  const { id: callId, function: called } = hidden.call;
  const startedAt = now();
  events.publish({
    kind: 'tool-call-started',
    requestId,
    callId,
    turn,
    tool: entry?.name ?? called.name,
    argumentsPreview: toPreview(called.arguments, context.mask),
  });
  if (entry !== undefined) {
    onCall?.({ kind: 'started', callId, entry, arguments: called.arguments });
  }
  const { outcome, text, images } = await answerCall(hidden, context);
  events.publish({
    kind: 'tool-call-ended',
    requestId,
    callId,
    outcome,
    durationMs: now() - startedAt,
    resultPreview: toPreview(text, context.mask),
  });
  if (entry !== undefined) onCall?.({ kind: 'ended', callId, failed: outcome !== 'ok', text });
  return { callId, text, images };
}

async function answerCall(hidden: HiddenCall, context: CallContext): Promise<Report> {
  const { requestId, events, signal, tools } = context;
  const callId = hidden.call.id;
  const progress = createProgressForwarder((report) =>
    events.publish({ kind: 'tool-call-progressed', requestId, callId, ...report }),
  );
  try {
    const verdict = judgeCall(hidden, context);
    if (verdict.kind === 'refuse') return { outcome: 'error', text: verdict.text, images: [] };
    const options = { signal, requestId, onProgress: progress.report };
    const result = await tools.call(verdict.entry, verdict.args, options);
    return { outcome: result.isError === true ? 'error' : 'ok', ...cleanResult(result) };
  } catch (error) {
    return reportFailure(error, hidden.call.function.name, context);
  } finally {
    progress.end();
  }
}

function reportFailure(error: unknown, tool: string, context: CallContext): Report {
  const { signal, logger, mask } = context;
  if (signal.aborted) return { outcome: 'cancelled', text: '', images: [] };
  const { code, message } = toRouterError(error);
  if (code === 'INTERNAL') logger.error({ tool, err: error }, 'tool call failed unexpectedly');
  return {
    outcome: 'error',
    text: `ERROR: ${code}: ${toPreview(stripControls(message), mask)}`,
    images: [],
  };
}
