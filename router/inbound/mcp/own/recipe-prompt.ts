/** A recipe as a prompt: its system prompt, filled in, as a message of the user. */
import type { PatternVariable, Recipe, Recipes } from '#core/ports/recipes.ts';
import type { JsonObject } from '#core/ports/tools.ts';
import type { RpcOutcome } from '#core/rpc.ts';
import { proposeValues } from './propose-values.ts';
import { readRecipeValues } from './recipe-values.ts';
import type { OwnPrompt } from './view.ts';

const INVALID_PARAMS = -32_602;

export function createRecipePrompt(recipes: Recipes, recipe: Recipe): OwnPrompt {
  const variables = recipes.variables(recipe);
  const description = describe(recipe);
  return {
    raw: {
      name: recipe.name,
      title: recipe.name,
      description,
      ...(variables.length > 0 && { arguments: variables.map(toArgument) }),
    },
    get: (args) => {
      const read = readRecipeValues(variables, args);
      if (!read.ok) return refuse(read.problem);
      const missing = variables.find(
        (variable) => isRequired(variable) && !Object.hasOwn(read.values, variable.name),
      );
      if (missing !== undefined) return refuse(`missing argument '${missing.name}'`);
      const text = recipes.render(recipe, read.values);
      const messages = [{ role: 'user', content: { type: 'text', text } }];
      return { ok: true, result: { description, messages } };
    },
    complete: (argument, begun) => {
      const variable = variables.find(({ name }) => name === argument);
      return { completion: proposeValues(variable, begun) };
    },
  };
}

function describe({ name, description }: Recipe): string {
  const what = `System prompt of the recipe '${name}'`;
  return description === undefined ? what : `${what}: ${description}`;
}

function isRequired(variable: PatternVariable): boolean {
  return variable.default === undefined;
}

function toArgument(variable: PatternVariable): JsonObject {
  const { name, description, choices } = variable;
  // Prompts know no choices, so they are told in words.
  const options = choices === undefined ? undefined : `one of: ${choices.join(', ')}`;
  const text = [description, options].filter((part) => part !== undefined).join('; ');
  return { name, ...(text !== '' && { description: text }), required: isRequired(variable) };
}

function refuse(message: string): RpcOutcome {
  return { ok: false, error: { code: INVALID_PARAMS, message } };
}
