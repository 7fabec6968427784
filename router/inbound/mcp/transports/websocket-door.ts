/** `/api/v1/mcp/ws`: MCP over WebSocket, behind the same guard as every request. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';

import {
  MAX_MCP_MESSAGE_BYTES,
  MCP_WEBSOCKET_PATH,
  MCP_WEBSOCKET_PROTOCOL,
} from '#contract/mcp-websocket.ts';
import { RouterError, toRouterError } from '#core/router-error.ts';
import { renderError } from '../../shared/render-error.ts';
import type { McpParts } from '../mcp-parts.ts';
import { serveConnection } from './serve-connection.ts';
import { readViewOptions } from './view-options.ts';
import { watchPulse } from './watch-pulse.ts';
import { WebSocketTransport } from './websocket-transport.ts';

/** A client that does not answer our goodbye in this time is cut off. */
const GOODBYE_MS = 500;

const PING_MS = 30_000;
const MOST_CLIENTS = 200;

export interface WebSocketDoorOptions {
  /** Throws a RouterError to refuse. */
  readonly admit: (request: IncomingMessage) => unknown;
  /** Milliseconds between pings. */
  readonly pingMs?: number;
  /** At most so many at once. None makes room: the connection of an idle client is its session. */
  readonly limit?: number;
}

export interface WebSocketDoor {
  readonly onUpgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  /** Says goodbye to every client; resolves when all sockets are closed. */
  close(): Promise<void>;
}

interface Client {
  readonly transport: WebSocketTransport;
  readonly socket: WebSocket;
  readonly ended: Promise<void>;
  readonly end: () => Promise<void>;
}

export function createWebSocketDoor(
  parts: McpParts,
  { admit, pingMs = PING_MS, limit = MOST_CLIENTS }: WebSocketDoorOptions,
): WebSocketDoor {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MCP_MESSAGE_BYTES,
    clientTracking: false,
    perMessageDeflate: false,
    handleProtocols: () => MCP_WEBSOCKET_PROTOCOL,
  });
  const clients = new Set<Client>();
  let isClosed = false;

  function welcome(socket: WebSocket, query: URLSearchParams): void {
    const transport = new WebSocketTransport(socket);
    const viewOptions = readViewOptions(query, parts.viewOptions);
    // `woollama mcp` only carries what its own client says on stdin.
    const kind = query.get('via') === 'stdio' ? 'stdio' : 'websocket';
    const handle = serveConnection(parts, { kind, viewOptions, transport });
    const stopPulse = watchPulse(socket, pingMs);
    const gone = Promise.withResolvers<void>();
    const client = { transport, socket, ended: gone.promise, end: () => handle.close() };
    clients.add(client);
    socket.once('close', () => {
      stopPulse();
      clients.delete(client);
      gone.resolve();
    });
  }

  return {
    onUpgrade: (request, socket, head) => {
      // Who hangs up in the middle of it needs no answer.
      socket.on('error', () => undefined);
      try {
        admit(request);
        const url = checkTarget(request);
        if (isClosed) throw new RouterError('SHUTTING_DOWN');
        if (clients.size >= limit) throw tooMany(limit);
        server.handleUpgrade(request, socket, head, (client) => welcome(client, url.searchParams));
      } catch (cause) {
        refuse(socket, toRouterError(cause));
      }
    },
    async close() {
      isClosed = true;
      const open = [...clients];
      const cut = setTimeout(() => {
        for (const { socket } of open) socket.terminate();
      }, GOODBYE_MS);
      await Promise.all(
        open.map(async ({ transport, end, ended }) => {
          transport.goAway();
          await end();
          await ended;
        }),
      );
      clearTimeout(cut);
    },
  };
}

/** Throws NOT_FOUND or INVALID_REQUEST. */
function checkTarget(request: IncomingMessage): URL {
  const url = new URL(request.url ?? '/', 'http://localhost');
  if (url.pathname !== MCP_WEBSOCKET_PATH) {
    throw new RouterError('NOT_FOUND', `there is no WebSocket at ${url.pathname}`);
  }
  const offered = request.headers['sec-websocket-protocol'] ?? '';
  if (offered.split(',').some((one) => one.trim() === MCP_WEBSOCKET_PROTOCOL)) return url;
  throw new RouterError('INVALID_REQUEST', `offer the sub-protocol '${MCP_WEBSOCKET_PROTOCOL}'`);
}

function tooMany(limit: number): RouterError {
  const message = `${limit} MCP clients are connected over WebSocket, which is the most; end one and try again`;
  return new RouterError('TOO_MANY_CLIENTS', message);
}

function refuse(socket: Duplex, error: RouterError): void {
  const { status, headers, body } = renderError(error);
  const text = JSON.stringify(body);
  const lines = [
    `HTTP/1.1 ${status} Refused`,
    'connection: close',
    'content-type: application/json; charset=utf-8',
    `content-length: ${Buffer.byteLength(text)}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${String(value)}`),
  ];
  socket.end(`${lines.join('\r\n')}\r\n\r\n${text}`);
}
