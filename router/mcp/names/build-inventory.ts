/** Everybody's tools as the owner sees them, also those that mcp.json switches off. */
import type { ServerEntry } from '#contract/config.ts';
import type { ToolInfo } from '#contract/tools.ts';
import type { RemoteTool } from '../offers/remote-tool.ts';
import { dottedName, firstPart } from './tool-names.ts';

export interface OfferedTool {
  readonly tool: RemoteTool;
  /** What the entry's `tools` says about it. */
  readonly permitted: boolean;
}

/** What one server contributes. */
export interface Stock {
  readonly offered: readonly OfferedTool[];
  /** As in its entry. */
  readonly prefix: ServerEntry['prefix'];
}

/**
 * Sorted by name, then by server; frozen. Of two tools with one name, which prefixes can lead to,
 * both are listed.
 */
export function buildInventory(stocks: ReadonlyMap<string, Stock>): readonly ToolInfo[] {
  const infos = [...stocks].flatMap(([server, { offered, prefix }]) => {
    const first = firstPart(server, prefix);
    return offered.map((one) => toInfo(server, first, one));
  });
  return Object.freeze(
    infos.sort((a, b) => compare(a.name, b.name) || compare(a.server, b.server)),
  );
}

function toInfo(server: string, first: string, { tool, permitted }: OfferedTool): ToolInfo {
  return Object.freeze({
    server,
    tool: tool.name,
    name: dottedName(first, tool.name),
    ...(tool.title === undefined ? {} : { title: tool.title }),
    description: tool.description,
    inputSchema: tool.inputSchema,
    ...(tool.annotations === undefined ? {} : { annotations: tool.annotations }),
    permitted,
  });
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
