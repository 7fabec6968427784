/**
 * The hidden tool loop: ask the model, run the recipe's tools it calls, ask again, until it answers
 * or calls tools of the client.
 */
import type { ChatMessage, ChatRequest, Usage } from '#core/chat.ts';
import type { Events } from '#core/ports/events.ts';
import type { Logger } from '#core/ports/logger.ts';
import type { CallNews, Tools } from '#core/ports/tools.ts';
import { RouterError } from '#core/router-error.ts';

import type { ArgumentChecker } from './argument-checker.ts';
import type { PreparedRun } from './prepare-run.ts';
import { askModel } from './steps/ask-model.ts';
import { endRun } from './steps/end-run.ts';
import { bodyOfTurn } from './steps/merge-body.ts';
import { planCalls } from './steps/plan-calls.ts';
import { assignCallIds, collectCallIds } from './steps/read-tool-calls.ts';
import { runCalls } from './steps/run-calls.ts';
import { sumUsage, toTokenUsage } from './steps/sum-usage.ts';
import { writeHistory } from './steps/write-history.ts';
import type { Step, Turn } from './turn.ts';

interface LoopContext {
  readonly tools: Tools;
  readonly events: Events;
  readonly logger: Logger;
  readonly checkArguments: ArgumentChecker;
  /** Blanks secrets in previews. */
  readonly mask: (text: string) => string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly requestId: string;
  readonly signal: AbortSignal;
  /** Passed on with every call of the model. */
  readonly headers: Readonly<Record<string, string>>;
  readonly streaming: boolean;
  /** Whether to ask the upstream for the usage of a stream. */
  readonly includeUsage: boolean;
  readonly onCall?: (news: CallNews) => void;
}

/** Rejects with a RouterError; the upstream call and all tool calls end with `context.signal`. */
export async function* runLoop(run: PreparedRun, context: LoopContext): AsyncGenerator<Step> {
  const { toolbox, maxTurns, takesImages } = run;
  const history = [...run.messages];
  const usages: (Usage | undefined)[] = [];
  const used = collectCallIds(history);

  for (let number = 1; number <= maxTurns; number += 1) {
    const request = toRequest({ run, context, number, history });
    const turn = yield* takeTurn({ run, context, number, request });
    usages.push(turn.usage);
    const calls = assignCallIds(turn.calls, { turn: number, used });
    const plan = planCalls(calls, toolbox);
    const end = endRun(turn, plan, number === maxTurns);
    if (end !== undefined) {
      yield { kind: 'finished', finished: { turn, ...end, usage: sumUsage(usages) } };
      return;
    }
    if (number === maxTurns) break;
    const answers = await runCalls(plan.hidden, { ...context, names: toolbox.names, turn: number });
    history.push(...writeHistory({ turn, calls, answers, takesImages }));
  }
  throw new RouterError(
    'MAX_TURNS',
    `recipe '${run.recipe}' used its max turns (${maxTurns}) and the model still calls tools`,
  );
}

interface TurnStart {
  readonly run: PreparedRun;
  readonly context: LoopContext;
  /** 1 for the first call of the model. */
  readonly number: number;
}

function toRequest(start: TurnStart & { readonly history: readonly ChatMessage[] }): ChatRequest {
  const { run, context, number, history } = start;
  return {
    model: run.target.model,
    // A copy, because the history grows while the inferencer may still hold the request.
    messages: [...history],
    stream: context.streaming,
    ...(context.includeUsage && { stream_options: { include_usage: true } }),
    ...(run.toolbox.wire.length > 0 && { tools: run.toolbox.wire }),
    ...bodyOfTurn(run.body, number),
  };
}

/** Asks the model once. `turn-ended` means that its answer is complete; its calls run after that. */
async function* takeTurn(
  start: TurnStart & { readonly request: ChatRequest },
): AsyncGenerator<Step, Turn, void> {
  const { run, context, number, request } = start;
  const { events, requestId, signal, headers } = context;
  const { inferencer, model } = run.target;
  events.publish({
    kind: 'turn-started',
    requestId,
    turn: number,
    model: `${inferencer.name}/${model}`,
  });
  let turn: Turn | undefined;
  let finishReason = 'cancelled';
  try {
    turn = yield* askModel(inferencer, request, { signal, headers });
    finishReason = turn.finishReason ?? (turn.calls.length > 0 ? 'tool_calls' : 'stop');
    return turn;
  } catch (error) {
    if (!signal.aborted) finishReason = 'error';
    throw error;
  } finally {
    events.publish({
      kind: 'turn-ended',
      requestId,
      turn: number,
      toolCalls: turn?.calls.length ?? 0,
      finishReason,
      ...(turn?.usage !== undefined && { usage: toTokenUsage(turn.usage) }),
    });
  }
}
