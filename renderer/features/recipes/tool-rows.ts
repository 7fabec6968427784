/** The tree of tools as the rows that can be seen. */
import type { ToolInfo } from '#contract/tools.ts';
import {
  countPermitted,
  toolState,
  type Selection,
  type ToolGroup,
  type ToolState,
} from './tool-selection.ts';

export type ToolRow = ServerRow | SingleRow;

interface Placed {
  /** Names it for the page; the same for the same thing. */
  readonly key: string;
  /** From 1, among its neighbours. */
  readonly place: number;
  readonly neighbours: number;
}

export interface ServerRow extends Placed {
  readonly kind: 'server';
  readonly group: ToolGroup;
  readonly permitted: number;
  readonly isOpen: boolean;
}

export interface SingleRow extends Placed {
  readonly kind: 'tool';
  readonly group: ToolGroup;
  readonly tool: ToolInfo;
  readonly state: ToolState;
}

export interface TreeView {
  readonly groups: readonly ToolGroup[];
  readonly selection: Selection;
  /** Servers that are shown with their tools. */
  readonly open: ReadonlySet<string>;
  /** Shows what has all of its words, opened. */
  readonly query: string;
}

export function treeRows({ groups, selection, open, query }: TreeView): readonly ToolRow[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const found = groups.flatMap((group) => {
    const tools = words.length === 0 ? group.tools : group.tools.filter(hasAll(words));
    return tools.length === 0 ? [] : [{ group, tools }];
  });
  return found.flatMap(({ group, tools }, at): readonly ToolRow[] => {
    const isOpen = words.length > 0 || open.has(group.server);
    const row: ServerRow = {
      kind: 'server',
      key: `server ${group.server}`,
      place: at + 1,
      neighbours: found.length,
      group,
      permitted: countPermitted(group, selection),
      isOpen,
    };
    return isOpen ? [row, ...singleRows(group, tools, selection)] : [row];
  });
}

function singleRows(
  group: ToolGroup,
  tools: readonly ToolInfo[],
  selection: Selection,
): readonly SingleRow[] {
  return tools.map((tool, at) => ({
    kind: 'tool',
    key: `tool ${tool.name}`,
    place: at + 1,
    neighbours: tools.length,
    group,
    tool,
    state: toolState(tool, group, selection),
  }));
}

function hasAll(words: readonly string[]): (tool: ToolInfo) => boolean {
  return ({ name, server, title = '', description }) => {
    const text = `${server} ${name} ${title} ${description}`.toLowerCase();
    return words.every((word) => text.includes(word));
  };
}

export type Check = 'true' | 'false' | 'mixed';

export function checkOf(row: ToolRow): Check {
  if (row.kind === 'tool') return row.state === 'off' ? 'false' : 'true';
  if (row.permitted === 0) return 'false';
  return row.permitted === row.group.tools.length ? 'true' : 'mixed';
}

/** Where a key of a tree goes from a row; undefined when it does not move. */
export function moveTo(rows: readonly ToolRow[], at: number, key: string): number | undefined {
  if (key === 'ArrowDown') return Math.min(at + 1, rows.length - 1);
  if (key === 'ArrowUp') return Math.max(at - 1, 0);
  if (key === 'Home') return 0;
  if (key === 'End') return rows.length - 1;
  const row = rows[at];
  if (key === 'ArrowLeft' && row?.kind === 'tool') {
    return rows.findLastIndex((one, index) => index < at && one.kind === 'server');
  }
  if (key === 'ArrowRight' && row?.kind === 'server' && row.isOpen) return at + 1;
  return undefined;
}
