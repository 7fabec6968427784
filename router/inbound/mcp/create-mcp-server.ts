/** The router as an MCP server: one instance serves one connection, or one request without any. */
import type { Server } from '@modelcontextprotocol/server';

import { TASKS_EXTENSION } from '#core/tasks-extension.ts';
import { LegacyServer } from './clients/legacy-server.ts';
import { serveLegacyClient } from './clients/legacy-client.ts';
import { serveModernClient } from './clients/modern-client.ts';
import { ModernServer } from './clients/modern-server.ts';
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

/** There, tasks are an extension. */
const MODERN_CAPABILITIES = { ...CAPABILITIES, extensions: { [TASKS_EXTENSION]: {} } };

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
  const isLegacy = options.era === 'legacy';
  const EraServer = isLegacy ? LegacyServer : ModernServer;
  const server = new EraServer(describeServer(parts), {
    capabilities: isLegacy ? CAPABILITIES : MODERN_CAPABILITIES,
    instructions: INSTRUCTIONS,
    debouncedNotificationMethods: DEBOUNCED,
  });
  // The SDK's own handler would keep the level to itself.
  server.removeRequestHandler('logging/setLevel');
  if (isLegacy) serveLegacyClient(server, parts, options);
  else serveModernClient(server, parts, options);
  return server;
}
