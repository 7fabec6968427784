/** Which tools an allow-list permits, and the allow-list after a click. */
import { compileGlob, isGlob } from '#contract/match-glob.ts';
import type { ToolInfo } from '#contract/tools.ts';

export interface ToolGroup {
  readonly server: string;
  readonly tools: readonly ToolInfo[];
  /** `hello.*`, which permits later tools of the server too; undefined when its names have no common part. */
  readonly all: string | undefined;
}

/** Groups and tools in the order of their names. */
export function groupTools(tools: readonly ToolInfo[]): readonly ToolGroup[] {
  const groups = new Map<string, ToolInfo[]>();
  for (const tool of tools) {
    const group = groups.get(tool.server) ?? [];
    groups.set(tool.server, group);
    group.push(tool);
  }
  return [...groups]
    .map(([server, list]) => ({
      server,
      tools: list.toSorted((a, b) => compare(a.name, b.name)),
      all: patternOfAll(list),
    }))
    .sort((a, b) => compare(a.server, b.server));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : 1;
}

function patternOfAll(tools: readonly ToolInfo[]): string | undefined {
  const starts = new Set(
    tools.map(({ name, tool }) => (name.endsWith(`.${tool}`) ? name.slice(0, -tool.length) : '')),
  );
  const [start = ''] = starts;
  return starts.size > 1 || start === '' || isGlob(start) ? undefined : `${start}*`;
}

/** What the allow-list does, entry by entry and tool by tool. */
export interface Selection {
  /** By tool name: the entries that permit it. */
  readonly permittedBy: ReadonlyMap<string, readonly string[]>;
  /** Patterns that are not simply all of one server. */
  readonly patterns: readonly PatternEntry[];
  /** Names of tools that are not there now. */
  readonly missing: readonly string[];
}

export interface PatternEntry {
  readonly entry: string;
  /** How many tools it permits now. */
  readonly matches: number;
}

export function readSelection(allowed: readonly string[], groups: readonly ToolGroup[]): Selection {
  const tools = groups.flatMap((group) => group.tools);
  const byName = new Map(
    tools.flatMap((tool) => namesOf(tool).map((name) => [name, tool] as const)),
  );
  const wholes = new Set(groups.map(({ all }) => all));
  const permittedBy = new Map<string, string[]>();
  const patterns: PatternEntry[] = [];
  const missing: string[] = [];
  for (const entry of new Set(allowed)) {
    const named = byName.get(entry);
    const found = named === undefined ? matching(entry, tools) : [named];
    for (const { name } of found) {
      permittedBy.set(name, [...(permittedBy.get(name) ?? []), entry]);
    }
    if (wholes.has(entry)) continue;
    if (isGlob(entry)) patterns.push({ entry, matches: found.length });
    else if (found.length === 0) missing.push(entry);
  }
  return { permittedBy, patterns, missing };
}

function matching(entry: string, tools: readonly ToolInfo[]): readonly ToolInfo[] {
  if (!isGlob(entry)) return [];
  const matches = compileGlob(entry);
  return tools.filter(({ name }) => matches(name));
}

/** All its spellings, as the router reads them. */
function namesOf({ name, server, tool }: ToolInfo): readonly string[] {
  return [name, `${server}.${tool}`, `${server}__${tool}`, `mcp__${server}__${tool}`];
}

function isNameOf(entry: string, tool: ToolInfo): boolean {
  return namesOf(tool).includes(entry);
}

/** `pattern`: an entry for several tools permits it, so it cannot be switched off alone. */
export type ToolState = 'off' | 'named' | 'whole' | 'pattern';

export function toolState(tool: ToolInfo, group: ToolGroup, selection: Selection): ToolState {
  const entries = selection.permittedBy.get(tool.name) ?? [];
  if (entries.length === 0) return 'off';
  if (entries.some((entry) => entry !== group.all && !isNameOf(entry, tool))) return 'pattern';
  return group.all !== undefined && entries.includes(group.all) ? 'whole' : 'named';
}

/** How many of a server's tools are permitted. */
export function countPermitted(group: ToolGroup, { permittedBy }: Selection): number {
  return group.tools.filter(({ name }) => permittedBy.has(name)).length;
}

interface Toggle {
  readonly allowed: readonly string[];
  readonly group: ToolGroup;
}

/** Taken out of a whole server, the server's other tools stay by name. */
export function toggleTool({ allowed, group }: Toggle, tool: ToolInfo): readonly string[] {
  const { all } = group;
  if (all !== undefined && allowed.includes(all)) {
    const others = group.tools.filter((one) => one !== tool).map(({ name }) => name);
    const kept = allowed.filter((entry) => !group.tools.some((one) => isNameOf(entry, one)));
    return kept.flatMap((entry) => (entry === all ? others : [entry]));
  }
  const without = allowed.filter((entry) => !isNameOf(entry, tool));
  return without.length < allowed.length ? without : [...allowed, tool.name];
}

/** All of a server, or none of it; what patterns permit stays. */
export function toggleServer({ allowed, group }: Toggle): readonly string[] {
  const { all, tools } = group;
  const isOwn = (entry: string): boolean =>
    entry === all || tools.some((tool) => isNameOf(entry, tool));
  const others = allowed.filter((entry) => !isOwn(entry));
  const isWhole =
    all === undefined
      ? tools.every((tool) => allowed.some((entry) => isNameOf(entry, tool)))
      : allowed.includes(all);
  if (isWhole) return others;
  const wanted = all === undefined ? tools.map(({ name }) => name) : [all];
  // Where the first of its tools stood.
  const at = allowed.findIndex(isOwn);
  const before = allowed.slice(0, Math.max(at, 0)).filter((entry) => !isOwn(entry)).length;
  return at === -1 ? [...others, ...wanted] : others.toSpliced(before, 0, ...wanted);
}
