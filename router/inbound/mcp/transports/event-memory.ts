/**
 * What was sent on the streams of HTTP sessions, so that a client that lost one can go on where it
 * stopped. Bounded over all sessions: the oldest are forgotten first.
 */
import type { EventStore, JSONRPCMessage } from '@modelcontextprotocol/server';

import { estimateSize } from './estimate-size.ts';

export interface EventMemory {
  forSession(sessionId: string): EventStore;
  forget(sessionId: string): void;
}

interface Remembered {
  readonly session: string;
  readonly stream: string;
  readonly message: JSONRPCMessage;
  readonly size: number;
}

export interface EventMemoryLimits {
  readonly events: number;
  /** Roughly. */
  readonly bytes: number;
}

export function createEventMemory(limits: EventMemoryLimits): EventMemory {
  const events = new Map<string, Remembered>();
  let bytes = 0;
  let count = 0;

  function drop(id: string, { size }: Remembered): void {
    if (events.delete(id)) bytes -= size;
  }

  function trim(): void {
    for (const [id, event] of events) {
      if (events.size <= limits.events && bytes <= limits.bytes) return;
      drop(id, event);
    }
  }

  return {
    forSession: (session) => ({
      async storeEvent(stream, message) {
        count += 1;
        const id = `${count}`;
        const size = estimateSize(message);
        events.set(id, { session, stream, message, size });
        bytes += size;
        trim();
        return id;
      },
      async getStreamIdForEventId(id) {
        const event = events.get(id);
        return event?.session === session ? event.stream : undefined;
      },
      async replayEventsAfter(lastId, { send }) {
        const last = events.get(lastId);
        if (last?.session !== session) throw new Error('that event is forgotten');
        for (const [id, { stream, message, ...event }] of events) {
          if (Number(id) <= Number(lastId)) continue;
          const isWanted = event.session === session && stream === last.stream;
          // Without a method or an id it only marked where the stream began.
          if (isWanted && ('method' in message || 'id' in message)) await send(id, message);
        }
        return last.stream;
      },
    }),
    forget(session) {
      for (const [id, event] of events) if (event.session === session) drop(id, event);
    },
  };
}
