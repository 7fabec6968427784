import { createParser } from 'eventsource-parser';

import type { Reply } from './send-json.ts';

/** The `data` of each server-sent event, in order; comments and other fields are ignored. */
export async function* readSse(
  reply: Pick<Reply, 'text'>,
): AsyncGenerator<string, void, undefined> {
  let ready: string[] = [];
  const parser = createParser({ onEvent: (event) => ready.push(event.data) });
  function* take(text: string): Generator<string> {
    parser.feed(text);
    const events = ready;
    ready = [];
    yield* events;
  }
  for await (const text of reply.text()) yield* take(text);
  // Some servers leave out the blank line after their last event.
  yield* take('\n\n');
}
