import { createParser, type EventSourceMessage } from 'eventsource-parser';

/**
 * The messages of a server-sent event stream until it ends or breaks off, which is the same: who
 * wants more connects again. Leaving the loop closes it.
 */
export async function* readEventStream(response: Response): AsyncGenerator<EventSourceMessage> {
  if (response.body === null) return;
  const messages: EventSourceMessage[] = [];
  const parser = createParser({ onEvent: (message) => messages.push(message) });
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read().catch(() => BROKEN);
      if (done) return;
      parser.feed(value);
      yield* messages.splice(0);
    }
  } finally {
    // Of a connection that broke there is nothing left to close.
    await reader.cancel().catch(() => undefined);
  }
}

const BROKEN = { done: true, value: undefined } as const;
