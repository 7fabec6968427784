/** What one file says about another: recipes that name an inferencer or a server nobody has. */
import type { ConfigIssue, ServerEntry } from '#contract/config.ts';
import type { ConfigParts } from './config-state.ts';
import type { IssueLog } from './issue-log.ts';
import { BUILT_IN_INFERENCERS, RESERVED_NAMESPACES } from '#contract/names.ts';

/**
 * Warnings only: a recipe may be written before its server. Bundled recipes are no concern of a
 * user whose own mcp.json leaves out the bundled servers.
 */
export function checkReferences(parts: ConfigParts): readonly ConfigIssue[] {
  const { servers, recipes } = parts;
  if (recipes.bundled) return [];
  const log = recipes.log.fresh();
  const inferencers = inferencerNames(parts);
  for (const [name, { inferencer, tools }] of recipes.entries) {
    const recipeLog = log.under(['recipes', name]);
    checkInferencer(inferencer, inferencers, { key: 'inferencer', log: recipeLog });
    tools.forEach((tool, at) => {
      if (isServed(tool, servers)) return;
      const hint = listed('Configured servers', servers.names);
      recipeLog.warn(['tools', at], `'${tool}' belongs to no server in mcp.json`, hint);
    });
  }
  if (recipes.patterns) {
    const { inferencer } = recipes.patterns;
    const key = 'default_inferencer';
    checkInferencer(inferencer, inferencers, { key, log: log.under(['patterns']) });
  }
  return log.issues;
}

function inferencerNames({ inferencers }: ConfigParts): ReadonlySet<string> {
  const off = [...inferencers.entries].filter(([, entry]) => entry.enabled === false);
  const names = new Set([...BUILT_IN_INFERENCERS, ...RESERVED_NAMESPACES, ...inferencers.names]);
  // A recipe cannot run on another recipe.
  names.delete('woollama');
  for (const [name] of off) names.delete(name);
  return names;
}

function checkInferencer(
  model: string,
  names: ReadonlySet<string>,
  { key, log }: { readonly key: string; readonly log: IssueLog },
): void {
  const [name = ''] = model.split('/');
  if (names.has(name)) return;
  log.warn([key], `there is no inferencer '${name}'`, listed('There are', names));
}

/** Whether a tool name or glob can belong to a server, in any of its spellings. */
function isServed(tool: string, servers: ConfigParts['servers']): boolean {
  const spelled = tool.replace(/^mcp__/, '');
  const globbedServer = /^[^.]*[*?[]/;
  if (globbedServer.test(spelled)) return true;
  return [...servers.names].some((name) => {
    const prefix = prefixOf(name, servers.entries.get(name));
    const starts = [name, prefix].flatMap((server) => [`${server}.`, `${server}__`]);
    // Tools of a server without prefix may have any name.
    return prefix === '' || starts.some((start) => spelled.startsWith(start));
  });
}

function prefixOf(name: string, entry: ServerEntry | undefined): string {
  return entry?.prefix === false ? '' : (entry?.prefix ?? name);
}

function listed(lead: string, names: ReadonlySet<string>): string {
  return names.size === 0 ? `${lead}: none.` : `${lead}: ${[...names].sort().join(', ')}.`;
}
