/** An answer of the SDK of which only so much waits for its client. */
import { MOST_WAITING } from './most-waiting.ts';

/** `onExcess` is called, and the answer fails, when more would wait. Plain answers stay as they are. */
export function boundAnswer(answer: Response, onExcess: () => void): Response {
  const isStream = answer.headers.get('content-type')?.startsWith('text/event-stream') === true;
  if (!isStream || answer.body === null) return answer;
  return new Response(boundBody(answer.body, onExcess), answer);
}

/** Reads ahead, so that what waits does so where it can be counted. */
function boundBody(body: ReadableStream<Uint8Array>, onExcess: () => void) {
  const reader = body.getReader();

  async function pump(controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return controller.close();
      controller.enqueue(value);
      if ((controller.desiredSize ?? 0) >= -MOST_WAITING) continue;
      onExcess();
      await reader.cancel();
      throw new Error('the client reads too slowly');
    }
  }

  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        // Who gave it up meanwhile does not hear of it any more.
        pump(controller).catch((error: unknown) => controller.error(error));
      },
      cancel: (reason) => reader.cancel(reason),
    },
    new ByteLengthQueuingStrategy({ highWaterMark: 0 }),
  );
}
