/** Serves a table of tools with exactly the schemas written there. */
import {
  CLIENT_CAPABILITIES_META_KEY,
  ProtocolError,
  ProtocolErrorCode,
  Server,
  type CallToolResult,
  type InputRequiredResult,
  type ServerContext,
  type Tool,
} from '@modelcontextprotocol/server';
import { z } from 'zod';

type JsonObject = Record<string, unknown>;

export interface ToolContext {
  readonly request: ServerContext['mcpReq'];
  /** Whether the client can put a question to its user. */
  readonly canAsk: boolean;
  /** Whether the client can let a model answer. */
  readonly canSample: boolean;
}

export interface ServedTool {
  readonly definition: Tool;
  /** Arguments as they came; answers with a tool error when they are wrong. */
  run(args: unknown, context: ToolContext): Promise<CallToolResult | InputRequiredResult>;
}

export interface ToolTable<Input extends z.ZodType> {
  readonly name: string;
  readonly description: string;
  readonly input: Input;
  readonly output: JsonObject;
  /** Whether it changes something. */
  readonly writes?: boolean;
  run(
    args: z.infer<Input>,
    context: ToolContext,
  ): CallToolResult | InputRequiredResult | Promise<CallToolResult | InputRequiredResult>;
}

export function defineTool<Input extends z.ZodType>(tool: ToolTable<Input>): ServedTool {
  // Without the dialect, which some model backends refuse.
  const { $schema: _dialect, ...inputSchema } = z.toJSONSchema(tool.input, { io: 'input' });
  return {
    definition: {
      name: tool.name,
      description: tool.description,
      inputSchema: inputSchema as Tool['inputSchema'],
      outputSchema: { ...tool.output, type: 'object' },
      annotations: { readOnlyHint: tool.writes !== true },
    },
    run: async (args, context) => {
      const parsed = tool.input.safeParse(args);
      if (!parsed.success) return toolError(`Invalid arguments: ${z.prettifyError(parsed.error)}`);
      return await tool.run(parsed.data, context);
    },
  };
}

/** The output schema of a tool whose result is one value; clients unwrap it by the marker. */
export function wrapped(type: 'string' | 'integer' | 'array' | 'boolean'): JsonObject {
  return {
    type: 'object',
    properties: { result: { type } },
    required: ['result'],
    'x-fastmcp-wrap-result': true,
  };
}

export function wrappedResult(result: string | number): CallToolResult {
  return { content: [{ type: 'text', text: String(result) }], structuredContent: { result } };
}

export function toolError(text: string): CallToolResult {
  return { content: [{ type: 'text', text }], isError: true };
}

const ability = z.object({}).optional().catch(undefined);
const clientAbilities = z.object({ elicitation: ability, sampling: ability }).catch({});

export function createToolServer(name: string, tools: readonly ServedTool[]): Server {
  const server = new Server({ name, version: '1.0.0' }, { capabilities: { tools: {} } });
  server.setRequestHandler('tools/list', () => ({ tools: tools.map((tool) => tool.definition) }));
  server.setRequestHandler('tools/call', async ({ params }, { mcpReq: request }) => {
    const tool = tools.find((candidate) => candidate.definition.name === params.name);
    if (tool === undefined) {
      throw new ProtocolError(ProtocolErrorCode.InvalidParams, `Unknown tool: ${params.name}`);
    }
    // The newer protocol declares capabilities with each request, the older one at the beginning.
    const declared: unknown =
      request.envelope === undefined
        ? server.getClientCapabilities()
        : Reflect.get(request.envelope, CLIENT_CAPABILITIES_META_KEY);
    const { elicitation, sampling } = clientAbilities.parse(declared);
    const can = { canAsk: elicitation !== undefined, canSample: sampling !== undefined };
    return await tool.run(params.arguments ?? {}, { request, ...can });
  });
  return server;
}
