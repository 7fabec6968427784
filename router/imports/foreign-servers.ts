/** Where programs list their MCP servers. */
import type { Dialect } from './translate-value.ts';
import { isObject, memberOf } from './foreign-document.ts';

export interface ForeignServer {
  /** As the other program calls it; unique in its source. */
  readonly name: string;
  /** What our name is made from. */
  readonly base: string;
  readonly raw: unknown;
  readonly dialect: Dialect;
  /** The folder a program of the entry starts in, where the entry does not say. */
  readonly cwd?: string;
  /** An address without a type means server-sent events, as in the Gemini CLI. */
  readonly urlMeansSse?: boolean;
  /** Why it cannot be taken over, found before the entry was looked at. */
  readonly problem?: string;
}

/** Paths of the objects that hold servers by name. */
const LISTS: readonly (readonly string[])[] = [
  ['mcpServers'],
  ['servers'],
  ['mcp', 'servers'],
  ['context_servers'],
  ['mcp_servers'],
  ['mcp'],
];

/** The members of the object at `path`. */
export function serversAt(
  root: unknown,
  path: readonly string[],
  dialect: Dialect,
): readonly ForeignServer[] {
  const list = path.reduce(memberOf, root);
  if (!isObject(list)) return [];
  return Object.entries(list).map(([name, raw]) => ({ name, base: name, raw, dialect }));
}

/** Claude Code keeps those of single projects in the same file; they start in the project. */
export function projectServers(root: unknown, dialect: Dialect): readonly ForeignServer[] {
  const projects = memberOf(root, 'projects');
  if (!isObject(projects)) return [];
  return Object.entries(projects).flatMap(([cwd, project]) =>
    serversAt(project, ['mcpServers'], dialect).map((server) => {
      return { ...server, name: `${server.name} (${cwd})`, cwd };
    }),
  );
}

/** All of any program's shapes, a bare list, or one entry alone. */
export function serversInAnyShape(root: unknown, dialect: Dialect): readonly ForeignServer[] {
  for (const path of LISTS) {
    const found = serversAt(root, path, dialect).filter(({ raw }) => isEntry(raw));
    if (found.length > 0) return [...found, ...projectServers(root, dialect)];
  }
  const projects = projectServers(root, dialect);
  if (projects.length > 0) return projects;
  if (isEntry(root)) {
    const name = memberOf(root, 'name');
    const base = typeof name === 'string' ? name : '';
    return [{ name: base, base, raw: root, dialect }];
  }
  return serversAt(root, [], dialect).filter(({ raw }) => isEntry(raw));
}

/** Whether it says how to reach a server. */
function isEntry(raw: unknown): boolean {
  return ['command', 'url', 'serverUrl', 'httpUrl'].some((key) => {
    return memberOf(raw, key) !== undefined;
  });
}
