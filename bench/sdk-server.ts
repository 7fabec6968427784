/**
 * One MCP server as the official SDK makes it, to be called directly over HTTP: the older line with
 * sessions, the newer one without. It has as many tools as all servers behind the router together.
 */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { Server as OlderServer } from '@modelcontextprotocol/sdk/server/index.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { CallToolRequestSchema, ListToolsRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { createMcpHandler, Server as NewerServer } from '@modelcontextprotocol/server';
import { TOOL_COUNT } from './mcp-messages.ts';
import { echoTools } from './echo-tools.ts';

const INFO = { name: 'bench', version: '1' };
const OPTIONS = { capabilities: { tools: {} } };
const tools = echoTools(TOOL_COUNT);

const said = (args: Record<string, unknown> = {}) => ({
  content: [{ type: 'text' as const, text: String(args['text']) }],
});

function createOlder(): OlderServer {
  const server = new OlderServer(INFO, OPTIONS);
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools }));
  server.setRequestHandler(CallToolRequestSchema, ({ params }) => said(params.arguments));
  return server;
}

function createNewer(): NewerServer {
  const server = new NewerServer(INFO, OPTIONS);
  server.setRequestHandler('tools/list', () => ({ tools }));
  server.setRequestHandler('tools/call', ({ params }) => said(params.arguments));
  return server;
}

const sessions = new Map<string, StreamableHTTPServerTransport>();
const serveNewer = toNodeHandler(createMcpHandler(createNewer, { legacy: 'reject' }));

async function serveOlder(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const known = sessions.get(String(request.headers['mcp-session-id']));
  if (known) return known.handleRequest(request, response);
  const transport = new StreamableHTTPServerTransport({
    sessionIdGenerator: randomUUID,
    onsessioninitialized: (id) => void sessions.set(id, transport),
  });
  await createOlder().connect(transport);
  await transport.handleRequest(request, response);
}

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.headers['mcp-protocol-version'] !== '2026-07-28')
    return serveOlder(request, response);
  await serveNewer(request as Parameters<typeof serveNewer>[0], response);
}

const server = createServer((request, response) => {
  serve(request, response).catch(() => response.destroy());
});
server.listen(0, '127.0.0.1', () => {
  process.send?.({ port: (server.address() as AddressInfo).port });
});
process.on('disconnect', () => process.exit());
