/** What the MCP surface is made of. */
import type { Aggregator } from '#core/ports/aggregator.ts';
import type { Events } from '#core/ports/events.ts';
import type { Logger } from '#core/ports/logger.ts';
import type { McpClients } from '#core/ports/mcp-clients.ts';
import type { Requests } from '#core/ports/requests.ts';
import type { Tools } from '#core/ports/tools.ts';
import type { ClientView, ViewOptions } from './own/view.ts';
import type { ParkedCalls } from './clients/parked-calls.ts';

export interface McpParts {
  readonly tools: Pick<Tools, 'servers' | 'settled'>;
  readonly aggregator: Aggregator;
  readonly views: (options: ViewOptions) => ClientView;
  /** For clients that say nothing else. */
  readonly viewOptions: ViewOptions;
  readonly requests: Requests;
  readonly clients: McpClients;
  readonly events: Pick<Events, 'publish' | 'subscribe'>;
  /** Calls of clients that cannot be asked back, waiting for their answers. */
  readonly parked: ParkedCalls;
  /** Blanks secrets in what the activity shows. */
  readonly mask: (text: string) => string;
  readonly version: string;
  readonly logger: Logger;
  /** Milliseconds of silence after which a client hears that its call still runs. */
  readonly heartbeatMs: number;
}
