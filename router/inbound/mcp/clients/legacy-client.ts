/** Serves a client of the protocol's revisions up to 2025-11-25: one connection or session. */
import {
  DEFAULT_NEGOTIATED_PROTOCOL_VERSION,
  type RequestId,
  type Server,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { randomUUID } from 'node:crypto';

import type { Peer } from '#core/ports/peer.ts';
import type { McpParts } from '../mcp-parts.ts';
import { remember } from '../own/remember.ts';
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

  const { identity, abilities } = introduction(server, options);
  const wantsLog = (level: string) => taken?.seat.wants(level) ?? true;
  const peerFor = (relatedRequestId?: RequestId) =>
    createLegacyPeer({
      id,
      client: describeIdentity(identity()),
      can: lasting ? abilities() : NO_ABILITIES,
      server,
      relatedRequestId,
      isReachable,
      wantsLog,
      isAskable: lasting,
    });
  const info = () => {
    const agreed = server.getNegotiatedProtocolVersion() ?? options.protocol;
    return { ...identity(), transport, protocol: agreed ?? DEFAULT_NEGOTIATED_PROTOCOL_VERSION };
  };
  const sit = (): void => {
    if (isClosed || !lasting) return;
    taken ??= takeSeat(parts, { server, view, peer: peerFor(), info: info(), era: 'legacy' });
  };
  const meet = (): void => {
    sit();
    taken?.seen();
    if (!lasting) parts.clients.visit(info());
  };

  function open({ mcpReq }: ServerContext): Exchange {
    meet();
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

  server.oninitialized = sit;
  options.offerSeen?.(meet);
  followRoots(server, options, { peerFor, tell: () => taken?.seat.rootsChanged() });
  server.fallbackRequestHandler = (request, context) => dispatch(request, open(context), parts);
  server.onclose = () => {
    isClosed = true;
    taken?.leave();
  };
}

/** Asked for with every message, said once. */
function introduction(server: Server, { fallbackName }: McpServerOptions) {
  return {
    identity: remember(
      () => [server.getClientVersion()],
      (said) => toIdentity(said, fallbackName),
    ),
    abilities: remember(() => [server.getClientCapabilities()], toAbilities),
  };
}

interface RootsParts {
  readonly peerFor: () => Peer;
  readonly tell: () => void;
}

function followRoots(
  server: Server,
  { whenReachable }: McpServerOptions,
  { peerFor, tell }: RootsParts,
): void {
  server.setNotificationHandler('notifications/roots/list_changed', tell);
  // Servers that asked for its folders before it could be asked have been told of none.
  whenReachable?.(() => {
    if (peerFor().can.roots) tell();
  });
}
