/** The router as an MCP server: one instance serves one connection, or one request without any. */
import { Server } from '@modelcontextprotocol/server';

import type { PeerSeat } from '#core/ports/aggregator.ts';
import type { McpClientInfo } from '#core/ports/mcp-clients.ts';
import type { JsonObject } from '#core/ports/tools.ts';
import { serveLegacyClient } from './clients/legacy-client.ts';
import { serveModernClient } from './clients/modern-client.ts';
import type { McpParts } from './mcp-parts.ts';
import type { ClientView } from './own/view.ts';

/** Undefined when the connection is closed. */
export type SitDown = (meta: JsonObject) => PeerSeat | undefined;

export interface McpServerOptions {
  readonly era: 'legacy' | 'modern';
  readonly transport: McpClientInfo['transport'];
  readonly view: ClientView;
  /** Whether it stays until its connection or session ends. */
  readonly lasting: boolean;
  /** Name of clients that do not introduce themselves. */
  readonly fallbackName?: string;
  /** Whose requests without a session these are, as far as the transport knows. */
  readonly owner?: string;
  /** Whether a question outside of a call could reach the client now. */
  readonly isReachable?: () => boolean;
  /** Revision that a request without a session names. */
  readonly protocol?: string;
  /** Handed the way to seat a client of 2026 that has only subscribed so far, by its `_meta`. */
  readonly offerSeat?: (sit: SitDown) => void;
}

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

export function createMcpServer(parts: McpParts, options: McpServerOptions): Server {
  const server = new Server(
    { name: 'woollama', title: 'Woollama', version: parts.version },
    {
      capabilities: CAPABILITIES,
      instructions: INSTRUCTIONS,
      debouncedNotificationMethods: DEBOUNCED,
    },
  );
  // The SDK's own handler would keep the level to itself.
  server.removeRequestHandler('logging/setLevel');
  if (options.era === 'legacy') serveLegacyClient(server, parts, options);
  else serveModernClient(server, parts, options);
  return server;
}
