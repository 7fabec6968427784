/** Serves clients of 2026-07-28: each request says who asks, and nobody can be asked back. */
import {
  CLIENT_INFO_META_KEY,
  LOG_LEVEL_META_KEY,
  type Server,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';

import type { JsonObject } from '#core/ports/tools.ts';
import type { McpServerOptions } from '../mcp-server-options.ts';
import type { McpParts } from '../mcp-parts.ts';
import { dispatch } from '../methods/dispatch.ts';
import { isLoud } from '../methods/log-levels.ts';
import { toAbilities } from './abilities.ts';
import {
  describeIdentity,
  readEnvelope,
  toIdentity,
  type ClientIdentity,
} from './client-identity.ts';
import { looksAfterTasks, tasksNotDeclared } from './looks-after-tasks.ts';
import { playRounds } from './play-rounds.ts';
import type { Round } from './round.ts';
import { takeSeat, type TakenSeat } from './take-seat.ts';
import { unaskablePeer } from './unaskable-peer.ts';

/** The methods whose answer may be a question. */
const PARKABLE = new Set(['tools/call', 'prompts/get', 'resources/read']);
/** The SDK hands out those that it knows from before only to who names them. */
const TASK_METHODS = ['tasks/get', 'tasks/cancel'] as const;
const anyParams = z.looseObject({});

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

  async function answer(asked: Asked, context: ServerContext): Promise<JsonObject> {
    const request = withLogLevel(asked, context);
    const { method } = request;
    const client = meet(context);
    const round = toRound(context);
    const owner = lasting ? connection : `${options.owner ?? ''} ${client}`;
    const { capabilities } = readEnvelope(context);
    const can = toAbilities(capabilities);
    const taskOwner = looksAfterTasks(capabilities) ? owner : undefined;
    const { inputResponses: answers, requestState } = context.mcpReq;
    if (!PARKABLE.has(method)) {
      const isOfTask = method.startsWith('tasks/');
      if (isOfTask && taskOwner === undefined) throw tasksNotDeclared(method);
      const params = isOfTask ? withAnswers(request.params, answers) : request.params;
      const peer = { ...unaskablePeer(randomUUID(), client), can };
      const exchange = { ...round, client, view, seat: undefined, peer, taskOwner };
      return await dispatch({ method, params }, exchange, parts);
    }
    const key = { owner, operation: `${method} ${targetOf({ ...request.params })}` };
    const call = { key, round, state: requestState(), answers, client, can };
    return await playRounds(parts, call, (exchange) =>
      dispatch(request, { ...exchange, view, taskOwner }, parts),
    );
  }

  server.fallbackRequestHandler = answer;
  for (const method of TASK_METHODS) {
    server.setRequestHandler(method, { params: anyParams }, (params, context) =>
      answer({ method, params }, context),
    );
  }

  options.offerSeat?.((meta) => sit(toIdentity(meta[CLIENT_INFO_META_KEY]))?.seat);
  server.onclose = () => {
    isClosed = true;
    taken?.leave();
    if (lasting) parts.parked.drop(connection);
  };
}

interface Asked {
  readonly method: string;
  readonly params?: JsonObject | undefined;
}

/** The SDK takes them out of the request. */
function withAnswers(params: JsonObject | undefined, answers: unknown): JsonObject | undefined {
  return answers === undefined ? params : { ...params, inputResponses: answers };
}

/** The SDK takes the level out of the request, but a server of this era wants to be told. */
function withLogLevel(request: Asked, context: ServerContext): Asked {
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
