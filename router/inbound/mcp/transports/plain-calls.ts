/** `tools/call` of 2026 over HTTP with nothing in between: no server of the SDK for each request. */
import { ProtocolErrorCode, SERVER_INFO_META_KEY } from '@modelcontextprotocol/server';
import type { IncomingMessage, ServerResponse } from 'node:http';

import type { JsonObject } from '#core/ports/tools.ts';
import { writeJson } from '../../shared/render-error.ts';
import { toAbilities } from '../clients/abilities.ts';
import { describeIdentity, toIdentity } from '../clients/client-identity.ts';
import { looksAfterTasks } from '../clients/looks-after-tasks.ts';
import { MODERN_PROTOCOL } from '../clients/modern-client.ts';
import { playRounds } from '../clients/play-rounds.ts';
import { describeServer } from '../create-mcp-server.ts';
import type { McpParts } from '../mcp-parts.ts';
import { dispatch, toProtocolError } from '../methods/dispatch.ts';
import { readPlainCall, type PlainCall } from './plain-call.ts';
import { viewFor } from './view-options.ts';

/** Its status over HTTP is a refusal's. */
const MISSING_CAPABILITY: number = ProtocolErrorCode.MissingRequiredClientCapability;

interface HttpExchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly message: unknown;
}

export interface PlainCalls {
  /** Undefined, and nothing is written, when the SDK must look at the message. */
  answer(exchange: HttpExchange): Promise<void> | undefined;
  /** Ends the calls in flight. */
  close(): void;
}

export function createPlainCalls(parts: McpParts): PlainCalls {
  const open = new Set<ServerResponse>();

  async function run(call: PlainCall, { request, response }: HttpExchange): Promise<void> {
    const gone = new AbortController();
    open.add(response);
    response.once('close', () => {
      open.delete(response);
      if (!response.writableFinished) gone.abort();
    });
    const { id } = call;
    try {
      const result = encode(await play(parts, call, { request, signal: gone.signal }), parts);
      writeJson(response, { result, jsonrpc: '2.0', id });
    } catch (cause) {
      const error = toJsonError(cause, parts);
      const isUnable = error.code === MISSING_CAPABILITY;
      writeJson(response, { jsonrpc: '2.0', id, error }, { status: isUnable ? 400 : 200 });
    }
  }

  return {
    answer(exchange) {
      const call = readPlainCall(exchange.message, exchange.request.headers);
      return call && run(call, exchange);
    },
    close() {
      for (const response of open) response.destroy();
    },
  };
}

interface Playing {
  readonly request: IncomingMessage;
  readonly signal: AbortSignal;
}

function play(
  parts: McpParts,
  { method, name, params, info, capabilities }: PlainCall,
  { request, signal }: Playing,
): Promise<JsonObject> {
  const { headers, url } = request;
  const identity = toIdentity(info, headers['user-agent']);
  parts.clients.visit({ ...identity, transport: 'http', protocol: MODERN_PROTOCOL });
  const client = describeIdentity(identity);
  const key = { owner: `${headers.authorization ?? ''} ${client}`, operation: `${method} ${name}` };
  const round = { signal, ...HEARS_NOTHING };
  const taskOwner = looksAfterTasks(capabilities) ? key.owner : undefined;
  const view = viewFor(parts, url);
  return playRounds(parts, { key, round, client, can: toAbilities(capabilities) }, (exchange) =>
    dispatch({ method, params }, { ...exchange, view, taskOwner }, parts),
  );
}

const HEARS_NOTHING = {
  progressToken: () => undefined,
  wantsLog: () => false,
  notify: () => undefined,
};

const RESULT_TYPES: readonly unknown[] = ['complete', 'input_required', 'task'];

/** As the SDK would say it. */
function encode(result: JsonObject, parts: McpParts): JsonObject {
  const { resultType = 'complete', _meta: meta = {} } = result;
  if (!RESULT_TYPES.includes(resultType)) {
    throw new Error(`a tool's result is of the type '${String(resultType)}'`);
  }
  if (typeof meta !== 'object' || meta === null || Array.isArray(meta)) {
    return { ...result, resultType };
  }
  const _meta = { [SERVER_INFO_META_KEY]: describeServer(parts), ...meta };
  return { ...result, resultType, _meta };
}

const RESOURCE_NOT_FOUND = -32_002;

function toJsonError(cause: unknown, parts: McpParts) {
  const { code, message, data } = toProtocolError(cause, parts);
  return {
    // This revision has no code of its own for it.
    code: code === RESOURCE_NOT_FOUND ? ProtocolErrorCode.InvalidParams : code,
    message,
    ...(data !== undefined && { data }),
  };
}
