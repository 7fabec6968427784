/** Connected MCP servers without processes: tools are functions. */
import type { ServerStatus } from '#contract/status.ts';
import type { ToolInfo } from '#contract/tools.ts';
import type {
  JsonObject,
  ToolCallOptions,
  ToolEntry,
  ToolResult,
  Tools,
} from '#core/ports/tools.ts';

export type FakeTool = (
  args: JsonObject,
  options: ToolCallOptions,
) => ToolResult | Promise<ToolResult>;

export interface FakeToolServers extends Tools {
  /** Servers that were restarted, in order. */
  readonly restarted: string[];
  /** Resident bytes by server; to be filled by tests. */
  readonly bytes: Map<string, number>;
  readonly calls: { readonly name: string; readonly args: JsonObject }[];
  /** Server lists of the calls of `settled`. */
  readonly settledFor: (readonly string[])[];
  /** Called when somebody waits for the servers; may change them. */
  onSettle: () => void;
  add(entry: ToolEntry, tool: FakeTool): void;
}

export function text(...texts: readonly string[]): ToolResult {
  return { content: texts.map((text) => ({ type: 'text', text })) };
}

export function toolEntry(name: string, inputSchema: JsonObject = { type: 'object' }): ToolEntry {
  const dot = name.indexOf('.');
  const server = name.slice(0, dot);
  const tool = name.slice(dot + 1);
  return {
    server,
    tool,
    name,
    modelName: `mcp__${server}__${tool}`,
    description: `does ${tool}`,
    inputSchema,
    raw: { name, description: `does ${tool}`, inputSchema },
  };
}

/** Every server that has a tool is connected; `servers` adds or overrides states. */
export function createFakeToolServers(
  tools: Readonly<Record<string, FakeTool>> = {},
  servers: readonly Partial<ServerStatus>[] = [],
): FakeToolServers {
  const entries = new Map<string, ToolEntry>();
  const implementations = new Map<string, FakeTool>();
  const calls: FakeToolServers['calls'] = [];
  const settledFor: (readonly string[])[] = [];
  const restarted: string[] = [];
  const bytes = new Map<string, number>();
  const fake: FakeToolServers = {
    calls,
    settledFor,
    restarted,
    bytes,
    onSettle: () => undefined,
    add: (entry, tool) => {
      entries.set(entry.name, entry);
      implementations.set(entry.name, tool);
    },
    list: () => [...entries.values()],
    find: (name) =>
      [...entries.values()].find((entry) =>
        [entry.name, entry.modelName, `${entry.server}__${entry.tool}`].includes(name),
      ),
    serverOf: (name) => {
      const server = name.split('.')[0];
      return fake.servers().some((status) => status.name === server) ? server : undefined;
    },
    call: async (entry, args, options) => {
      calls.push({ name: entry.name, args });
      const tool = implementations.get(entry.name);
      if (tool === undefined) throw new Error(`no fake tool ${entry.name}`);
      return tool(args, options);
    },
    settled: (names) => {
      settledFor.push(names);
      fake.onSettle();
      return Promise.resolve();
    },
    servers: () => describeServers([...entries.values()], servers),
    inventory: () => Array.from(entries.values(), toInfo),
    features: (server) =>
      fake.servers().some(({ name }) => name === server)
        ? { capabilities: ['tools'], prompts: [], resources: [], collisions: [] }
        : undefined,
    restart: (server) => {
      const known = fake.servers().some((status) => status.name === server);
      if (known) restarted.push(server);
      return known;
    },
    memory: async () => bytes,
  };
  for (const [name, tool] of Object.entries(tools)) fake.add(toolEntry(name), tool);
  return fake;
}

function describeServers(
  entries: readonly ToolEntry[],
  servers: readonly Partial<ServerStatus>[],
): readonly ServerStatus[] {
  const connected = entries.map(({ server }) => [server, {}] as const);
  const described = servers.map((status) => [status.name ?? '', status] as const);
  return Array.from(
    new Map<string, Partial<ServerStatus>>([...connected, ...described]),
    ([name, status]) => ({
      name,
      transport: 'stdio',
      state: 'connected',
      tools: 1,
      attempts: 1,
      ...status,
    }),
  );
}

function toInfo({ server, tool, name, description, inputSchema }: ToolEntry): ToolInfo {
  return { server, tool, name, description, inputSchema, permitted: true };
}
