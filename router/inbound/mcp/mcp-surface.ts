/** `/mcp` over Streamable HTTP, for clients of both protocol eras. */
import { isInitializeRequest, PROTOCOL_VERSION_META_KEY } from '@modelcontextprotocol/server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { fieldOf } from '#core/field-of.ts';
import { toRawBody } from '../shared/raw-body.ts';
import { writeJson } from '../shared/render-error.ts';
import type { McpParts } from './mcp-parts.ts';
import { answerList } from './transports/answer-list.ts';
import { createHttpSessions } from './transports/http-sessions.ts';
import { seatListener } from './transports/listen-seat.ts';
import { createPlainCalls } from './transports/plain-calls.ts';
import { readListen } from './transports/read-listen.ts';
import { createStatelessHandler } from './transports/stateless-handler.ts';
import { viewFor } from './transports/view-options.ts';

const MOST_SESSIONS = 200;
const SESSION_IDLE_MS = 30 * 60_000;

interface McpSurfaceOptions extends McpParts {
  readonly mostSessions?: number;
}

export async function mcpSurface(
  app: FastifyInstance,
  { mostSessions = MOST_SESSIONS, ...parts }: McpSurfaceOptions,
): Promise<void> {
  const stateless = createStatelessHandler(parts);
  const plainCalls = createPlainCalls(parts);
  const sessions = createHttpSessions(parts, { limit: mostSessions, idleMs: SESSION_IDLE_MS });
  app.addHook('onClose', async () => {
    parts.parked.close();
    plainCalls.close();
    await Promise.all([stateless.close(), sessions.close(), parts.granted.close()]);
  });

  async function answer(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const { raw } = request;
    const out = reply.raw;
    const body = toRawBody(request.body).whole();
    const message = body.length === 0 ? undefined : parse(body);
    if (message === UNREADABLE) return writeJson(out, PARSE_ERROR, { status: 400 });
    // A run sees what it was granted, and no view that could hold more.
    if (request.principal === 'grant') return await parts.granted.serve(raw, out, message);
    if (await answerList(parts, sessions, { request: raw, response: out, message })) return;
    const called = plainCalls.answer({ request: raw, response: out, message });
    if (called !== undefined) return await called;
    const isModern = saysItsRevision(message);
    const id = raw.headers['mcp-session-id'];
    if (!isModern && typeof id === 'string') {
      const session = sessions.find(id);
      if (session === undefined) return writeJson(out, NO_SESSION, { status: 404 });
      return await session.serve(raw, out, message);
    }
    if (!isModern && isInitializeRequest(message)) {
      const view = viewFor(parts, raw.url);
      const session = await sessions.open(view, raw.headers['user-agent'] ?? '');
      if (session === undefined) return writeJson(out, TOO_MANY, { status: 503 });
      return await session.serve(raw, out, message);
    }
    const listen = isModern ? readListen(message) : undefined;
    if (listen === undefined) return await stateless.serve(raw, out, message);
    const watched = await seatListener(parts, listen, out);
    if (!out.closed) await stateless.serve(raw, out, listen.limitedTo(watched));
  }

  async function guarded(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    reply.hijack();
    try {
      await answer(request, reply);
    } catch (err) {
      parts.logger.error({ err }, 'an MCP request failed');
      writeJson(reply.raw, INTERNAL, { status: 500 });
    }
  }
  app.post('/mcp', guarded);
  app.get('/mcp', guarded);
  app.delete('/mcp', guarded);
}

/** As each message of 2026 does. */
function saysItsRevision(message: unknown): boolean {
  const meta = fieldOf(fieldOf(message, 'params'), '_meta');
  return fieldOf(meta, PROTOCOL_VERSION_META_KEY) !== undefined;
}

const UNREADABLE = Symbol('unreadable');

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return UNREADABLE;
  }
}

/** JSON-RPC has its own words for refusals. */
function refusal(code: number, message: string) {
  return { jsonrpc: '2.0', id: null, error: { code, message } };
}

const PARSE_ERROR = refusal(-32_700, 'the body is not valid JSON');
const NO_SESSION = refusal(-32_001, 'Session not found: initialize again');
const TOO_MANY = refusal(-32_000, 'too many sessions are busy; try again later');
const INTERNAL = refusal(-32_603, 'Internal error');
