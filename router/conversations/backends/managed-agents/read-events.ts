import { createParser, type ParseError } from 'eventsource-parser';

import { tooLarge } from './api-failure.ts';
import { toSessionEvent, type SessionEvent } from './session-event.ts';

/** Characters of one event. */
const EVENT_LIMIT = 16 * 1_048_576;

/**
 * The events of a stream, in order. What is cut off at its end is no event: it can be had from the
 * history. Rejects with UPSTREAM_INVALID when an event is larger than `limit` characters.
 */
export async function* readEvents(
  text: AsyncIterable<string>,
  limit = EVENT_LIMIT,
): AsyncGenerator<SessionEvent, void> {
  const ready: SessionEvent[] = [];
  const parser = createParser({
    onEvent({ data }) {
      const event = parseEvent(data);
      if (event !== undefined) ready.push(event);
    },
    onError({ type }: ParseError) {
      // Other errors are about single fields, which may be ignored.
      if (type === 'max-buffer-size-exceeded') throw tooLarge('event', limit);
    },
    maxBufferSize: limit,
  });
  for await (const piece of text) {
    parser.feed(piece);
    yield* ready.splice(0);
  }
}

function parseEvent(data: string): SessionEvent | undefined {
  try {
    return toSessionEvent(JSON.parse(data));
  } catch {
    // Nothing we know; the end of a turn is found in the history, too.
    return undefined;
  }
}
