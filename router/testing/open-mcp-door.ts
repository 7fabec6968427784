/** The MCP surface on a port of its own, WebSocket included. */
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { McpParts } from '../inbound/mcp/mcp-parts.ts';
import { mcpSurface } from '../inbound/mcp/mcp-surface.ts';
import { createWebSocketDoor } from '../inbound/mcp/transports/websocket-door.ts';
import { createHttpApp, type Principal } from '../inbound/shared/create-http-app.ts';

export interface McpDoor {
  /** `http://127.0.0.1:4711` */
  readonly origin: string;
  /** Open connections. */
  connections(): Promise<number>;
  /** Event streams that clients opened for what belongs to no call. */
  readonly streams: number;
  close(): Promise<void>;
}

interface McpDoorOptions {
  readonly admit?: (request: IncomingMessage) => Principal;
  readonly pingMs?: number;
  /** Of WebSockets. */
  readonly limit?: number;
  /** Of sessions over HTTP. */
  readonly mostSessions?: number;
}

export async function openMcpDoor(
  parts: McpParts,
  { admit = () => 'client', mostSessions = 200, ...rest }: McpDoorOptions = {},
): Promise<McpDoor> {
  const app = createHttpApp({ bodyLimit: 1_000_000, admit, onBug: () => undefined });
  const sockets = createWebSocketDoor(parts, { admit, ...rest });
  app.addHook('onClose', () => sockets.close());
  await app.register(mcpSurface, { ...parts, mostSessions });
  await app.ready();
  let streams = 0;
  const server = createServer((incoming, out) => {
    if (incoming.method === 'GET') {
      streams += 1;
      out.once('close', () => (streams -= 1));
    }
    app.routing(incoming, out);
  });
  server.on('upgrade', sockets.onUpgrade);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get streams() {
      return streams;
    },
    connections: () =>
      new Promise((resolve, reject) => {
        server.getConnections((error, count) => (error ? reject(error) : resolve(count)));
      }),
    async close() {
      const closed = once(server, 'close');
      server.close();
      await app.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
