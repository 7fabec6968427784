/** Serves clients of 2026-07-28: each request says who asks, and nobody can be asked back. */
import {
  CLIENT_INFO_META_KEY,
  LOG_LEVEL_META_KEY,
  type Server,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { randomUUID } from 'node:crypto';

import type { Peer } from '#core/ports/peer.ts';
import type { JsonObject } from '#core/ports/tools.ts';
import type { McpServerOptions } from '../mcp-server-options.ts';
import type { McpParts } from '../mcp-parts.ts';
import { dispatch } from '../methods/dispatch.ts';
import { isLoud } from '../methods/log-levels.ts';
import type { Exchange } from '../methods/method.ts';
import { toAbilities } from './abilities.ts';
import {
  describeIdentity,
  readEnvelope,
  toIdentity,
  type ClientIdentity,
} from './client-identity.ts';
import { playRounds } from './play-rounds.ts';
import type { Round } from './round.ts';
import { takeSeat, type TakenSeat } from './take-seat.ts';
import { unaskablePeer } from './unaskable-peer.ts';

/** The methods whose answer may be a question. */
const PARKABLE = new Set(['tools/call', 'prompts/get', 'resources/read']);

export const MODERN_PROTOCOL = '2026-07-28';

export function serveModernClient(
  server: Server,
  parts: McpParts,
  options: McpServerOptions,
): void {
  const { view, lasting, transport } = options;
  const connection = randomUUID();
  let taken: TakenSeat | undefined;
  let isClosed = false;

  function sit(info: ClientIdentity): TakenSeat | undefined {
    if (isClosed) return undefined;
    const peer = unaskablePeer(connection, describeIdentity(info));
    const shown = { ...info, transport, protocol: MODERN_PROTOCOL };
    taken ??= takeSeat(parts, { server, view, peer, info: shown, era: 'modern' });
    return taken;
  }

  function meet(context: ServerContext): string {
    const identity = toIdentity(readEnvelope(context).info, options.fallbackName);
    if (lasting) sit(identity)?.seen();
    else parts.clients.visit({ ...identity, transport, protocol: MODERN_PROTOCOL });
    return describeIdentity(identity);
  }

  server.fallbackRequestHandler = (asked, context) => {
    const request = withLogLevel(asked, context);
    const client = meet(context);
    const round = toRound(context);
    const given = { ...request.params };
    if (!PARKABLE.has(request.method)) {
      const peer = unaskablePeer(randomUUID(), client);
      return dispatch(request, toExchange(client, peer, round), parts);
    }
    const owner = lasting ? connection : `${options.owner ?? ''} ${client}`;
    const key = { owner, operation: `${request.method} ${targetOf(given)}` };
    const can = toAbilities(readEnvelope(context).capabilities);
    const { inputResponses: answers, requestState } = context.mcpReq;
    const call = { key, round, state: requestState(), answers, client, can };
    return playRounds(parts, call, (exchange) => dispatch(request, { ...exchange, view }, parts));
  };

  function toExchange(client: string, peer: Peer, round: Round): Exchange {
    return { ...round, client, view, seat: undefined, peer };
  }

  options.offerSeat?.((meta) => sit(toIdentity(meta[CLIENT_INFO_META_KEY]))?.seat);
  server.onclose = () => {
    isClosed = true;
    taken?.leave();
    if (lasting) parts.parked.drop(connection);
  };
}

/** The SDK takes the level out of the request, but a server of this era wants to be told. */
function withLogLevel<Asked extends { readonly params?: JsonObject | undefined }>(
  request: Asked,
  context: ServerContext,
): Asked {
  const { logLevel } = readEnvelope(context);
  if (logLevel === undefined) return request;
  const { params = {} } = request;
  const _meta = { ...(params['_meta'] as JsonObject | undefined), [LOG_LEVEL_META_KEY]: logLevel };
  return { ...request, params: { ...params, _meta } };
}

function targetOf({ name, uri }: JsonObject): string {
  const target = name ?? uri;
  return typeof target === 'string' ? target : '';
}

function toRound(context: ServerContext): Round {
  const { mcpReq } = context;
  const { logLevel } = readEnvelope(context);
  return {
    signal: mcpReq.signal,
    progressToken: () => mcpReq._meta?.progressToken,
    wantsLog: (level) => isLoud(level, logLevel),
    // A client that is gone needs no news; its call ends by its signal.
    notify: (method, params) => void mcpReq.notify({ method, params }).catch(() => undefined),
  };
}
