/** Serves a client of the protocol's revisions up to 2025-11-25: one connection or session. */
import {
  DEFAULT_NEGOTIATED_PROTOCOL_VERSION,
  type RequestId,
  type Server,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { randomUUID } from 'node:crypto';

import type { McpParts } from '../mcp-parts.ts';
import type { McpServerOptions } from '../mcp-server-options.ts';
import { dispatch } from '../methods/dispatch.ts';
import type { Exchange } from '../methods/method.ts';
import { NO_ABILITIES, toAbilities } from './abilities.ts';
import { describeIdentity, toIdentity } from './client-identity.ts';
import { createLegacyPeer } from './legacy-peer.ts';
import { takeSeat, type TakenSeat } from './take-seat.ts';

export function serveLegacyClient(
  server: Server,
  parts: McpParts,
  options: McpServerOptions,
): void {
  const id = randomUUID();
  const { view, lasting, transport, isReachable = () => true } = options;
  let taken: TakenSeat | undefined;
  let isClosed = false;

  const identity = () => toIdentity(server.getClientVersion(), options.fallbackName);
  const protocol = () =>
    server.getNegotiatedProtocolVersion() ??
    options.protocol ??
    DEFAULT_NEGOTIATED_PROTOCOL_VERSION;
  const wantsLog = (level: string) => taken?.seat.wants(level) ?? true;
  const peerFor = (relatedRequestId?: RequestId) =>
    createLegacyPeer({
      id,
      client: describeIdentity(identity()),
      can: lasting ? toAbilities(server.getClientCapabilities()) : NO_ABILITIES,
      server,
      relatedRequestId,
      isReachable,
      wantsLog,
      isAskable: lasting,
    });
  const sit = (): void => {
    if (isClosed || !lasting) return;
    const info = { ...identity(), transport, protocol: protocol() };
    taken ??= takeSeat(parts, { server, view, peer: peerFor(), info, era: 'legacy' });
  };

  const seen = (): void => {
    sit();
    taken?.seen();
  };

  function open({ mcpReq }: ServerContext): Exchange {
    seen();
    if (!lasting) parts.clients.visit({ ...identity(), transport, protocol: protocol() });
    const peer = peerFor(mcpReq.id);
    const seat = taken?.seat;
    return {
      client: peer.client,
      view,
      seat,
      peer,
      signal: mcpReq.signal,
      progressToken: () => mcpReq._meta?.progressToken,
      wantsLog,
      notify: (method, params) => peer.tell(method, params),
    };
  }

  const tellOfRoots = (): void => taken?.seat.rootsChanged();
  server.oninitialized = sit;
  options.offerSeen?.(seen);
  // Servers that asked for its folders before it could be asked have been told of none.
  options.whenReachable?.(() => {
    if (peerFor().can.roots) tellOfRoots();
  });
  server.setNotificationHandler('notifications/roots/list_changed', tellOfRoots);
  server.fallbackRequestHandler = (request, context) => dispatch(request, open(context), parts);
  server.onclose = () => {
    isClosed = true;
    taken?.leave();
  };
}
