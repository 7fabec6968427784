/** The tool `chat`: a conversation with a recipe, for programs that have tools but no models. */
import type { ChatMessage } from '#core/chat.ts';
import type { JsonObject } from '#core/ports/tools.ts';
import { cutText } from '#core/cut-text.ts';
import { runRecipe, type RecipeRunner } from './run-recipe.ts';
import { TEXT_OUTPUT, toToolError } from './tool-results.ts';
import type { OwnTool } from './view.ts';

const NAMESPACE = 'woollama/';
const SHOWN_BYTES = 100;
const MOST_SHOWN = 30;

const DESCRIPTION =
  'Sends a conversation to a recipe of Woollama and returns its final answer. A recipe is a model ' +
  'with a system prompt and its own tools, which it calls by itself on the way.';

const INPUT = {
  type: 'object',
  properties: {
    messages: {
      type: 'array',
      description: 'The conversation so far, such as [{"role": "user", "content": "..."}]',
      items: {
        type: 'object',
        properties: { role: { type: 'string' }, content: {} },
        required: ['role'],
      },
    },
    recipe: { type: 'string', description: 'Name of the recipe' },
    model: { type: 'string', description: 'Instead of recipe: woollama/<recipe>' },
  },
  required: ['messages'],
};

const RAW = {
  name: 'chat',
  title: 'Chat with a recipe',
  description: DESCRIPTION,
  inputSchema: INPUT,
  outputSchema: TEXT_OUTPUT,
};

export function createChatTool(runner: RecipeRunner): OwnTool {
  const { recipes } = runner;
  return {
    raw: RAW,
    model: (args) => {
      const recipe = recipes.find(selectorOf(args));
      return recipe && NAMESPACE + recipe.name;
    },
    call: async (args, scope) => {
      const selector = selectorOf(args);
      if (selector === '') {
        const known = describeKnown(runner);
        return toToolError(`chat requires a 'recipe' (or a 'model' like woollama/NAME)${known}`);
      }
      const recipe = recipes.find(selector);
      if (recipe === undefined) {
        const shown = cutText(selector, SHOWN_BYTES).text;
        return toToolError(`unknown recipe '${shown}'${describeKnown(runner)}`);
      }
      // The engine refuses what is no list of messages.
      const messages = args['messages'] as readonly ChatMessage[];
      const request = { model: NAMESPACE + recipe.name, messages };
      return runRecipe(runner, { recipe, request }, scope);
    },
  };
}

/** `recipe` counts if it is there, else `model`, with or without our namespace. */
function selectorOf({ recipe, model }: JsonObject): string {
  if (typeof recipe === 'string' && recipe !== '') return recipe;
  if (typeof model !== 'string') return '';
  return model.startsWith(NAMESPACE) ? model.slice(NAMESPACE.length) : model;
}

function describeKnown({ recipes }: RecipeRunner): string {
  const names = recipes.list().map(({ name }) => name);
  if (names.length === 0) return '; no recipe is configured';
  const more = names.length > MOST_SHOWN ? ', ...' : '';
  return `; there are: ${names.slice(0, MOST_SHOWN).join(', ')}${more}`;
}
