/** The tool `call_tool`: calls one of the tools that are not listed. */
import type { JsonObject } from '#core/ports/tools.ts';
import { FIND_TOOLS } from './find-tools.ts';
import { nearestNames } from './nearest-names.ts';
import type { FoundTool } from './view.ts';

export const CALL_TOOL = 'call_tool';

const NEAREST = 3;
const SHOWN_CHARACTERS = 100;

export const CALL_TOOL_RAW: JsonObject = {
  name: CALL_TOOL,
  title: 'Call a tool',
  description: `Calls a tool that ${FIND_TOOLS} found, and answers as that tool does.`,
  inputSchema: {
    type: 'object',
    properties: {
      name: { type: 'string', description: `As ${FIND_TOOLS} tells it` },
      arguments: { type: 'object', description: "As the tool's input schema wants them" },
    },
    required: ['name'],
  },
};

export interface Callables {
  readonly find: (name: string) => FoundTool | undefined;
  /** All that could be meant. */
  readonly names: () => readonly string[];
}

export function createCallTool({ find, names }: Callables): FoundTool {
  return {
    kind: 'redirect',
    resolve: ({ name, arguments: given }) => {
      if (typeof name !== 'string') return { problem: `${CALL_TOOL} requires a text as 'name'` };
      const found = find(name);
      if (found?.kind === 'redirect') return { problem: `${CALL_TOOL} cannot call itself` };
      if (found === undefined) {
        const shown = name.slice(0, SHOWN_CHARACTERS).toWellFormed();
        const nearest = nearestNames(name, names(), NEAREST).join(', ');
        const hint = nearest === '' ? '' : `; the nearest are: ${nearest}`;
        return { problem: `unknown tool '${shown}'${hint}` };
      }
      const args = toArguments(given);
      return args === undefined
        ? { problem: `'arguments' of ${CALL_TOOL} must be an object` }
        : { found, args };
    },
  };
}

/** Models like to write nested objects as JSON texts. */
function toArguments(given: unknown): JsonObject | undefined {
  if (given === undefined || given === null || given === '') return {};
  if (typeof given === 'object') return Array.isArray(given) ? undefined : (given as JsonObject);
  if (typeof given !== 'string') return undefined;
  try {
    const parsed: unknown = JSON.parse(given);
    return typeof parsed === 'object' ? toArguments(parsed) : undefined;
  } catch {
    return undefined;
  }
}
