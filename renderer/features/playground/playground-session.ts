import { createStore, type WritableStore } from '#client/store.ts';
import { useWoollama, type Woollama } from '#client/woollama.tsx';
import { createChatSession, type ChatSession } from './chat-session.ts';
import type { Target } from './targets.ts';
import { createToolSession, type ToolSession } from './tool-session.ts';

/** What the page shows: something to try, or a conversation that goes on. */
export type Place = Target | { readonly kind: 'conversation'; readonly conversation: string };

export interface PlaygroundSession {
  /** Where one was last; the page comes back to it. */
  readonly last: WritableStore<Place | undefined>;
  readonly chat: ChatSession;
  /** The turns that are taken here; what came before them is read from its holder. */
  readonly turnsOf: (conversation: string) => ChatSession;
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
  const newChat = (): ChatSession =>
    createChatSession({
      send: woollama.fetch,
      soon: (show) => void setTimeout(show, SHOW_EVERY_MS),
    });
  const session = {
    last: createStore<Place | undefined>(undefined),
    chat: newChat(),
    turnsOf: keepTurns(newChat),
    tools: createToolSession({
      call: (params) => woollama.client.call('tools.call', params),
      newId: () => crypto.randomUUID().replaceAll('-', ''),
    }),
  };
  sessions.set(woollama, session);
  return session;
}

/** Those where nothing is left to see are given up when another one is wanted. */
function keepTurns(newChat: () => ChatSession): (conversation: string) => ChatSession {
  const all = new Map<string, ChatSession>();
  return (conversation) => {
    const known = all.get(conversation);
    if (known !== undefined) return known;
    for (const [id, { exchanges }] of all) if (exchanges.get().length === 0) all.delete(id);
    const turns = newChat();
    all.set(conversation, turns);
    return turns;
  };
}
