/** The sessions of HTTP clients up to 2025-11-25: from `initialize` to DELETE, or long silence. */
import { firstOfMost } from '../clients/first-of-most.ts';
import type { McpParts } from '../mcp-parts.ts';
import type { ClientView } from '../own/view.ts';
import { createEventMemory } from './event-memory.ts';
import { HttpSession } from './http-session.ts';

const SWEEP_MS = 60_000;

const MEMORY = { events: 20_000, bytes: 32 * 1024 * 1024 };

export interface HttpSessionsOptions {
  /** At most so many; of the client that has most at rest, the one that rested longest makes room. */
  readonly limit: number;
  /** Milliseconds without an open response. */
  readonly idleMs: number;
  readonly now?: () => number;
}

export interface HttpSessions {
  find(id: string): HttpSession | undefined;
  /** A session for an `initialize`; it stays when that succeeds. Undefined when all are busy. */
  open(view: ClientView, fallbackName: string): Promise<HttpSession | undefined>;
  close(): Promise<void>;
}

export function createHttpSessions(parts: McpParts, options: HttpSessionsOptions): HttpSessions {
  const { limit, idleMs, now = Date.now } = options;
  const sessions = new Map<string, HttpSession>();
  const memory = createEventMemory(MEMORY);
  const sweep = setInterval(() => {
    for (const session of sessions.values()) if (session.isOver(idleMs)) void session.close();
  }, SWEEP_MS).unref();

  /** False when nobody rests. */
  async function makeRoom(): Promise<boolean> {
    if (sessions.size < limit) return true;
    const resting = [...sessions.values()]
      .filter(({ isBusy }) => !isBusy)
      .sort((a, b) => a.lastUsed - b.lastUsed);
    const over = firstOfMost(resting, ({ client }) => client);
    await over?.close();
    return over !== undefined;
  }

  return {
    find: (id) => sessions.get(id),
    async open(view, fallbackName) {
      if (!(await makeRoom())) return undefined;
      const session = new HttpSession(parts, {
        view,
        fallbackName,
        memory,
        now,
        onOpen: (opened) => void sessions.set(opened.id, opened),
        onClose: ({ id }) => void sessions.delete(id),
      });
      await session.start();
      return session;
    },
    async close() {
      clearInterval(sweep);
      await Promise.all(Array.from(sessions.values(), (session) => session.close()));
    },
  };
}
