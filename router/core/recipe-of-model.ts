/** The recipe that the engine runs for a model's name: the user's own, or one that adds nothing. */
import type { Recipe, Recipes } from './ports/recipes.ts';

export const RECIPE_PREFIX = 'woollama/';

/** Undefined when the name stands for no recipe that is there. */
export function findRecipe(model: string, recipes: Recipes): Recipe | undefined {
  if (!model.startsWith(RECIPE_PREFIX)) return undefined;
  return recipes.find(model.slice(RECIPE_PREFIX.length));
}

/** A model by itself. */
export function plainRecipe(model: string): Recipe {
  return { name: model, inferencer: model, tools: [], system: '', params: {}, variables: {} };
}

/** With more tools of our servers, for one request. */
export function withTools(recipe: Recipe, more: readonly string[]): Recipe {
  return more.length === 0 ? recipe : { ...recipe, tools: [...recipe.tools, ...more] };
}
