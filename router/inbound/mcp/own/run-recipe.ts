/** Runs a recipe as the answer of a tool. What happens in it belongs to the client's own request. */
import type { ChatCompletion } from '#core/chat.ts';
import type { Events } from '#core/ports/events.ts';
import type { RecipeRun, Recipes } from '#core/ports/recipes.ts';
import type { JsonObject } from '#core/ports/tools.ts';
import { RouterError, toRouterError } from '#core/router-error.ts';
import { stripControls } from '#core/strip-controls.ts';
import { toPreview } from '#core/to-preview.ts';
import { succeeded } from '../../shared/send-chat.ts';
import { failed } from '../../shared/tracked.ts';
import { followRun } from './follow-run.ts';
import { toTextResult, toToolError } from './tool-results.ts';
import type { OwnCallScope } from './view.ts';

export interface RecipeRunner {
  readonly recipes: Recipes;
  readonly events: Pick<Events, 'subscribe'>;
  /** Blanks secrets. */
  readonly mask: (text: string) => string;
}

/**
 * A failed run is a tool error; its code and the usage go into the activity. Rejects with CANCELLED
 * or SHUTTING_DOWN when one of the scope's signals fired.
 */
export async function runRecipe(
  runner: RecipeRunner,
  run: RecipeRun,
  scope: OwnCallScope,
): Promise<JsonObject> {
  const { open } = scope;
  const signal = AbortSignal.any([scope.signal, open.signal]);
  const unfollow = followRun(runner.events, scope);
  try {
    const completion = await runner.recipes.complete(run, { requestId: open.id, signal });
    open.end(succeeded(completion.usage));
    return toTextResult(finalText(completion));
  } catch (cause) {
    if (signal.aborted) throw toReason(signal.reason);
    const error = toRouterError(cause);
    open.end(failed(error));
    return toToolError(toPreview(stripControls(error.message), runner.mask));
  } finally {
    unfollow();
  }
}

function toReason(reason: unknown): RouterError {
  return reason instanceof RouterError
    ? reason
    : new RouterError('CANCELLED', undefined, { cause: reason });
}

/** The text parts where a model answers in parts. */
function finalText({ choices }: ChatCompletion): string {
  const content = choices[0]?.message.content;
  if (typeof content === 'string') return content;
  return Array.isArray(content) ? content.map(textOfPart).join('') : '';
}

function textOfPart(part: unknown): string {
  if (typeof part !== 'object' || part === null || !('text' in part)) return '';
  return typeof part.text === 'string' ? part.text : '';
}
