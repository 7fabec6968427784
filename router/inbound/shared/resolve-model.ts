import assert from 'node:assert/strict';

import { AUTO_MODEL } from '#contract/config.ts';
import type { Inferencer, Inferencers } from '#core/ports/inferencers.ts';
import type { Recipe, Recipes } from '#core/ports/recipes.ts';
import { findRecipe, RECIPE_PREFIX } from '#core/recipe-of-model.ts';
import { RouterError } from '#core/router-error.ts';

export type ModelTarget =
  | { readonly kind: 'recipe'; readonly recipe: Recipe }
  | { readonly kind: 'auto' }
  | { readonly kind: 'inferencer'; readonly inferencer: Inferencer; readonly model: string };

interface Namespaces {
  readonly inferencers: Inferencers;
  readonly recipes: Recipes;
}

/** The cloud keeps what was said to them, so there is no answer without a conversation. */
const AGENT_NAMESPACE = 'claude-agent';

/**
 * What a model name stands for: `woollama/<recipe>`, `auto/default` or `<inferencer>/<model>`.
 * Throws UNKNOWN_RECIPE, UNKNOWN_NAMESPACE, UNKNOWN_MODEL, NOT_SUPPORTED or INVALID_REQUEST.
 */
export function resolveModel(name: string | undefined, from: Namespaces): ModelTarget {
  if (name === undefined || name === '') {
    throw new RouterError('INVALID_REQUEST', "'model' is missing", { param: 'model' });
  }
  if (name.startsWith(RECIPE_PREFIX)) {
    const recipe = findRecipe(name, from.recipes);
    if (recipe !== undefined) return { kind: 'recipe', recipe };
    const known = from.recipes.list().map((recipe) => recipe.name);
    throw new RouterError(
      'UNKNOWN_RECIPE',
      `unknown recipe '${name.slice(RECIPE_PREFIX.length)}'; known: ${known.join(', ') || 'none'}`,
      { param: 'model' },
    );
  }
  return resolveInferencer(name, from.inferencers);
}

/** As `resolveModel`, for routes that know no recipes. */
export function resolveInferencer(
  name: string,
  inferencers: Inferencers,
): Exclude<ModelTarget, { kind: 'recipe' }> {
  const slash = name.indexOf('/');
  const namespace = slash === -1 ? name : name.slice(0, slash);
  const model = slash === -1 ? '' : name.slice(slash + 1);
  if (namespace === 'auto') {
    if (name === AUTO_MODEL) return { kind: 'auto' };
    throw new RouterError('UNKNOWN_MODEL', `unknown model '${name}'; did you mean ${AUTO_MODEL}?`, {
      param: 'model',
    });
  }
  if (namespace === AGENT_NAMESPACE) {
    throw new RouterError(
      'NOT_SUPPORTED',
      `managed agents such as '${name}' answer only in conversations: use /v1/responses with store:true`,
      { param: 'model' },
    );
  }
  const inferencer = inferencers.find(namespace);
  if (inferencer === undefined) {
    throw new RouterError(
      'UNKNOWN_NAMESPACE',
      `unknown model namespace '${namespace}': write <inferencer>/<model>; known: ` +
        [...inferencers.names(), 'woollama', 'auto'].join(', '),
      { param: 'model' },
    );
  }
  if (model === '') {
    throw new RouterError('INVALID_REQUEST', `'model' names no model: write ${namespace}/<model>`, {
      param: 'model',
    });
  }
  return { kind: 'inferencer', inferencer, model };
}

/** The inferencer `auto/default` stands for now; a call with tools wants a model that takes them. */
export async function resolveAuto(
  inferencers: Inferencers,
  needsTools: boolean,
  signal: AbortSignal,
): Promise<Extract<ModelTarget, { kind: 'inferencer' }>> {
  const choice = await inferencers.auto(needsTools, signal);
  const chosen = resolveInferencer(choice.model, inferencers);
  assert(chosen.kind === 'inferencer', 'auto/default cannot stand for itself');
  return chosen;
}
