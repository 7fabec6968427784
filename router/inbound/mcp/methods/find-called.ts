/** Which tool a call means, redirections followed. */
import type { JsonObject, ToolEntry } from '#core/ports/tools.ts';
import type { McpParts } from '../mcp-parts.ts';
import type { FoundTool, OwnTool } from '../own/view.ts';
import { firstToolsKnown } from './first-tools.ts';
import type { Exchange } from './method.ts';
import { invalidParams } from './parse-params.ts';

export interface ServerCall {
  readonly kind: 'server';
  readonly operation: string;
  readonly model?: undefined;
  readonly entry: ToolEntry;
  readonly args: JsonObject;
}

export interface OwnCall {
  readonly kind: 'own';
  readonly operation: string;
  readonly model: string | undefined;
  readonly tool: OwnTool;
  readonly args: JsonObject;
}

export type CalledTool =
  ServerCall | OwnCall | { readonly kind: 'problem'; readonly problem: string };

interface CallParams {
  readonly name: string;
  readonly arguments?: JsonObject | undefined;
}

/** A tool that stands for one that stands for another is a mistake. */
const MOST_REDIRECTS = 3;

/** Throws InvalidParams when there is no such tool. */
export async function findCalled(
  { name, arguments: args = {} }: CallParams,
  { view, signal }: Exchange,
  tools: McpParts['tools'],
): Promise<CalledTool> {
  let found = view.findTool(name);
  if (found === undefined) {
    // It may be one of a server that is still starting.
    await firstToolsKnown(tools, signal);
    found = view.findTool(name);
  }
  if (found === undefined) throw invalidParams(`unknown tool '${name}'`);
  return follow(found, name, args);
}

function follow(found: FoundTool, name: string, args: JsonObject): CalledTool {
  let target = { found, args };
  for (let redirects = 0; target.found.kind === 'redirect'; redirects += 1) {
    const next = target.found.resolve(target.args);
    if ('problem' in next) return { kind: 'problem', problem: next.problem };
    if (redirects === MOST_REDIRECTS) return { kind: 'problem', problem: `${name} leads nowhere` };
    target = next;
  }
  if (target.found.kind === 'server') {
    const { entry } = target.found;
    return { kind: 'server', operation: `tools/call ${entry.name}`, entry, args: target.args };
  }
  const { tool } = target.found;
  const operation = `tools/call ${String(tool.raw['name'])}`;
  return { kind: 'own', operation, model: tool.model?.(target.args), tool, args: target.args };
}
