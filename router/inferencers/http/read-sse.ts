import { createParser, type ParseError } from 'eventsource-parser';

import { PART_LIMIT, tooLarge } from './answer-limits.ts';
import type { Reply } from './send-json.ts';

/**
 * The `data` of each server-sent event, in order; comments and other fields are ignored. Rejects
 * with UPSTREAM_INVALID when an event has more than `limit` characters.
 */
export async function* readSse(
  reply: Pick<Reply, 'name' | 'text'>,
  limit = PART_LIMIT,
): AsyncGenerator<string, void, undefined> {
  let ready: string[] = [];
  const onError = ({ type }: ParseError): void => {
    // Other errors are about single fields, which may be ignored.
    if (type === 'max-buffer-size-exceeded') throw tooLarge(reply.name, 'event', limit);
  };
  const onEvent = ({ data }: { data: string }): void => void ready.push(data);
  const parser = createParser({ onEvent, onError, maxBufferSize: limit });
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
