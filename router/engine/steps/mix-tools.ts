/** The recipe's tools and the client's own, as the model sees them and as it calls them. */
import { z } from 'zod';

import type { FunctionTool } from '#core/chat.ts';
import type { ToolEntry, Tools } from '#core/ports/tools.ts';
import { RouterError } from '#core/router-error.ts';

export interface Toolbox {
  /** For the request to the model; recipe tools first. */
  readonly wire: readonly FunctionTool[];
  /** Every name the model may call. */
  readonly names: readonly string[];
  /** Whether this is one of the client's own tools. */
  isClientTool(name: string): boolean;
  /** The offered recipe tool of that name in any spelling; undefined is not permitted. */
  find(name: string): ToolEntry | undefined;
}

interface ToolSources {
  readonly offered: readonly ToolEntry[];
  /** The `tools` field of the client's body, unchecked. */
  readonly clientTools: unknown;
  readonly tools: Tools;
}

const clientToolList = z.array(
  z.looseObject({
    type: z.literal('function'),
    function: z.looseObject({ name: z.string().min(1) }),
  }),
);

const namedChoice = z.looseObject({ function: z.looseObject({ name: z.string() }) });

/** Throws INVALID_REQUEST for client tools that are no functions or bear a recipe tool's name. */
export function mixTools({ offered, clientTools, tools }: ToolSources): Toolbox {
  const permitted = new Map<string, ToolEntry>();
  for (const entry of offered) permitted.set(entry.name, entry).set(entry.modelName, entry);
  const find = (name: string) => permitted.get(name) ?? permitted.get(tools.find(name)?.name ?? '');

  const own = parseClientTools(clientTools);
  const ownNames = new Set(own.map((tool) => tool.function.name));
  for (const name of ownNames) {
    if (find(name) === undefined) continue;
    throw invalidTools(`the tool name '${name}' is already taken by a tool of the recipe`);
  }
  return {
    wire: [...offered.map(toFunctionTool), ...own],
    names: [...offered.map(({ modelName }) => modelName), ...ownNames],
    isClientTool: (name) => ownNames.has(name),
    find,
  };
}

/** A `tool_choice` that names a recipe tool in any spelling, with the name the model knows. */
export function toWireChoice(choice: unknown, toolbox: Toolbox): unknown {
  const { data: named } = namedChoice.safeParse(choice);
  const entry = named === undefined ? undefined : toolbox.find(named.function.name);
  if (named === undefined || entry === undefined) return choice;
  return { ...named, function: { ...named.function, name: entry.modelName } };
}

function parseClientTools(value: unknown): readonly FunctionTool[] {
  const parsed = clientToolList.safeParse(value ?? []);
  if (!parsed.success) throw invalidTools('tools must be a list of functions with a name');
  return parsed.data;
}

function toFunctionTool({ modelName, description, inputSchema }: ToolEntry): FunctionTool {
  return { type: 'function', function: { name: modelName, description, parameters: inputSchema } };
}

function invalidTools(message: string): RouterError {
  return new RouterError('INVALID_REQUEST', message, { param: 'tools' });
}
