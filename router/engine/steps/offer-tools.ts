/** From a recipe's allow-list to the connected tools it may use. */
import type { Logger } from '#core/ports/logger.ts';
import type { Recipe } from '#core/ports/recipes.ts';
import type { ToolEntry, Tools } from '#core/ports/tools.ts';
import { compileGlob, isGlob } from '#contract/match-glob.ts';
import { RouterError } from '#core/router-error.ts';

interface OfferContext {
  readonly tools: Tools;
  readonly logger: Logger;
  readonly signal: AbortSignal;
}

/**
 * Waits until the recipe's servers have left `starting`, then offers what is there. Entries without
 * a tool are skipped with one log line; throws TOOLS_UNAVAILABLE when nothing at all is left.
 */
export async function offerTools(
  recipe: Recipe,
  { tools, logger, signal }: OfferContext,
): Promise<readonly ToolEntry[]> {
  if (recipe.tools.length === 0) return [];
  await tools.settled(serversOf(recipe.tools, tools), signal);

  const { offered, missing } = selectTools(recipe.tools, tools);
  if (offered.length === 0) {
    const reasons = missing.map((entry) => describeMissing(entry, tools)).join('; ');
    const message = `none of the tools of recipe '${recipe.name}' is available: ${reasons}`;
    throw new RouterError('TOOLS_UNAVAILABLE', message);
  }
  if (missing.length > 0) {
    logger.warn({ recipe: recipe.name, tools: missing }, 'recipe lists tools that are not there');
  }
  return offered;
}

interface Selection {
  /** In the order of the allow-list, each tool once. */
  readonly offered: readonly ToolEntry[];
  /** Entries of the allow-list without any tool. */
  readonly missing: readonly string[];
}

/** Entries are tool names in any spelling, or globs over the dotted name. */
export function selectTools(allowList: readonly string[], tools: Tools): Selection {
  const offered = new Map<string, ToolEntry>();
  const missing: string[] = [];
  for (const allowed of allowList) {
    const entries = entriesFor(allowed, tools);
    if (entries.length === 0) missing.push(allowed);
    for (const entry of entries) offered.set(entry.name, entry);
  }
  return { offered: [...offered.values()], missing };
}

function entriesFor(allowed: string, tools: Tools): readonly ToolEntry[] {
  const entry = tools.find(allowed);
  if (entry !== undefined) return [entry];
  if (!isGlob(allowed)) return [];
  const matches = compileGlob(allowed);
  return tools.list().filter(({ name }) => matches(name));
}

function serversOf(allowList: readonly string[], tools: Tools): readonly string[] {
  const servers = new Set<string>();
  for (const allowed of allowList) {
    const server = tools.serverOf(allowed);
    if (server !== undefined) servers.add(server);
    // Such as `*.read`: any server may have it.
    else if (isGlob(allowed)) for (const { name } of tools.servers()) servers.add(name);
  }
  return [...servers];
}

function describeMissing(allowed: string, tools: Tools): string {
  const server = tools.serverOf(allowed);
  const status = tools.servers().find(({ name }) => name === server);
  if (status === undefined) return `${allowed} (no server of that name)`;
  if (status.state === 'connected') return `${allowed} (server ${status.name} has no such tool)`;
  const reason = status.reason === undefined ? '' : `: ${status.reason}`;
  return `${allowed} (server ${status.name} is ${status.state}${reason})`;
}
