/** The parts of the MCP surface over fake servers, and what tests look at. */
import type { Events } from '#core/ports/events.ts';
import type { JsonObject, ToolEntry } from '#core/ports/tools.ts';
import { createClientRegistry } from '../events/client-registry.ts';
import { createEventBus } from '../events/event-bus.ts';
import { createRequestTracker } from '../events/request-tracker.ts';
import { createParkedCalls } from '../inbound/mcp/clients/parked-calls.ts';
import type { McpParts } from '../inbound/mcp/mcp-parts.ts';
import { createFakeAggregator, ok, type FakeAggregator } from './fake-aggregator.ts';
import { createFakeEventLog, type FakeEventLog } from './fake-event-log.ts';
import { createFakeLog } from './fake-log.ts';
import { createPlainView } from './plain-view.ts';
import { createFakeToolServers, type FakeTool, type FakeToolServers } from './fake-tool-servers.ts';

export interface FakeMcp {
  readonly parts: McpParts;
  readonly tools: FakeToolServers;
  readonly aggregator: FakeAggregator;
  /** What the activity saw. */
  readonly log: FakeEventLog;
  /** For events that others publish. */
  readonly bus: Events;
  /** A tool whose function answers; `tools.calls` counts. */
  add(entry: ToolEntry, tool: FakeTool): void;
}

export function createFakeMcp(changes: Partial<McpParts> = {}): FakeMcp {
  const tools = createFakeToolServers();
  const aggregator = createFakeAggregator();
  const log = createFakeEventLog();
  const bus = createEventBus({ remembered: 10 });
  const logger = createFakeLog();
  const parts: McpParts = {
    tools,
    aggregator,
    views: () => createPlainView({ tools, aggregator }),
    viewOptions: { toolNames: 'dotted', toolSearch: 'off' },
    requests: createRequestTracker({ events: log, logger }),
    clients: createClientRegistry({ events: { publish: () => undefined } }),
    events: { publish: (event) => log.publish(event), subscribe: (told) => bus.subscribe(told) },
    parked: createParkedCalls({ limit: 10, expiryMs: 60_000 }),
    mask: (text) => text.replaceAll('hunter2', '[secret]'),
    version: '9.9.9',
    logger,
    heartbeatMs: 60_000,
    ...changes,
  };
  return {
    parts,
    tools,
    aggregator,
    log,
    bus,
    add(entry, tool) {
      tools.add(entry, tool);
      aggregator.answer(`tools/call ${entry.name}`, async ({ params, options }) => {
        const args: JsonObject = { ...(params['arguments'] as JsonObject | undefined) };
        const { onProgress, ...rest } = options;
        const report = onProgress && { onProgress: (step: object) => onProgress({ ...step }) };
        return ok({ ...(await tools.call(entry, args, { ...rest, ...report })) });
      });
    },
  };
}
