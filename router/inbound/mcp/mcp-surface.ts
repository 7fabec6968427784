/** `/mcp` over Streamable HTTP, for clients of both protocol eras. */
import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler } from '@modelcontextprotocol/server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import type { Logger } from '#core/ports/logger.ts';
import type { ToolGrants } from '#core/ports/tool-grants.ts';
import { toRawBody } from '../shared/raw-body.ts';
import { writeJson } from '../shared/render-error.ts';
import { createMcpServer, type McpServerOptions } from './create-mcp-server.ts';
import { createGrantedToolsHandler } from './grants/granted-tools-handler.ts';

export interface McpSurfaceOptions extends Omit<McpServerOptions, 'client' | 'lasting'> {
  readonly logger: Logger;
  readonly grants: Pick<ToolGrants, 'find'>;
}

const PARSE_ERROR = {
  jsonrpc: '2.0',
  id: null,
  error: { code: -32_700, message: 'the body is not valid JSON' },
};

export async function mcpSurface(app: FastifyInstance, options: McpSurfaceOptions): Promise<void> {
  const onerror = (error: Error) => options.logger.debug({ err: error }, 'MCP request refused');
  const { tools, requests, version, events, mask } = options;
  const handler = createMcpHandler(
    ({ requestInfo }) => {
      const client = requestInfo?.headers.get('user-agent') ?? '';
      return createMcpServer({ tools, requests, version, events, mask, client });
    },
    { onerror },
  );
  const unsubscribe = events.subscribe(({ kind }) => {
    if (kind === 'tools-changed') handler.notify.toolsChanged();
  });
  const serve = toNodeHandler(handler, { onerror });
  const granted = createGrantedToolsHandler(options);
  app.addHook('onClose', async () => {
    unsubscribe();
    await Promise.all([handler.close(), granted.close()]);
  });

  async function answer(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    reply.hijack();
    const body = toRawBody(request.body).whole();
    // The SDK's type forbids an explicit undefined where Node's allows one; at run time it is the same.
    const raw = request.raw as Parameters<typeof serve>[0];
    const serveOne: typeof granted.serve =
      request.principal === 'grant' ? granted.serve : (_raw, ...rest) => serve(raw, ...rest);
    if (body.length === 0) return serveOne(request.raw, reply.raw);
    let message: unknown;
    try {
      message = JSON.parse(body.toString('utf8'));
    } catch {
      // JSON-RPC has its own words for this.
      return writeJson(reply.raw, PARSE_ERROR, { status: 400 });
    }
    return serveOne(request.raw, reply.raw, message);
  }
  app.post('/mcp', answer);
  app.get('/mcp', answer);
  app.delete('/mcp', answer);
}
