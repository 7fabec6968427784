/** One turn without a memory: a model or a recipe, with our servers' tools running inside. */
import type { ChatChunk, ChatMessage } from '#core/chat.ts';
import type { TurnInput, TurnOptions } from '#core/ports/conversations.ts';
import type { Recipes } from '#core/ports/recipes.ts';
import { findRecipe, plainRecipe, withTools } from '#core/recipe-of-model.ts';

/** Rejects with a RouterError; before the first piece when the model refuses. */
export type AskModel = (
  messages: readonly ChatMessage[],
  input: Pick<TurnInput, 'params' | 'tools' | 'serverTools'> & { readonly model: string },
  options: Pick<TurnOptions, 'requestId' | 'signal' | 'headers' | 'onCall'>,
) => AsyncIterable<ChatChunk>;

interface AskParts {
  readonly recipes: Recipes;
  /** Throws when the name stands for nothing. */
  readonly checkModel: (model: string) => void;
}

export function createAskModel({ recipes, checkModel }: AskParts): AskModel {
  return (messages, { model, params, tools, serverTools }, options) => {
    checkModel(model);
    const recipe = withTools(findRecipe(model, recipes) ?? plainRecipe(model), serverTools);
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
