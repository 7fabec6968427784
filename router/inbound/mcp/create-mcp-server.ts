/** The router as an MCP server: every tool of every connected server under one roof. */
import {
  ProtocolError,
  ProtocolErrorCode,
  Server,
  type CallToolResult,
  type ServerContext,
  type Tool,
} from '@modelcontextprotocol/server';

import type { Events } from '#core/ports/events.ts';
import type { OpenRequest, Requests } from '#core/ports/requests.ts';
import type { ToolEntry, ToolProgress, Tools } from '#core/ports/tools.ts';
import { RouterError, toRouterError } from '#core/router-error.ts';
import { callTool } from '../shared/call-tool.ts';
import { failed } from '../shared/tracked.ts';

export interface McpServerOptions {
  readonly tools: Tools;
  readonly requests: Requests;
  readonly version: string;
  /** Who calls, as far as the transport knows; used when the client did not introduce itself. */
  readonly client?: string;
  readonly events: Pick<Events, 'publish' | 'subscribe'>;
  /** Blanks secrets in what the activity shows. */
  readonly mask: (text: string) => string;
  /** The client is told when tools come or go. */
  readonly lasting?: boolean;
}

/** Servers that take longer to start are told of by `list_changed`. */
const STARTING_MS = 3_000;

/** One instance serves one connection (stdio) or one request (HTTP). */
export function createMcpServer(options: McpServerOptions): Server {
  const { tools, version } = options;
  const server = new Server(
    { name: 'woollama', title: 'Woollama', version },
    { capabilities: { tools: { listChanged: true } } },
  );
  server.setRequestHandler('tools/list', async (_request, context) => {
    // Clients ask once, right after the start: what is not here yet they would never see.
    await allSettled(tools, context.mcpReq.signal);
    return { tools: tools.list().map(toMcpTool) };
  });
  server.setRequestHandler('tools/call', async (request, context) => {
    const { name, arguments: args = {} } = request.params;
    const entry = tools.find(name) ?? (await findLate(tools, name, context.mcpReq.signal));
    if (entry === undefined) {
      throw new ProtocolError(ProtocolErrorCode.InvalidParams, `unknown tool '${name}'`);
    }
    const open = options.requests.open({
      surface: 'mcp',
      operation: `tools/call ${entry.name}`,
      client: server.getClientVersion()?.name ?? options.client ?? '',
    });
    const follow = () => open.abort(new RouterError('CANCELLED', 'the MCP client cancelled'));
    context.mcpReq.signal.addEventListener('abort', follow, { once: true });
    if (context.mcpReq.signal.aborted) follow();
    try {
      return await answerCall(options, { entry, args, open, context });
    } finally {
      context.mcpReq.signal.removeEventListener('abort', follow);
    }
  });
  if (options.lasting === true) tellOfChanges(server, options.events);
  return server;
}

function tellOfChanges(server: Server, events: Pick<Events, 'subscribe'>): void {
  const unsubscribe = events.subscribe(({ kind }) => {
    // A client that is gone needs no news; its connection ends by itself.
    if (kind === 'tools-changed') server.sendToolListChanged().catch(() => undefined);
  });
  server.onclose = unsubscribe;
}

/** Resolves when no server is starting any more, or when waiting longer would not help the client. */
async function allSettled(tools: Tools, signal: AbortSignal): Promise<void> {
  const servers = tools.servers().map(({ name }) => name);
  const limit = AbortSignal.timeout(STARTING_MS);
  try {
    await tools.settled(servers, AbortSignal.any([signal, limit]));
  } catch (error) {
    if (!limit.aborted) throw error;
  }
}

/** A tool of a server that is still starting. */
async function findLate(
  tools: Tools,
  name: string,
  signal: AbortSignal,
): Promise<ToolEntry | undefined> {
  await allSettled(tools, signal);
  return tools.find(name);
}

function toMcpTool(entry: ToolEntry): Tool {
  const { name, title, description, inputSchema, outputSchema, annotations } = entry;
  return {
    name,
    description,
    inputSchema: { ...inputSchema, type: 'object' },
    ...(title !== undefined && { title }),
    ...(outputSchema !== undefined && { outputSchema: { ...outputSchema, type: 'object' } }),
    ...(annotations !== undefined && { annotations }),
  };
}

interface ToolCallScope {
  readonly entry: ToolEntry;
  readonly args: Record<string, unknown>;
  readonly open: OpenRequest;
  readonly context: ServerContext;
}

/** A failure to reach the tool is a tool error, too: the model on the other side can read it. */
async function answerCall(
  options: McpServerOptions,
  { context, ...call }: ToolCallScope,
): Promise<CallToolResult> {
  const { open } = call;
  try {
    const onProgress = progressRelay(context);
    const { content, ...rest } = await callTool(options, {
      ...call,
      ...(onProgress !== undefined && { onProgress }),
    });
    open.end({ outcome: 'ok', status: 200 });
    // The downstream's own blocks, whatever their types: the SDK checks them on the way out.
    return { ...rest, content: content as CallToolResult['content'] };
  } catch (cause) {
    const error = toRouterError(cause);
    open.end(failed(error));
    const text = `dispatch failed: ${error.message}`;
    return { isError: true, content: [{ type: 'text', text }] };
  }
}

/** Passes progress on under the caller's own token, if it gave one. */
function progressRelay(context: ServerContext): ((progress: ToolProgress) => void) | undefined {
  const progressToken = context.mcpReq._meta?.progressToken;
  if (progressToken === undefined) return undefined;
  return (progress) => {
    const params = { progressToken, ...progress };
    // A client that is gone needs no progress; its call ends by its signal.
    context.mcpReq.notify({ method: 'notifications/progress', params }).catch(() => undefined);
  };
}
