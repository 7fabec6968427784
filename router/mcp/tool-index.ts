/** One sorted list of everybody's tools, and the ways to find one by name. */
import type { ToolEntry } from '#core/ports/tools.ts';
import type { RemoteTool } from './remote-tool.ts';
import { dottedName, modelName, readingsOf } from './tool-names.ts';

/** A tool that had to be left out because another one has its name. */
export interface Collision {
  readonly server: string;
  readonly tool: string;
  /** The dotted name of the tool that has the name. */
  readonly keptTool: string;
}

export interface ToolIndex {
  /** Sorted by dotted name; frozen. */
  readonly list: readonly ToolEntry[];
  readonly collisions: readonly Collision[];
  /** Accepts `server.tool`, `server__tool` and the model name. */
  find(name: string): ToolEntry | undefined;
}

export function buildToolIndex(servers: ReadonlyMap<string, readonly RemoteTool[]>): ToolIndex {
  const candidates = [...servers].flatMap(([server, tools]) =>
    tools.map((tool) => toEntry(server, tool)),
  );
  candidates.sort(byName);
  const byDotted = new Map<string, ToolEntry>();
  const byModel = new Map<string, ToolEntry>();
  const collisions: Collision[] = [];
  for (const entry of candidates) {
    const other = byDotted.get(entry.name) ?? byModel.get(entry.modelName);
    if (other === undefined) {
      byDotted.set(entry.name, entry);
      byModel.set(entry.modelName, entry);
    } else {
      collisions.push({ server: entry.server, tool: entry.tool, keptTool: other.name });
    }
  }
  return {
    list: Object.freeze([...byDotted.values()]),
    collisions,
    find: (name) => byDotted.get(name) ?? byModel.get(name) ?? findByParts(name, servers, byDotted),
  };
}

function findByParts(
  name: string,
  servers: ReadonlyMap<string, unknown>,
  byDotted: ReadonlyMap<string, ToolEntry>,
): ToolEntry | undefined {
  for (const { server, tool } of readingsOf(name, servers.keys())) {
    const entry = byDotted.get(dottedName(server, tool));
    if (entry?.server === server) return entry;
  }
  return undefined;
}

function toEntry(server: string, tool: RemoteTool): ToolEntry {
  return Object.freeze({
    server,
    tool: tool.name,
    name: dottedName(server, tool.name),
    modelName: modelName(server, tool.name),
    description: tool.description,
    inputSchema: tool.inputSchema,
    ...(tool.title === undefined ? {} : { title: tool.title }),
    ...(tool.outputSchema === undefined ? {} : { outputSchema: tool.outputSchema }),
    ...(tool.annotations === undefined ? {} : { annotations: tool.annotations }),
  });
}

/** Of equal dotted names the longer server name comes first, as names are read that way. */
function byName(a: ToolEntry, b: ToolEntry): number {
  if (a.name === b.name) return b.server.length - a.server.length;
  return a.name < b.name ? -1 : 1;
}
