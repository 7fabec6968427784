import type { RouterEvent, SequencedEvent } from '#contract/events.ts';
import type { EventListener, Events } from '#core/ports/events.ts';

interface EventBusOptions {
  /** How many events `since` can still return. */
  readonly remembered: number;
  readonly now?: () => number;
  /** Blanks secrets in what tools were given, said and answered. */
  readonly mask?: (text: string) => string;
  /** Told about listeners that throw; they are kept. */
  readonly onListenerError?: (error: unknown) => void;
}

/** Events in order, to whoever listens; the last ones are remembered so that a stream can resume. */
export function createEventBus(options: EventBusOptions): Events {
  const { remembered, now = Date.now, mask = (text) => text, onListenerError } = options;
  const ring: SequencedEvent[] = [];
  const listeners = new Set<EventListener>();
  let seq = 0;

  return {
    publish(event) {
      const sequenced: SequencedEvent = { ...maskEvent(event, mask), seq: seq + 1, at: now() };
      ring[seq % remembered] = sequenced;
      seq += 1;
      for (const listener of listeners) {
        try {
          listener(sequenced);
        } catch (error) {
          onListenerError?.(error);
        }
      }
    },
    subscribe(listener) {
      // Wrapped, so that subscribing the same function twice gives two subscriptions.
      const own: EventListener = (event) => listener(event);
      listeners.add(own);
      return () => void listeners.delete(own);
    },
    since(after) {
      const oldest = Math.max(after, seq - remembered);
      const events: SequencedEvent[] = [];
      for (let at = Math.max(0, oldest); at < seq; at += 1) {
        const event = ring[at % remembered];
        if (event !== undefined) events.push(event);
      }
      return events;
    },
  };
}

/** The texts of tools, servers and upstreams, which may repeat what they were given. */
function maskEvent(event: RouterEvent, mask: (text: string) => string): RouterEvent {
  if (event.kind === 'tool-call-started') {
    return { ...event, argumentsPreview: mask(event.argumentsPreview) };
  }
  if (event.kind === 'tool-call-ended') {
    return { ...event, resultPreview: mask(event.resultPreview) };
  }
  if (event.kind === 'tool-call-progressed' && event.message !== undefined) {
    return { ...event, message: mask(event.message) };
  }
  if (event.kind === 'inferencer-chosen') return { ...event, reason: mask(event.reason) };
  if (event.kind === 'server-changed' && event.reason !== undefined) {
    return { ...event, reason: mask(event.reason) };
  }
  return event;
}
