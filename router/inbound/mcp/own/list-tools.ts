/** The tools of one client's view, made once for each state of servers and recipes. */
import type { DisplacedItem } from '#core/ports/aggregator.ts';
import type { Recipe } from '#core/ports/recipes.ts';
import type { JsonObject, ToolEntry, Tools } from '#core/ports/tools.ts';
import { CALL_TOOL, CALL_TOOL_RAW, createCallTool } from './call-tool-by-name.ts';
import { createChatTool } from './chat-tool.ts';
import { createFindTools, FIND_TOOLS } from './find-tools.ts';
import { nameTools } from './name-tools.ts';
import { recipeToolName } from './own-names.ts';
import type { ToolRanking } from './rank-tools.ts';
import { createRecipeTool } from './recipe-tool.ts';
import type { RecipeRunner } from './run-recipe.ts';
import type { FoundTool, OwnTool, ViewOptions } from './view.ts';

/** From so many on, `auto` searches in place of listing. */
const MANY_TOOLS = 60;

export interface ToolListingParts extends RecipeRunner {
  readonly tools: Pick<Tools, 'find'>;
  /** Of all servers' tools; built when it is asked for. */
  readonly ranking: () => ToolRanking;
}

export interface ToolListing {
  readonly items: readonly JsonObject[];
  find(name: string): FoundTool | undefined;
  readonly displaced: readonly DisplacedItem[];
}

/** An own tool under its name in this view. */
type OwnItems = ReadonlyMap<string, { readonly raw: JsonObject; readonly found: FoundTool }>;

export function listTools(
  parts: ToolListingParts,
  { toolNames: style, toolSearch }: ViewOptions,
  state: { readonly entries: readonly ToolEntry[]; readonly recipes: readonly Recipe[] },
): ToolListing {
  const { entries, recipes } = state;
  const searching = toolSearch === 'on' || (toolSearch === 'auto' && entries.length >= MANY_TOOLS);
  const own = new Map([['chat', toOwn(createChatTool(parts))]]);
  const otherNames = new Map<string, string>();
  for (const recipe of recipes) {
    const name = recipeToolName(recipe.name, style);
    own.set(name, toOwn(createRecipeTool(parts, recipe, name)));
    const other = style === 'dotted' ? 'underscore' : 'dotted';
    otherNames.set(recipeToolName(recipe.name, other), name);
  }
  const reserved = new Set([...own.keys(), ...(searching ? [FIND_TOOLS, CALL_TOOL] : [])]);
  const findEntry = (name: string) => parts.tools.find(name);
  const { names, displaced } = nameTools(entries, { style, own: reserved, find: findEntry });
  const listed = new Map([...names].map(([entry, name]) => [name, entry] as const));

  function find(name: string): FoundTool | undefined {
    const mine = own.get(name);
    if (mine !== undefined) return mine.found;
    const entry = listed.get(name);
    if (entry !== undefined) return { kind: 'server', entry };
    const other = own.get(otherNames.get(name) ?? '');
    if (other !== undefined) return other.found;
    const known = findEntry(name);
    return known && { kind: 'server', entry: known };
  }

  if (!searching) {
    return { items: [...rawOf(own), ...Array.from(names, renamed)], find, displaced };
  }
  const nameOf = (entry: ToolEntry) => names.get(entry);
  own.set(FIND_TOOLS, toOwn(createFindTools({ entries, ranking: parts.ranking, nameOf })));
  const callables = { find, names: () => [...own.keys(), ...listed.keys()] };
  own.set(CALL_TOOL, { raw: CALL_TOOL_RAW, found: createCallTool(callables) });
  return { items: rawOf(own), find, displaced };
}

function toOwn(tool: OwnTool): { readonly raw: JsonObject; readonly found: FoundTool } {
  return { raw: tool.raw, found: { kind: 'own', tool } };
}

function rawOf(own: OwnItems): readonly JsonObject[] {
  return Array.from(own.values(), ({ raw }) => raw);
}

function renamed([{ raw }, name]: readonly [ToolEntry, string]): JsonObject {
  return raw['name'] === name ? raw : { ...raw, name };
}
