/** The surfaces behind one guard, as handlers for the two kinds of listeners. */
import type { IncomingMessage, RequestListener } from 'node:http';

import type { Logger } from '#core/ports/logger.ts';
import { createRequestGuard } from './access/request-guard.ts';
import type { ControlParts } from './create-control-parts.ts';
import type { Parts } from './create-parts.ts';
import { controlSurface } from './inbound/control/control-surface.ts';
import { mcpSurface } from './inbound/mcp/mcp-surface.ts';
import type { McpParts } from './inbound/mcp/mcp-parts.ts';
import { createWebSocketDoor } from './inbound/mcp/transports/websocket-door.ts';
import { openAiSurface } from './inbound/openai/openai-surface.ts';
import { patternsSurface } from './inbound/patterns/patterns-surface.ts';
import { createHttpApp } from './inbound/shared/create-http-app.ts';
import { uiSurface } from './inbound/ui/ui-surface.ts';
import type { OnUpgrade } from './listeners/listeners.ts';

const BODY_LIMIT = 64 * 1024 * 1024;

export interface DoorsOptions {
  readonly parts: Parts;
  readonly control: ControlParts;
  readonly mcp: McpParts;
  readonly uiDir: string | undefined;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly logger: Logger;
}

export type Doors = Awaited<ReturnType<typeof createDoors>>;

export async function createDoors(options: DoorsOptions) {
  const { parts, control, mcp, uiDir, logger } = options;
  const { inferencers, recipes, requests, tools, conversations } = parts;
  const models = { inferencers, recipes, requests, tools, conversations };
  const guard = createRequestGuard({ token: control.clientToken, owner: control.owner });
  const throughSocket = new WeakSet<IncomingMessage>();
  const admit = (request: IncomingMessage) =>
    guard({
      listener: throughSocket.has(request) ? 'socket' : 'tcp',
      method: request.method ?? '',
      url: request.url ?? '',
      headers: request.headers,
      rawHeaders: request.rawHeaders,
      remoteAddress: request.socket.remoteAddress,
      localAddress: request.socket.localAddress,
    });
  const app = createHttpApp({
    bodyLimit: BODY_LIMIT,
    onBug: (err) => logger.error({ err }, 'the router made a mistake'),
    admit,
  });
  const webSockets = createWebSocketDoor(mcp, { admit });
  app.addHook('onClose', () => webSockets.close());
  const startedAt = Math.floor(options.startedAt / 1000);
  await app.register(openAiSurface, { ...models, startedAt });
  await app.register(patternsSurface, { recipes, requests });
  await app.register(mcpSurface, mcp);
  await app.register(controlSurface, control);
  await app.register(uiSurface, { uiDir });
  await app.ready();
  const onTcpRequest: RequestListener = (request, response) => app.routing(request, response);
  const onSocketRequest: RequestListener = (request, response) => {
    throughSocket.add(request);
    app.routing(request, response);
  };
  const onTcpUpgrade = webSockets.onUpgrade;
  const onSocketUpgrade: OnUpgrade = (request, socket, head) => {
    throughSocket.add(request);
    webSockets.onUpgrade(request, socket, head);
  };
  return { app, onTcpRequest, onSocketRequest, onTcpUpgrade, onSocketUpgrade };
}
