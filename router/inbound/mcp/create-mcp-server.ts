/** The router as an MCP server: one instance serves one connection, or one request without any. */
import { Server } from '@modelcontextprotocol/server';

import { LegacyServer } from './clients/legacy-server.ts';
import { serveLegacyClient } from './clients/legacy-client.ts';
import { serveModernClient } from './clients/modern-client.ts';
import type { McpParts } from './mcp-parts.ts';
import type { McpServerOptions } from './mcp-server-options.ts';

const CAPABILITIES = {
  tools: { listChanged: true },
  prompts: { listChanged: true },
  resources: { listChanged: true, subscribe: true },
  completions: {},
  logging: {},
  tasks: { list: {}, cancel: {}, requests: { tools: { call: {} } } },
};

const INSTRUCTIONS =
  "Woollama offers the tools, prompts and resources of all the user's MCP servers in one place. " +
  'A tool is named <server>.<tool> (or <server>__<tool>); tools of a server that is still starting ' +
  'appear later.';

/** Several servers may change in one moment; clients need to hear of it once. */
const DEBOUNCED = ['tools', 'prompts', 'resources'].map(
  (list) => `notifications/${list}/list_changed`,
);

/** How we introduce ourselves. */
export function describeServer({ version }: Pick<McpParts, 'version'>) {
  return { name: 'woollama', title: 'Woollama', version };
}

export function createMcpServer(parts: McpParts, options: McpServerOptions): Server {
  const EraServer = options.era === 'legacy' ? LegacyServer : Server;
  const server = new EraServer(describeServer(parts), {
    capabilities: CAPABILITIES,
    instructions: INSTRUCTIONS,
    debouncedNotificationMethods: DEBOUNCED,
  });
  // The SDK's own handler would keep the level to itself.
  server.removeRequestHandler('logging/setLevel');
  if (options.era === 'legacy') serveLegacyClient(server, parts, options);
  else serveModernClient(server, parts, options);
  return server;
}
