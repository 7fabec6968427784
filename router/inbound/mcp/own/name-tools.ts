/** The names of the servers' tools in one client's view. */
import type { NameCollision } from '#core/ports/aggregator.ts';
import type { ToolEntry, Tools } from '#core/ports/tools.ts';
import { isSafeName, type NameStyle } from './own-names.ts';

export interface ToolNaming {
  readonly style: NameStyle;
  /** Names of our own tools, which win. */
  readonly own: ReadonlySet<string>;
  readonly find: Tools['find'];
  readonly report: (collision: NameCollision) => void;
}

/** In the order of the entries. What cannot have a name of its own is reported and left out. */
export function nameTools(
  entries: readonly ToolEntry[],
  { style, own, find, report }: ToolNaming,
): ReadonlyMap<ToolEntry, string> {
  const names = new Map<ToolEntry, string>();
  for (const entry of entries) {
    const wanted = style === 'dotted' ? dottedNames(entry) : underscoreNames(entry);
    // A name belongs to the one tool that is found by it, so no two get the same.
    const name = wanted.find((name) => !own.has(name) && find(name) === entry);
    if (name !== undefined) names.set(entry, name);
    const first = wanted[0] ?? '';
    if (!own.has(first) && name !== undefined) continue;
    const keptServer = own.has(first) ? 'woollama' : (find(first)?.server ?? '');
    report({ kind: 'tool', server: entry.server, item: entry.tool, keptServer });
  }
  return names;
}

/** The best first. */
function dottedNames({ name, server, tool, modelName }: ToolEntry): readonly string[] {
  return [name, `${server}.${tool}`, modelName];
}

function underscoreNames({ name, server, tool, modelName }: ToolEntry): readonly string[] {
  // What stands before the tool need not be the server's name, and may be nothing.
  const first = name.slice(0, Math.max(name.length - tool.length - 1, 0));
  const short = first === '' ? tool : `${first}__${tool}`;
  return [short, `${server}__${tool}`, modelName].filter(isSafeName);
}
