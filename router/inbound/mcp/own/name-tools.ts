/** The names of the servers' tools in one client's view. */
import type { DisplacedItem } from '#core/ports/aggregator.ts';
import type { ToolEntry, Tools } from '#core/ports/tools.ts';
import { isSafeName, type NameStyle } from './own-names.ts';

export interface ToolNaming {
  readonly style: NameStyle;
  /** Names of our own tools, which win. */
  readonly own: ReadonlySet<string>;
  readonly find: Tools['find'];
}

export interface NamedTools {
  /** In the order of the entries; without what cannot have a name of its own. */
  readonly names: ReadonlyMap<ToolEntry, string>;
  readonly displaced: readonly DisplacedItem[];
}

export function nameTools(
  entries: readonly ToolEntry[],
  { style, own, find }: ToolNaming,
): NamedTools {
  const names = new Map<ToolEntry, string>();
  const displaced: DisplacedItem[] = [];
  for (const entry of entries) {
    const wanted = style === 'dotted' ? dottedNames(entry) : underscoreNames(entry);
    // A name belongs to the one tool that is found by it, so no two get the same.
    const name = wanted.find((name) => !own.has(name) && find(name) === entry);
    if (name !== undefined) names.set(entry, name);
    const first = wanted[0] ?? '';
    if (!own.has(first) && name !== undefined) continue;
    const keptServer = own.has(first) ? 'woollama' : (find(first)?.server ?? '');
    const shown = name === undefined ? {} : { shownAs: name };
    displaced.push({
      kind: 'tool',
      server: entry.server,
      item: entry.tool,
      keptServer,
      ...shown,
    });
  }
  return { names, displaced };
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
