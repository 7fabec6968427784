/** A recipe as a tool: what it is asked, and its variables, are the arguments. */
import type { PatternVariable, Recipe } from '#core/ports/recipes.ts';
import type { JsonObject } from '#core/ports/tools.ts';
import { readRecipeValues } from './recipe-values.ts';
import { runRecipe, type RecipeRunner } from './run-recipe.ts';
import { TEXT_OUTPUT, toToolError } from './tool-results.ts';
import type { OwnTool } from './view.ts';

const INPUT = 'input';
const ASKED = 'What to ask';

/** A variable called `input` is filled with what is asked. */
export function createRecipeTool(runner: RecipeRunner, recipe: Recipe, name: string): OwnTool {
  const { recipes } = runner;
  const variables = recipes.variables(recipe);
  const model = `woollama/${recipe.name}`;
  return {
    raw: {
      name,
      title: recipe.name,
      description: recipe.description ?? `Asks the recipe '${recipe.name}'.`,
      inputSchema: toInputSchema(variables),
      outputSchema: TEXT_OUTPUT,
      // Without tools a model can only talk.
      ...(recipe.tools.length === 0 && { annotations: { readOnlyHint: true } }),
    },
    model: () => model,
    call: async (args, scope) => {
      const content = args[INPUT];
      if (typeof content !== 'string') return toToolError(`${name} requires a text as '${INPUT}'`);
      const read = readRecipeValues(variables, args);
      if (!read.ok) return toToolError(read.problem);
      const request = { model, messages: [{ role: 'user', content }] };
      const overrides = { system: recipes.render(recipe, read.values) };
      return runRecipe(runner, { recipe, request, overrides }, scope);
    },
  };
}

function toInputSchema(variables: readonly PatternVariable[]): JsonObject {
  const asked = variables.find(({ name }) => name === INPUT) ?? { name: INPUT };
  const others = variables.filter(({ name }) => name !== INPUT);
  return {
    type: 'object',
    properties: Object.fromEntries([
      [INPUT, { description: ASKED, ...toProperty(asked) }],
      ...others.map((variable) => [variable.name, toProperty(variable)]),
    ]),
    required: [INPUT],
  };
}

function toProperty(variable: PatternVariable): JsonObject {
  const { description, default: preset, choices, name } = variable;
  return {
    type: 'string',
    ...(description !== undefined && { description }),
    // What is asked has to be said anyway.
    ...(preset !== undefined && name !== INPUT && { default: preset }),
    ...(choices !== undefined && { enum: choices }),
  };
}
