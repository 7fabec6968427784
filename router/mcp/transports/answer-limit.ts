/** Bounds what an HTTP server may make us hold: one answer, or one event of a stream. */
import { Response } from 'undici';

import { RouterError } from '#core/router-error.ts';

const NEWLINE = 0x0a;
const RETURN = 0x0d;

/**
 * The same response, whose body fails with TOOLS_UNAVAILABLE beyond the limit. Counted after
 * decompression. A stream of events may live for ever, so there only each event counts.
 */
export function limitAnswer(response: Response, maxBytes: number): Response {
  const { body, status, statusText, headers } = response;
  if (body === null) return response;
  const isStream = headers.get('content-type')?.includes('text/event-stream') === true;
  const meter = isStream ? new EventMeter() : new TotalMeter();
  const limiter = new TransformStream<Uint8Array, Uint8Array>({
    transform: (chunk, controller) => {
      if (meter.measure(chunk) <= maxBytes) controller.enqueue(chunk);
      else controller.error(tooLong());
    },
  });
  return new Response(body.pipeThrough(limiter), { status, statusText, headers });
}

function tooLong(): RouterError {
  return new RouterError('TOOLS_UNAVAILABLE', 'The server sent a message beyond the size limit');
}

interface Meter {
  /** The most that has to be held at once because of this chunk and those before it. */
  measure(chunk: Uint8Array): number;
}

class TotalMeter implements Meter {
  #total = 0;

  measure(chunk: Uint8Array): number {
    this.#total += chunk.length;
    return this.#total;
  }
}

/** An event ends with an empty line. */
class EventMeter implements Meter {
  #size = 0;
  #lineIsEmpty = true;

  measure(chunk: Uint8Array): number {
    let largest = 0;
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      const emptyLine = this.#lineIsEmpty && isBlank(chunk.subarray(start, end));
      this.#size += end + 1 - start;
      largest = Math.max(largest, this.#size);
      if (emptyLine) this.#size = 0;
      this.#lineIsEmpty = true;
      start = end + 1;
    }
    const rest = chunk.subarray(start);
    this.#size += rest.length;
    this.#lineIsEmpty &&= isBlank(rest);
    return Math.max(largest, this.#size);
  }
}

function isBlank(line: Uint8Array): boolean {
  return line.every((byte) => byte === RETURN);
}
