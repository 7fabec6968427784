/** A request in words. */
import type { ActivityCall, ActivityRequest, ActivityState } from '#contract/activity.ts';
import type { TokenUsage } from '#contract/events.ts';
import type { StateWord } from '#components/state-label.tsx';
import type { Asked } from './error-advice.ts';

const TOOL_CALL = 'tools/call ';

/** The tool, where the request is nothing but the call of one. */
export function directTool({ operation }: ActivityRequest): string | undefined {
  return operation.startsWith(TOOL_CALL) ? operation.slice(TOOL_CALL.length) : undefined;
}

/** What was asked for: a model, a tool, or a route. */
export function subjectOf(request: ActivityRequest): string {
  return request.model ?? directTool(request) ?? request.operation;
}

const WORDS: Readonly<Record<ActivityState, StateWord>> = {
  running: { tone: 'busy', word: 'Running' },
  ok: { tone: 'ok', word: 'Done' },
  error: { tone: 'bad', word: 'Failed' },
  cancelled: { tone: 'off', word: 'Cancelled' },
};

export function stateWord(state: ActivityState): StateWord {
  return WORDS[state];
}

/** `1,204 tokens (1,100 in, 104 out)` */
export function describeTokens({
  promptTokens,
  completionTokens,
  totalTokens,
}: TokenUsage): string {
  const [total, sent, got] = [totalTokens, promptTokens, completionTokens].map((count) =>
    count.toLocaleString('en'),
  );
  return `${total} tokens (${sent} in, ${got} out)`;
}

/** `3 of 10`, `3`, or nothing while the server is silent. */
export function describeProgress({ progress, total }: ActivityCall): string | undefined {
  if (progress === undefined) return undefined;
  const shown = progress.toLocaleString('en');
  return total === undefined ? shown : `${shown} of ${total.toLocaleString('en')}`;
}

/** The call that runs now; the newest of several. */
export function runningCall({ calls }: ActivityRequest): ActivityCall | undefined {
  return calls.findLast(({ state }) => state === 'running');
}

const RECIPE = 'woollama/';

/** Whom to look at when the request failed. */
export function askedOf(request: ActivityRequest): Asked {
  const { model, turns, calls } = request;
  const isRecipe = model?.startsWith(RECIPE) === true;
  return {
    model: turns.at(-1)?.model ?? (isRecipe ? undefined : model),
    recipe: isRecipe ? model.slice(RECIPE.length) : undefined,
    tool: calls.findLast(({ state }) => state === 'error')?.tool ?? directTool(request),
  };
}
