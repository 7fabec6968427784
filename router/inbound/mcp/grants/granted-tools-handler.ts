/**
 * `/mcp` for a run that was granted some tools: these tools and nothing else of the router. A server
 * of its own, so that nothing that is offered to clients can ever reach a run.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';

import { toNodeHandler } from '@modelcontextprotocol/node';
import {
  createMcpHandler,
  ProtocolError,
  ProtocolErrorCode,
  Server,
  type CallToolResult,
  type ServerContext,
  type Tool,
} from '@modelcontextprotocol/server';

import type { Logger } from '#core/ports/logger.ts';
import type { OpenGrant, ToolGrants } from '#core/ports/tool-grants.ts';
import type { ContentBlock, ToolEntry, ToolProgress } from '#core/ports/tools.ts';
import { RouterError, toRouterError } from '#core/router-error.ts';
import { callTool, type ToolCaller } from '../../shared/call-tool.ts';

export interface GrantedToolsOptions extends ToolCaller {
  readonly grants: Pick<ToolGrants, 'find'>;
  readonly version: string;
  readonly logger: Logger;
}

export interface GrantedToolsHandler {
  /** `message` is the parsed body, if there was one. */
  serve(request: IncomingMessage, response: ServerResponse, message?: unknown): Promise<void>;
  close(): Promise<void>;
}

export function createGrantedToolsHandler(options: GrantedToolsOptions): GrantedToolsHandler {
  const onerror = (error: Error) => options.logger.debug({ err: error }, 'MCP request refused');
  const handler = createMcpHandler(
    ({ requestInfo }) => {
      const token = requestInfo?.headers.get('authorization')?.replace(/^Bearer /, '') ?? '';
      const grant = options.grants.find(token);
      if (grant === undefined) throw new RouterError('UNAUTHORIZED');
      return createServer(grant, options);
    },
    { onerror },
  );
  const serve = toNodeHandler(handler, { onerror });
  return {
    // The SDK's type forbids an explicit undefined where Node's allows one; at run time it is the same.
    serve: (request, ...rest) => serve(request as Parameters<typeof serve>[0], ...rest),
    close: () => handler.close(),
  };
}

function createServer(grant: OpenGrant, options: GrantedToolsOptions): Server {
  const server = new Server(
    { name: 'woollama', version: options.version },
    { capabilities: { tools: {} } },
  );
  server.setRequestHandler('tools/list', () => ({
    tools: [...grant.entries].map(([name, entry]) => toTool(name, entry)),
  }));
  server.setRequestHandler('tools/call', async (request, context) => {
    const { name, arguments: args = {} } = request.params;
    const entry = grant.entries.get(name);
    if (entry === undefined) {
      throw new ProtocolError(ProtocolErrorCode.InvalidParams, `unknown tool '${name}'`);
    }
    const ended = grant.began();
    try {
      return await answerCall({ entry, args, grant, context }, options);
    } finally {
      ended();
    }
  });
  return server;
}

function toTool(name: string, { raw, inputSchema, outputSchema }: ToolEntry): Tool {
  return {
    ...raw,
    name,
    inputSchema: { ...inputSchema, type: 'object' },
    ...(outputSchema !== undefined && { outputSchema: { ...outputSchema, type: 'object' } }),
  };
}

interface GrantedCall {
  readonly entry: ToolEntry;
  readonly args: Record<string, unknown>;
  readonly grant: OpenGrant;
  readonly context: ServerContext;
}

let calls = 0;

/** A failure to reach the tool is a tool error: the model on the other side can read it. */
async function answerCall(call: GrantedCall, options: ToolCaller): Promise<CallToolResult> {
  const { entry, args, grant, context } = call;
  const onProgress = progressRelay(context);
  const callId = `${grant.requestId}_run_${(calls += 1)}`;
  grant.onCall?.({ kind: 'started', callId, entry, arguments: JSON.stringify(args) });
  try {
    const { content, ...rest } = await callTool(options, {
      entry,
      args,
      open: {
        id: grant.requestId,
        signal: AbortSignal.any([grant.signal, context.mcpReq.signal]),
      },
      turn: grant.turn(),
      callId,
      ...(onProgress !== undefined && { onProgress }),
    });
    const failed = rest.isError === true;
    grant.onCall?.({ kind: 'ended', callId, failed, text: textOf(content) });
    // The server's own blocks, whatever their types: the SDK checks them on the way out.
    return { ...rest, content: content as CallToolResult['content'] };
  } catch (cause) {
    const { code, message } = toRouterError(cause);
    const text = `ERROR: ${code}: ${message}`;
    grant.onCall?.({ kind: 'ended', callId, failed: true, text });
    return { isError: true, content: [{ type: 'text', text }] };
  }
}

function textOf(content: readonly ContentBlock[]): string {
  return content.map(({ type, text }) => text ?? `[${type}]`).join('\n');
}

/** Passes progress on under the caller's own token, if it gave one. */
function progressRelay(context: ServerContext): ((progress: ToolProgress) => void) | undefined {
  const progressToken = context.mcpReq._meta?.progressToken;
  if (progressToken === undefined) return undefined;
  return (progress) => {
    const params = { progressToken, ...progress };
    // A run that is over needs no progress; its call ends by its signal.
    context.mcpReq.notify({ method: 'notifications/progress', params }).catch(() => undefined);
  };
}
