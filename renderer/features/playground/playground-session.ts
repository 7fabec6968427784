import { createStore, type WritableStore } from '#client/store.ts';
import { useWoollama, type Woollama } from '#client/woollama.tsx';
import { createChatSession, type ChatSession } from './chat-session.ts';
import type { Target } from './targets.ts';
import { createToolSession, type ToolSession } from './tool-session.ts';

export interface PlaygroundSession {
  /** What was tried last; the page comes back to it. */
  readonly last: WritableStore<Target | undefined>;
  readonly chat: ChatSession;
  readonly tools: ToolSession;
}

/** Lives as long as the window's client does. */
const sessions = new WeakMap<Woollama, PlaygroundSession>();

/** Pieces of an answer come faster than anybody reads. */
const SHOW_EVERY_MS = 40;

export function usePlaygroundSession(): PlaygroundSession {
  const woollama = useWoollama();
  const known = sessions.get(woollama);
  if (known !== undefined) return known;
  const session = {
    last: createStore<Target | undefined>(undefined),
    chat: createChatSession({
      send: woollama.fetch,
      soon: (show) => void setTimeout(show, SHOW_EVERY_MS),
    }),
    tools: createToolSession({
      call: (params) => woollama.client.call('tools.call', params),
      newId: () => crypto.randomUUID().replaceAll('-', ''),
    }),
  };
  sessions.set(woollama, session);
  return session;
}
