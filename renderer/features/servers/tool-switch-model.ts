/** One tool on or off, as the smallest change of the entry's `tools.allow` and `tools.deny`. */
import type { ConfigEditRequest } from '#contract/config-editing.ts';
import { compileGlob, isGlob } from '#contract/match-glob.ts';
import { listAt, type JsonObject } from './entry-value.ts';

export interface ToolLists {
  /** Undefined when every tool is allowed. */
  readonly allow: readonly string[] | undefined;
  readonly deny: readonly string[];
}

export function toolListsOf(entry: JsonObject | undefined): ToolLists {
  return {
    allow: listAt(entry, ['tools', 'allow']),
    deny: listAt(entry, ['tools', 'deny']) ?? [],
  };
}

/** The pattern of `deny` that keeps a tool off whatever its own switch says. */
export function blockingPattern({ deny }: ToolLists, tool: string): string | undefined {
  return deny.find((one) => one !== tool && compileGlob(one)(tool));
}

export interface SwitchRequest {
  readonly server: string;
  /** As its server calls it. */
  readonly tool: string;
  readonly on: boolean;
}

/** Empty when nothing has to change. Deny beats allow, as in the router. */
export function toolSwitchEdits(
  lists: ToolLists,
  { server, tool, on }: SwitchRequest,
): readonly ConfigEditRequest[] {
  const changed = on ? permit(lists, tool) : forbid(lists, tool);
  const path = (key: string) => ['mcpServers', server, 'tools', key];
  const edits: ConfigEditRequest[] = [];
  if (changed.allow !== undefined && changed.allow !== lists.allow) {
    edits.push({ kind: 'set', path: path('allow'), value: [...changed.allow] });
  }
  if (changed.deny !== lists.deny) {
    edits.push(
      changed.deny.length === 0
        ? { kind: 'remove', path: path('deny') }
        : { kind: 'set', path: path('deny'), value: [...changed.deny] },
    );
  }
  return edits;
}

function permit({ allow, deny }: ToolLists, tool: string): ToolLists {
  return {
    allow:
      allow === undefined || allow.some((one) => compileGlob(one)(tool))
        ? allow
        : [...allow, nameAsPattern(tool)],
    deny: deny.some((one) => isExactly(one, tool))
      ? deny.filter((one) => !isExactly(one, tool))
      : deny,
  };
}

function forbid({ allow, deny }: ToolLists, tool: string): ToolLists {
  const others = allow?.filter((one) => !isExactly(one, tool));
  const stillAllowed = others === undefined || others.some((one) => compileGlob(one)(tool));
  return {
    allow: others?.length === allow?.length ? allow : others,
    deny:
      stillAllowed && !deny.some((one) => compileGlob(one)(tool))
        ? [...deny, nameAsPattern(tool)]
        : deny,
  };
}

function isExactly(pattern: string, tool: string): boolean {
  return pattern === tool || pattern === nameAsPattern(tool);
}

/** A name that looks like a pattern must not match other tools. */
function nameAsPattern(tool: string): string {
  return isGlob(tool) ? tool.replace(/[*?[]/g, '[$&]') : tool;
}
