import type { Logger } from '#core/ports/logger.ts';
import type { Parts } from './create-parts.ts';
import { createParkedCalls } from './inbound/mcp/clients/parked-calls.ts';
import { createGrantedToolsHandler } from './inbound/mcp/grants/granted-tools-handler.ts';
import type { McpParts } from './inbound/mcp/mcp-parts.ts';
import { createViews, type Views } from './inbound/mcp/own/create-views.ts';
import type { Settings } from './settings.ts';

const HEARTBEAT_MS = 15_000;
const PARKED = { limit: 100, expiryMs: 10 * 60_000 };

interface McpPartsOptions {
  readonly parts: Parts;
  readonly settings: Pick<Settings, 'toolNames' | 'toolSearch'>;
  readonly version: string;
  readonly mask: (text: string) => string;
  readonly logger: Logger;
}

/** What the MCP surface needs, over all its transports. */
export function createMcpParts({
  parts,
  settings,
  ...rest
}: McpPartsOptions): McpParts & Pick<Views, 'displaced'> {
  const { tools, recipes, requests, clients, events, grants } = parts;
  const { aggregator } = tools;
  const { toolNames, toolSearch } = settings;
  const { viewFor, displaced } = createViews({ ...rest, tools, aggregator, recipes, events });
  return {
    ...rest,
    tools,
    aggregator,
    views: viewFor,
    displaced,
    granted: createGrantedToolsHandler({ ...rest, tools, grants, events }),
    viewOptions: { toolNames, toolSearch },
    requests,
    clients,
    events,
    parked: createParkedCalls(PARKED),
    heartbeatMs: HEARTBEAT_MS,
  };
}
