/** The prompts of everybody: recipes first, then those of servers. */
import type { Aggregator, DisplacedItem, PromptEntry } from '#core/ports/aggregator.ts';
import type { Recipe, Recipes } from '#core/ports/recipes.ts';
import type { JsonObject } from '#core/ports/tools.ts';
import { namePrompts } from './name-prompts.ts';
import { createRecipePrompt } from './recipe-prompt.ts';
import type { FoundPrompt } from './view.ts';

export interface PromptListingParts {
  readonly aggregator: Pick<Aggregator, 'findPrompt'>;
  readonly recipes: Recipes;
}

export interface PromptListing {
  readonly items: readonly JsonObject[];
  find(name: string): FoundPrompt | undefined;
  readonly displaced: readonly DisplacedItem[];
}

export function listPrompts(
  { aggregator, recipes: engine }: PromptListingParts,
  state: { readonly entries: readonly PromptEntry[]; readonly recipes: readonly Recipe[] },
): PromptListing {
  const { entries, recipes } = state;
  const own = new Map(
    recipes.map((recipe) => [recipe.name, createRecipePrompt(engine, recipe)] as const),
  );
  const findEntry = (name: string) => aggregator.findPrompt(name);
  const naming = { own: new Set(own.keys()), find: findEntry };
  const { names, displaced } = namePrompts(entries, naming);
  const items = [
    ...Array.from(own.values(), ({ raw }) => raw),
    ...Array.from(names, ([{ raw }, name]) => (raw['name'] === name ? raw : { ...raw, name })),
  ];
  return {
    items,
    displaced,
    find: (name) => {
      const mine = own.get(name);
      if (mine !== undefined) return { kind: 'own', prompt: mine };
      const entry = findEntry(name);
      return entry && { kind: 'server', entry };
    },
  };
}
