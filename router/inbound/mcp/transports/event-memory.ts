/**
 * What was sent on the streams of HTTP sessions, so that a client that lost one can go on where it
 * stopped. Bounded over all sessions: the one with the most forgets its oldest first.
 */
import type { EventStore, JSONRPCMessage } from '@modelcontextprotocol/server';

import { estimateSize } from './estimate-size.ts';

export interface EventMemory {
  forSession(sessionId: string): EventStore;
  forget(sessionId: string): void;
}

interface Remembered {
  readonly stream: string;
  readonly message: JSONRPCMessage;
  readonly size: number;
}

/** Of one session. */
interface Share {
  readonly events: Map<string, Remembered>;
  bytes: number;
}

export interface EventMemoryLimits {
  readonly events: number;
  /** Roughly. */
  readonly bytes: number;
}

export function createEventMemory(limits: EventMemoryLimits): EventMemory {
  const shares = new Map<string, Share>();
  let events = 0;
  let bytes = 0;
  let count = 0;

  function drop(share: Share, id: string): void {
    const size = share.events.get(id)?.size ?? 0;
    if (!share.events.delete(id)) return;
    events -= 1;
    share.bytes -= size;
    bytes -= size;
  }

  function trim(): void {
    while (events > limits.events || bytes > limits.bytes) {
      const weigh = (share: Share) => (bytes > limits.bytes ? share.bytes : share.events.size);
      const heaviest = [...shares.values()].reduce((a, b) => (weigh(b) > weigh(a) ? b : a));
      const [oldest] = heaviest.events.keys();
      if (oldest === undefined) return;
      drop(heaviest, oldest);
    }
  }

  return {
    forSession(session) {
      const share: Share = { events: new Map(), bytes: 0 };
      shares.set(session, share);
      return {
        async storeEvent(stream, message) {
          count += 1;
          const id = `${count}`;
          // What is said after the end has nobody to come back for it.
          if (shares.get(session) !== share) return id;
          const size = estimateSize(message);
          share.events.set(id, { stream, message, size });
          share.bytes += size;
          events += 1;
          bytes += size;
          trim();
          return id;
        },
        getStreamIdForEventId: async (id) => share.events.get(id)?.stream,
        async replayEventsAfter(lastId, { send }) {
          const last = share.events.get(lastId);
          if (last === undefined) throw new Error('that event is forgotten');
          for (const [id, { stream, message }] of share.events) {
            if (Number(id) <= Number(lastId) || stream !== last.stream) continue;
            // Without a method or an id it only marked where the stream began.
            if ('method' in message || 'id' in message) await send(id, message);
          }
          return last.stream;
        },
      };
    },
    forget(session) {
      const share = shares.get(session);
      if (share === undefined) return;
      shares.delete(session);
      for (const id of share.events.keys()) drop(share, id);
    },
  };
}
