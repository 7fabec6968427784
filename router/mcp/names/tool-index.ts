/** One sorted list of everybody's tools, and the ways to find one by name. */
import type { ServerEntry } from '#contract/config.ts';
import type { ToolEntry } from '#core/ports/tools.ts';
import type { RemoteTool } from '../offers/remote-tool.ts';
import { dottedName, firstPart, modelName, readingsOf } from './tool-names.ts';

/** A tool that had to be left out because another one has its name. */
export interface Collision {
  readonly server: string;
  readonly tool: string;
  /** The dotted name of the tool that has the name. */
  readonly keptTool: string;
  readonly keptServer: string;
}

/** What one server contributes. */
export interface Offer {
  readonly tools: readonly RemoteTool[];
  /** As in its entry. */
  readonly prefix: ServerEntry['prefix'];
}

export interface ToolIndex {
  /** Sorted by dotted name; frozen. */
  readonly list: readonly ToolEntry[];
  readonly collisions: readonly Collision[];
  /** Accepts dotted names, `server.tool`, `server__tool` and the model name. */
  find(name: string): ToolEntry | undefined;
}

interface Candidate {
  readonly first: string;
  readonly entry: ToolEntry;
}

export function buildToolIndex(offers: ReadonlyMap<string, Offer>): ToolIndex {
  const candidates = [...offers].flatMap(([server, { tools, prefix }]) => {
    const first = firstPart(server, prefix);
    return tools.map((tool): Candidate => ({ first, entry: toEntry(server, first, tool) }));
  });
  candidates.sort(byName);
  const byDotted = new Map<string, Candidate>();
  const byModel = new Map<string, ToolEntry>();
  const collisions: Collision[] = [];
  for (const candidate of candidates) {
    const { entry } = candidate;
    const other = byDotted.get(entry.name)?.entry ?? byModel.get(entry.modelName);
    if (other === undefined) {
      byDotted.set(entry.name, candidate);
      byModel.set(entry.modelName, entry);
    } else {
      const { server, tool } = entry;
      collisions.push({ server, tool, keptTool: other.name, keptServer: other.server });
    }
  }
  const kept = [...byDotted.values()];
  const findByParts = partsFinder(kept);
  return {
    list: Object.freeze(kept.map(({ entry }) => entry)),
    collisions,
    find: (name) => byDotted.get(name)?.entry ?? byModel.get(name) ?? findByParts(name),
  };
}

/** Finds by first part and tool; a server's own name counts too where nobody's first part is meant. */
function partsFinder(kept: readonly Candidate[]): (name: string) => ToolEntry | undefined {
  const byFirst = new Map<string, Map<string, ToolEntry>>();
  const add = (first: string, entry: ToolEntry): void => {
    const tools = byFirst.get(first) ?? new Map<string, ToolEntry>();
    byFirst.set(first, tools);
    if (!tools.has(entry.tool)) tools.set(entry.tool, entry);
  };
  for (const { first, entry } of kept) if (first !== '') add(first, entry);
  for (const { entry } of kept) add(entry.server, entry);
  return (name) => {
    for (const { server, tool } of readingsOf(name, byFirst.keys())) {
      const entry = byFirst.get(server)?.get(tool);
      if (entry !== undefined) return entry;
    }
    return undefined;
  };
}

function toEntry(server: string, first: string, tool: RemoteTool): ToolEntry {
  return Object.freeze({
    server,
    tool: tool.name,
    name: dottedName(first, tool.name),
    modelName: modelName(server, tool.name),
    description: tool.description,
    inputSchema: tool.inputSchema,
    raw: { ...tool.raw, name: dottedName(first, tool.name) },
    ...(tool.title === undefined ? {} : { title: tool.title }),
    ...(tool.outputSchema === undefined ? {} : { outputSchema: tool.outputSchema }),
    ...(tool.annotations === undefined ? {} : { annotations: tool.annotations }),
  });
}

/** Of equal names the longer first part comes first, as names are read that way; then the server. */
function byName(a: Candidate, b: Candidate): number {
  if (a.entry.name !== b.entry.name) return a.entry.name < b.entry.name ? -1 : 1;
  if (a.first.length !== b.first.length) return b.first.length - a.first.length;
  if (a.entry.server === b.entry.server) return 0;
  return a.entry.server < b.entry.server ? -1 : 1;
}
