/** Everything that is decided once per run, before the model is asked for the first time. */
import { AUTO_MODEL } from '#contract/config.ts';
import { DEMO } from '#contract/names.ts';
import type { ChatMessage, ChatRequest } from '#core/chat.ts';
import type { Inferencers } from '#core/ports/inferencers.ts';
import type { Logger } from '#core/ports/logger.ts';
import type { Recipe, RecipeRun } from '#core/ports/recipes.ts';
import type { ToolEntry, Tools } from '#core/ports/tools.ts';
import { RouterError } from '#core/router-error.ts';

import { isTable } from './is-table.ts';
import { renderSystem } from './pattern-text.ts';
import { throwIfCancelled } from './run-scope.ts';
import { aboutTools } from './steps/about-tools.ts';
import { mergeBody, overlay } from './steps/merge-body.ts';
import { mixTools, type Toolbox } from './steps/mix-tools.ts';
import { offerTools } from './steps/offer-tools.ts';
import { resolveTarget, type Target } from './steps/resolve-target.ts';

interface PrepareContext {
  readonly inferencers: Inferencers;
  readonly tools: Tools;
  readonly logger: Logger;
  readonly signal: AbortSignal;
}

export interface PreparedRun {
  readonly recipe: string;
  readonly target: Target;
  /** Upstream fields besides model, messages, stream and tools. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly messages: readonly ChatMessage[];
  readonly toolbox: Toolbox;
  /** The recipe's tools in the toolbox. */
  readonly offered: readonly ToolEntry[];
  readonly maxTurns: number;
  /** Whether images in tool results may be shown to the model. */
  readonly takesImages: boolean;
}

const DEFAULT_MAX_TURNS = 8;

/** Rejects with the RouterErrors a caller must see as an HTTP status. */
export async function prepareRun(run: RecipeRun, context: PrepareContext): Promise<PreparedRun> {
  const { recipe, request, overrides = {} } = run;
  const { inferencers, tools, logger, signal } = context;
  throwIfCancelled(signal);
  checkRequest(request);
  const reference = overrides.inferencer ?? recipe.inferencer;
  // A wrong name is told at once; only `auto/default` has to wait for the tools to be known.
  const named = reference === AUTO_MODEL ? undefined : resolveTarget(reference, inferencers);
  const offered = await offerTools(recipe, { tools, logger, signal });
  const all = mixTools({ offered, clientTools: request.tools, tools });
  const target = named ?? (await resolveAuto(all, context));
  const isDemo = named === undefined && target.inferencer.name === DEMO;
  const kept = isDemo ? keepReadOnly(offered, recipe) : offered;
  const toolbox = isDemo ? mixTools({ offered: kept, clientTools: request.tools, tools }) : all;

  const { body, ignored } = mergeBody({
    extraBody: target.inferencer.extraBody,
    client: request,
    params: overlay(recipe.params, overrides.params ?? {}),
  });
  if (ignored.length > 0) {
    logger.warn(
      { recipe: recipe.name, keys: ignored },
      'recipes and inferencers may not set these keys',
    );
  }
  checkChoices(body['n']);
  const system = overrides.system ?? renderSystem(recipe, {});
  return {
    recipe: recipe.name,
    target,
    body: aboutTools(body, toolbox),
    messages: [
      ...(system === '' ? [] : [{ role: 'system', content: system }]),
      ...request.messages,
    ],
    toolbox,
    offered: kept,
    maxTurns: recipe.max_turns ?? DEFAULT_MAX_TURNS,
    takesImages: recipe.vision === true || request.messages.some(hasImage),
  };
}

async function resolveAuto(toolbox: Toolbox, { inferencers, signal }: PrepareContext) {
  const { model } = await inferencers.auto(toolbox.wire.length > 0, signal);
  return resolveTarget(model, inferencers);
}

/**
 * The demo calls whatever it is offered with made-up arguments. Where nobody named it, it must not
 * get tools that could change something.
 */
function keepReadOnly(offered: readonly ToolEntry[], recipe: Recipe): readonly ToolEntry[] {
  const harmless = offered.filter(({ annotations }) => annotations?.['readOnlyHint'] === true);
  if (harmless.length > 0 || offered.length === 0) return harmless;
  throw new RouterError(
    'NO_INFERENCER',
    `recipe '${recipe.name}' needs a model: ${AUTO_MODEL} found only the demo, which is not given ` +
      'tools that may change something; start Ollama or name an inferencer in the recipe',
  );
}

function checkRequest({ messages }: ChatRequest): void {
  const isUsable = Array.isArray(messages) && messages.every(isTable);
  if (isUsable) return;
  throw new RouterError('INVALID_REQUEST', 'messages must be a list of messages', {
    param: 'messages',
  });
}

function checkChoices(count: unknown): void {
  if (count === undefined || count === 1) return;
  throw new RouterError('INVALID_REQUEST', 'a recipe gives one answer; n must be 1', {
    param: 'n',
  });
}

function hasImage({ content }: ChatMessage): boolean {
  if (!Array.isArray(content)) return false;
  return content.some((part: unknown) => isTable(part) && part['type'] === 'image_url');
}
