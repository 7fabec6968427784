/** One turn without a memory: a model or a recipe, with our servers' tools running inside. */
import type { ChatChunk, ChatMessage } from '#core/chat.ts';
import type { TurnInput, TurnOptions } from '#core/ports/conversations.ts';
import type { Recipe, Recipes } from '#core/ports/recipes.ts';

/** Rejects with a RouterError; before the first piece when the model refuses. */
export type AskModel = (
  messages: readonly ChatMessage[],
  input: Pick<TurnInput, 'params' | 'tools' | 'serverTools'> & { readonly model: string },
  options: Pick<TurnOptions, 'requestId' | 'signal' | 'headers'>,
) => AsyncIterable<ChatChunk>;

interface AskParts {
  readonly recipes: Recipes;
  /** Throws when the name stands for nothing. */
  readonly checkModel: (model: string) => void;
}

const RECIPE = /^woollama\/(.+)$/s;

export function createAskModel({ recipes, checkModel }: AskParts): AskModel {
  return (messages, { model, params, tools, serverTools }, options) => {
    checkModel(model);
    const [, name] = RECIPE.exec(model) ?? [];
    const named = name === undefined ? undefined : recipes.find(name);
    const recipe = withTools(named ?? plainRecipe(model), serverTools);
    const request = {
      ...params,
      model,
      messages,
      stream: true,
      stream_options: { include_usage: true },
      ...(tools.length > 0 && { tools }),
    };
    return recipes.stream({ recipe, request }, options);
  };
}

/** A model by itself, as a recipe that adds nothing. */
function plainRecipe(model: string): Recipe {
  return { name: model, inferencer: model, tools: [], system: '', params: {}, variables: {} };
}

function withTools(recipe: Recipe, more: readonly string[]): Recipe {
  return more.length === 0 ? recipe : { ...recipe, tools: [...recipe.tools, ...more] };
}
