/** Serves one client that stays on one transport, whichever era it speaks. */
import type { Transport } from '@modelcontextprotocol/server';
import { serveStdio, type StdioServerHandle } from '@modelcontextprotocol/server/stdio';

import type { McpClientInfo } from '#core/ports/mcp-clients.ts';
import { createMcpServer } from '../create-mcp-server.ts';
import type { McpParts } from '../mcp-parts.ts';
import type { ViewOptions } from '../own/view.ts';
import { ListenTap } from './listen-tap.ts';

export interface ConnectionOptions {
  readonly kind: McpClientInfo['transport'];
  readonly viewOptions: ViewOptions;
  readonly transport: Transport;
}

/** Ends with the transport, or by `close`. */
export function serveConnection(
  parts: McpParts,
  { kind, viewOptions, transport }: ConnectionOptions,
): StdioServerHandle {
  const { logger } = parts;
  const tap = new ListenTap(transport, logger);
  const view = parts.views(viewOptions);
  return serveStdio(
    async ({ era }) => {
      let seated: Promise<void> | undefined;
      const server = createMcpServer(parts, {
        era,
        transport: kind,
        view,
        lasting: true,
        ...(era === 'modern' && { offerSeat: (sit) => void (seated = tap.offerSeat(sit)) }),
      });
      // The message that began it may be a listener's, who is answered next.
      await seated;
      return server;
    },
    {
      transport: tap,
      onerror: (err) => logger.debug({ err }, 'an MCP connection had a problem'),
    },
  );
}
