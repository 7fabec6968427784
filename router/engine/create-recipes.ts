import assert from 'node:assert';
import { randomUUID } from 'node:crypto';

import type { ChatRequest } from '#core/chat.ts';
import type { Events } from '#core/ports/events.ts';
import type { Inferencers } from '#core/ports/inferencers.ts';
import type { Logger } from '#core/ports/logger.ts';
import type { Recipe, RecipeRun, Recipes, RunOptions } from '#core/ports/recipes.ts';
import type { Tools } from '#core/ports/tools.ts';

import { createArgumentChecker } from './argument-checker.ts';
import { delegateRun } from './delegate-run.ts';
import { isTable } from './is-table.ts';
import { runLoop } from './loop.ts';
import { listVariables, renderSystem } from './pattern-text.ts';
import { prepareRun } from './prepare-run.ts';
import { openRunScope } from './run-scope.ts';
import {
  renderCompletion,
  renderEnding,
  renderOpening,
  renderPiece,
  type AnswerFrame,
} from './steps/render-answer.ts';
import type { Finished, Step } from './turn.ts';

interface RecipesOptions {
  readonly inferencers: Inferencers;
  readonly tools: Tools;
  readonly events: Events;
  readonly logger: Logger;
  /** The recipes as configured now; asked anew each time. */
  readonly recipes: () => ReadonlyMap<string, Recipe>;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** Blanks secrets in what events show of tool calls. */
  readonly mask?: (text: string) => string;
  /** 32 hexadecimal digits. */
  readonly newId?: () => string;
}

/** Runs recipes. It owns nothing beyond a run: every run ends with its signal, and with its answer. */
export function createRecipes(options: RecipesOptions): Recipes {
  const { inferencers, tools, events, logger, recipes } = options;
  const now = options.now ?? Date.now;
  const newId = options.newId ?? (() => randomUUID().replaceAll('-', ''));
  const checkArguments = createArgumentChecker(logger);
  const mask = options.mask ?? ((text: string) => text);
  const shared = { tools, events, logger, checkArguments, now, mask };

  const frameOf = (request: ChatRequest): AnswerFrame => ({
    id: `chatcmpl-${newId()}`,
    created: Math.floor(now() / 1000),
    model: request.model,
  });

  async function* runSteps(
    run: RecipeRun,
    { signal, ...about }: RunOptions,
    mode: { readonly streaming: boolean; readonly includeUsage: boolean },
  ): AsyncGenerator<Step> {
    const scope = openRunScope(signal, run.recipe);
    try {
      const prepared = await prepareRun(run, { inferencers, tools, logger, signal: scope.signal });
      const context = { headers: {}, ...shared, ...mode, ...about, signal: scope.signal };
      const { delegate } = prepared.target.inferencer;
      if (delegate === undefined || prepared.offered.length === 0)
        yield* runLoop(prepared, context);
      else yield* delegateRun({ ...prepared, delegate }, context);
    } catch (error) {
      throw scope.toError(error);
    } finally {
      scope.end();
    }
  }

  return {
    find: (name) => recipes().get(name),
    list: () => [...recipes().values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
    complete: async (run, options) => {
      const frame = frameOf(run.request);
      const steps = runSteps(run, options, { streaming: false, includeUsage: false });
      return renderCompletion(frame, await finishedOf(steps));
    },
    stream: async function* (run, options) {
      const includeUsage = wantsUsage(run.request);
      const frame = { ...frameOf(run.request), includeUsage };
      let isOpen = false;
      for await (const step of runSteps(run, options, { streaming: true, includeUsage })) {
        if (!isOpen) yield renderOpening(frame);
        isOpen = true;
        if (step.kind === 'finished') yield* renderEnding(frame, step.finished);
        else {
          const chunk = renderPiece(frame, step.piece);
          if (chunk !== undefined) yield chunk;
        }
      }
    },
    variables: listVariables,
    render: renderSystem,
  };
}

async function finishedOf(steps: AsyncIterable<Step>): Promise<Finished> {
  for await (const step of steps) if (step.kind === 'finished') return step.finished;
  assert.fail('the loop ended without its last step');
}

function wantsUsage({ stream_options: options }: ChatRequest): boolean {
  return isTable(options) && options['include_usage'] === true;
}
