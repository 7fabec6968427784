/** The tool `find_tools`: looks through the tools that are too many to be listed. */
import { z } from 'zod';

import type { JsonObject, ToolEntry } from '#core/ports/tools.ts';
import { fitSchema } from './fit-schema.ts';
import type { RankedTool, ToolRanking } from './rank-tools.ts';
import { toToolError } from './tool-results.ts';
import type { OwnTool } from './view.ts';

export const FIND_TOOLS = 'find_tools';

export interface ToolShelf {
  readonly entries: readonly ToolEntry[];
  readonly ranking: () => ToolRanking;
  /** The name of a tool in this client's view; undefined for one that has none. */
  readonly nameOf: (entry: ToolEntry) => string | undefined;
}

const DEFAULT_LIMIT = 8;
const MOST_FOUND = 30;
const LONGEST_DESCRIPTION = 300;
const MOST_SERVERS = 50;
/** Characters of all tools together; what does not fit is left out, but counted. */
const ROOM = 24_000;

const found = z.object({
  name: z.string(),
  description: z.string(),
  inputSchema: z.record(z.string(), z.unknown()),
  server: z.string(),
  score: z.number().describe('Only good for comparing within this answer'),
});
const output = z.object({
  tools: z.array(found),
  total: z.number().describe('How many tools match'),
});

// Many clients know no later draft, and refuse a whole list because of a `$schema` they do not know.
const { $schema: _, ...OUTPUT_SCHEMA } = z.toJSONSchema(output, { target: 'draft-7' });

const RAW = {
  name: FIND_TOOLS,
  title: 'Find tools',
  description:
    'Finds tools by what they do, the best first, with their input schemas. Not all tools are ' +
    'listed here: search with a few words, then call what you found with call_tool.',
  inputSchema: {
    type: 'object',
    properties: {
      query: { type: 'string', description: 'A few words, such as "create issue"' },
      limit: { type: 'integer', minimum: 1, maximum: MOST_FOUND, default: DEFAULT_LIMIT },
      server: { type: 'string', description: 'Only tools of this server' },
    },
    required: ['query'],
  },
  outputSchema: OUTPUT_SCHEMA,
  annotations: { readOnlyHint: true, openWorldHint: false },
};

export function createFindTools(shelf: ToolShelf): OwnTool {
  return { raw: RAW, call: async (args) => findTools(shelf, args) };
}

function findTools(shelf: ToolShelf, { query, limit, server }: JsonObject): JsonObject {
  if (typeof query !== 'string') return toToolError(`${FIND_TOOLS} requires a text as 'query'`);
  const ofServer = typeof server === 'string' && server !== '' ? server : undefined;
  if (ofServer !== undefined && !shelf.entries.some((entry) => entry.server === ofServer)) {
    return toToolError(`no server of that name has tools; ${describeServers(shelf)}`);
  }
  const matches = lookUp(shelf, query).filter(
    ({ entry }) => ofServer === undefined || entry.server === ofServer,
  );
  const most = typeof limit === 'number' ? Math.floor(limit) : DEFAULT_LIMIT;
  const tools = describeTools(shelf, matches.slice(0, Math.min(Math.max(most, 1), MOST_FOUND)));
  const structuredContent = { tools, total: matches.length };
  const text = tools.length === 0 ? `no tool matches; ${describeServers(shelf)}` : toText(tools);
  return { content: [{ type: 'text', text }], structuredContent };
}

/** All tools where nothing is asked for. */
function lookUp({ ranking, entries }: ToolShelf, query: string): readonly RankedTool[] {
  return query.trim() === ''
    ? entries.map((entry) => ({ entry, score: 0 }))
    : ranking().rank(query);
}

type FoundTool = z.infer<typeof found>;

function describeTools({ nameOf }: ToolShelf, matches: readonly RankedTool[]): FoundTool[] {
  const tools: FoundTool[] = [];
  let room = ROOM;
  for (const { entry, score } of matches) {
    const name = nameOf(entry);
    if (name === undefined) continue;
    const description = entry.description.slice(0, LONGEST_DESCRIPTION).toWellFormed();
    const inputSchema = { ...fitSchema(entry.inputSchema) };
    const { server } = entry;
    const tool = { name, description, inputSchema, server, score: Math.round(score * 100) / 100 };
    const { length } = JSON.stringify(tool);
    if (length > room) continue;
    room -= length;
    tools.push(tool);
  }
  return tools;
}

function toText(tools: readonly FoundTool[]): string {
  return tools
    .map(
      ({ name, description, inputSchema }) =>
        `${name}: ${description}\ninput: ${JSON.stringify(inputSchema)}`,
    )
    .join('\n\n');
}

function describeServers({ entries }: ToolShelf): string {
  const counts = new Map<string, number>();
  for (const { server } of entries) counts.set(server, (counts.get(server) ?? 0) + 1);
  const shown = [...counts].slice(0, MOST_SERVERS).map(([name, count]) => `${name} (${count})`);
  return `servers and their tools: ${shown.join(', ')}`;
}
