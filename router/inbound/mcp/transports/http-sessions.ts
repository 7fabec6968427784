/** Sessions of clients up to 2025-11-25 over HTTP: from `initialize` to DELETE, or long silence. */
import { NodeStreamableHTTPServerTransport } from '@modelcontextprotocol/node';
import type { Server } from '@modelcontextprotocol/server';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

import { createMcpServer } from '../create-mcp-server.ts';
import type { McpParts } from '../mcp-parts.ts';
import type { ClientView } from '../own/view.ts';
import { createEventMemory } from './event-memory.ts';

const SWEEP_MS = 60_000;

/** A client that lost its stream should try again soon. */
const RETRY_MS = 1_000;

/** One that hung up in the middle of a call and does not come back for the answer is gone. */
const LOST_MS = 60_000;

const MEMORY = { events: 20_000, bytes: 32 * 1024 * 1024 };

export interface HttpSessionsOptions {
  /** At most so many; the one that rested longest makes room. */
  readonly limit: number;
  /** Milliseconds without an open response. */
  readonly idleMs: number;
  readonly now?: () => number;
}

export interface HttpSession {
  /** Answers one request of it. */
  serve(request: IncomingMessage, response: ServerResponse, message?: unknown): Promise<void>;
}

export interface HttpSessions {
  find(id: string): HttpSession | undefined;
  /** A session for an `initialize`; it stays when that succeeds. Undefined when all are busy. */
  open(view: ClientView, fallbackName: string): Promise<HttpSession | undefined>;
  close(): Promise<void>;
}

interface Live extends HttpSession {
  readonly server: Server;
  /** Open responses. */
  busy: number;
  /** When the last one closed. */
  lastUsed: number;
  /** Whether that was cut off. */
  isCut: boolean;
}

export function createHttpSessions(parts: McpParts, options: HttpSessionsOptions): HttpSessions {
  const { limit, idleMs, now = Date.now } = options;
  const sessions = new Map<string, Live>();
  const memory = createEventMemory(MEMORY);
  const sweep = setInterval(endIdle, SWEEP_MS).unref();

  function endIdle(): void {
    for (const { busy, lastUsed, isCut, server } of sessions.values()) {
      const patience = isCut ? Math.min(LOST_MS, idleMs) : idleMs;
      if (busy === 0 && now() - lastUsed >= patience) void server.close();
    }
  }

  /** False when nobody rests. */
  function makeRoom(): boolean {
    if (sessions.size < limit) return true;
    const [longest] = [...sessions.values()]
      .filter(({ busy }) => busy === 0)
      .sort((a, b) => a.lastUsed - b.lastUsed);
    void longest?.server.close();
    return longest !== undefined;
  }

  async function open(view: ClientView, fallbackName: string): Promise<HttpSession | undefined> {
    if (!makeRoom()) return undefined;
    const id = randomUUID();
    let streams = 0;
    const transport = new NodeStreamableHTTPServerTransport({
      sessionIdGenerator: () => id,
      onsessioninitialized: () => void sessions.set(id, session),
      eventStore: memory.forSession(id),
      retryInterval: RETRY_MS,
    });
    const server = createMcpServer(parts, {
      era: 'legacy',
      transport: 'http',
      view,
      lasting: true,
      fallbackName,
      isReachable: () => streams > 0,
    });
    const { onclose } = server;
    server.onclose = () => {
      sessions.delete(id);
      memory.forget(id);
      onclose?.();
    };
    server.onerror = (err) => parts.logger.debug({ err }, 'an MCP session had a problem');
    const session: Live = {
      server,
      busy: 0,
      lastUsed: now(),
      isCut: false,
      async serve(request, response, message) {
        const stream = request.method === 'GET' ? 1 : 0;
        session.busy += 1;
        streams += stream;
        response.once('close', () => {
          session.busy -= 1;
          streams -= stream;
          session.lastUsed = now();
          session.isCut = request.method === 'POST' && !response.writableFinished;
        });
        // The SDK's type forbids an explicit undefined where Node's allows one.
        await transport.handleRequest(request as NodeRequest, response, message);
        if (!sessions.has(id)) await server.close();
      },
    };
    await server.connect(transport);
    return session;
  }

  return {
    find: (id) => sessions.get(id),
    open,
    async close() {
      clearInterval(sweep);
      await Promise.all(Array.from(sessions.values(), ({ server }) => server.close()));
    },
  };
}

type NodeRequest = Parameters<NodeStreamableHTTPServerTransport['handleRequest']>[0];
