/** Recipes without an engine: each run is noted and answered by a function. */
import { recipeEntry } from '#contract/config.ts';
import type { ChatChunk, ChatCompletion } from '#core/chat.ts';
import type { Recipe, RecipeRun, Recipes, RunOptions } from '#core/ports/recipes.ts';
import { chunks, completion } from './fake-inferencers.ts';

export interface FakeRecipes extends Recipes {
  readonly runs: { readonly run: RecipeRun; readonly options: RunOptions }[];
}

export interface FakeRecipesSetup {
  readonly onComplete?: (run: RecipeRun, options: RunOptions) => Promise<ChatCompletion>;
  readonly onStream?: (run: RecipeRun, options: RunOptions) => AsyncIterable<ChatChunk>;
}

export function recipeOf(name: string, entry: Readonly<Record<string, unknown>> = {}): Recipe {
  const parsed = recipeEntry.parse({ inferencer: 'a/b', tools: [], system: 'be kind', ...entry });
  return { ...parsed, name };
}

/** `render` writes the system prompt with the values behind it. */
export function createFakeRecipes(
  list: readonly Recipe[],
  setup: FakeRecipesSetup = {},
): FakeRecipes {
  const runs: FakeRecipes['runs'] = [];
  return {
    runs,
    find: (name) => list.find((recipe) => recipe.name === name),
    list: () => list,
    async complete(run, options) {
      runs.push({ run, options });
      return setup.onComplete?.(run, options) ?? completion('done');
    },
    stream(run, options) {
      runs.push({ run, options });
      return setup.onStream?.(run, options) ?? chunks('do', 'ne');
    },
    variables: (recipe) =>
      Object.entries(recipe.variables).map(([name, { default: fallback }]) => ({
        name,
        ...(fallback !== undefined && { default: fallback }),
      })),
    render: (recipe, values) => `${recipe.system} ${JSON.stringify(values)}`,
  };
}
