/** The `tools` of a response: functions of the client, and MCP servers of ours that run inside. */
import { z } from 'zod';

import type { FunctionTool } from '#core/chat.ts';
import type { Tools } from '#core/ports/tools.ts';
import { checkApproval } from './check-approval.ts';
import { parseAt, refuse } from './parse-at.ts';
import type { ResponseRequest } from './response-request.ts';

export interface OfferedTools {
  /** The client's own: calls of them are part of the answer. */
  readonly own: readonly FunctionTool[];
  /** Names or globs of our servers' tools. */
  readonly inside: readonly string[];
  /** The servers that were named: what they do is part of the answer. */
  readonly shown: readonly ShownServer[];
  /** As chat takes it. */
  readonly choice: unknown;
}

export interface ShownServer {
  readonly label: string;
  /** Undefined for all of them under one label. */
  readonly server: string | undefined;
  /** Names or globs. */
  readonly tools: readonly string[];
}

export interface ToolPlaces {
  readonly tools: Tools;
  /** Whether an address is this router's own `/mcp`. */
  readonly isOwnUrl: (url: string) => boolean;
}

const functionTool = z.looseObject({
  name: z.string().min(1),
  description: z.string().nullish(),
  parameters: z.record(z.string(), z.unknown()).nullish(),
  strict: z.boolean().nullish(),
});

const mcpTool = z.looseObject({
  server_label: z.string().min(1),
  server_url: z.string().nullish(),
  require_approval: z.unknown().optional(),
  allowed_tools: z
    .union([
      z.array(z.string()),
      z.looseObject({
        tool_names: z.array(z.string()).nullish(),
        read_only: z.boolean().nullish(),
      }),
    ])
    .nullish(),
});

type McpTool = z.infer<typeof mcpTool>;

/** Throws INVALID_REQUEST naming `tools[i]` or `tool_choice`. */
export function readTools(request: ResponseRequest, places: ToolPlaces): OfferedTools {
  const own: FunctionTool[] = [];
  const shown: ShownServer[] = [];
  (request.tools ?? []).forEach((tool, index) => {
    const param = `tools[${index}]`;
    if (tool.type === 'function') own.push(toFunctionTool(parseAt(tool, functionTool, param)));
    else if (tool.type === 'mcp') {
      const asked = parseAt(tool, mcpTool, param);
      checkApproval(asked, param);
      shown.push(toShownServer(asked, param, places));
    } else {
      throw refuse(
        param,
        `tools of the type '${tool.type}' are not supported; use function or mcp`,
      );
    }
  });
  const inside = shown.flatMap((server) => server.tools);
  return { own, inside, shown, choice: toChatChoice(request.tool_choice) };
}

function toFunctionTool(tool: z.infer<typeof functionTool>): FunctionTool {
  const { name, description, parameters, strict } = tool;
  return {
    type: 'function',
    function: {
      name,
      ...(typeof description === 'string' && { description }),
      ...(parameters !== undefined && parameters !== null && { parameters }),
      ...(typeof strict === 'boolean' && { strict }),
    },
  };
}

function toShownServer(tool: McpTool, param: string, places: ToolPlaces): ShownServer {
  const { tools, isOwnUrl } = places;
  const { server_label: label, server_url: url } = tool;
  const server = tools.servers().find(({ name }) => name === label)?.name;
  const isOurs = typeof url === 'string' ? isOwnUrl(url) : server !== undefined;
  if (!isOurs) {
    const known = tools.servers().map(({ name }) => name);
    throw refuse(
      param,
      `'${label}' is no MCP server of this router; known: ${known.join(', ') || 'none'}`,
    );
  }
  return { label, server, tools: toAllowList({ tool, server, param }, tools) };
}

interface AskedServer {
  readonly tool: McpTool;
  readonly server: string | undefined;
  readonly param: string;
}

function toAllowList({ tool, server, param }: AskedServer, tools: Tools): readonly string[] {
  const { allowed_tools: allowed } = tool;
  const names = Array.isArray(allowed) ? allowed : allowed?.tool_names;
  const scope = (name: string) =>
    server === undefined || tools.find(name)?.server === server ? name : `${server}.${name}`;
  const wanted = names?.map(scope);
  if (Array.isArray(allowed) || allowed?.read_only !== true) {
    return wanted ?? [server === undefined ? '*' : `${server}.*`];
  }
  const exact = wanted?.map((name) => tools.find(name)?.name);
  const harmless = tools
    .list()
    .filter(({ annotations }) => annotations?.['readOnlyHint'] === true)
    .filter((entry) => server === undefined || entry.server === server)
    .filter(({ name }) => exact === undefined || exact.includes(name));
  if (harmless.length === 0) throw refuse(param, 'none of its tools says that it only reads');
  return harmless.map(({ name }) => name);
}

const functionChoice = z.looseObject({ name: z.string() });
const mcpChoice = z.looseObject({ server_label: z.string(), name: z.string().nullish() });

function toChatChoice(choice: ResponseRequest['tool_choice']): unknown {
  if (choice === undefined) return undefined;
  const param = 'tool_choice';
  if (typeof choice === 'string')
    return parseAt(choice, z.enum(['none', 'auto', 'required']), param);
  if (choice.type === 'function') {
    return { type: 'function', function: { name: parseAt(choice, functionChoice, param).name } };
  }
  if (choice.type === 'mcp') {
    const { server_label, name } = parseAt(choice, mcpChoice, param);
    if (typeof name === 'string') {
      return { type: 'function', function: { name: `${server_label}.${name}` } };
    }
  }
  throw refuse(param, 'name one tool, or use none, auto or required');
}
