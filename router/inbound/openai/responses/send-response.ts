/** The two ways a response leaves: whole, or as OpenAI's events. */
import type { ServerResponse } from 'node:http';

import type { OpenRequest, RequestEnd } from '#core/ports/requests.ts';
import { RouterError } from '#core/router-error.ts';
import { writeFrames } from '../../shared/event-stream.ts';
import { writeJson } from '../../shared/render-error.ts';
import { succeeded } from '../../shared/send-chat.ts';
import { failed } from '../../shared/tracked.ts';
import type { OpenedResponse } from './opened-response.ts';
import { ResponseWriter, type StreamEvent } from './response-writer.ts';
import type { RunningResponses } from './running-responses.ts';

interface SendOptions {
  readonly stream: boolean;
  readonly open: OpenRequest;
  readonly out: ServerResponse;
  readonly running: RunningResponses;
  /** Ends the turn at whoever holds the conversation, if it is one. */
  readonly cancelTurn: (id: string) => void;
}

/** Rejects only while nothing is written. */
export async function sendResponse(
  { frame, events }: OpenedResponse,
  { stream, open, out, running, cancelTurn }: SendOptions,
): Promise<RequestEnd> {
  const writer = new ResponseWriter(frame);
  const cancel = (): void => {
    cancelTurn(frame.id);
    open.abort(new RouterError('CANCELLED', 'the response was cancelled'));
  };
  const remove = running.add({ writer, cancel });
  try {
    if (!stream) {
      for await (const event of events) writer.add(event);
      writeJson(out, writer.response());
      return succeeded(writer.usage);
    }
    const format = {
      frame: (event: Parameters<ResponseWriter['add']>[0]) => toFrames(writer.add(event)),
      end: '',
      fail: (error: RouterError) => toFrames(writer.fail(error)),
    };
    const { error } = await writeFrames(out, events, { signal: open.signal, format });
    return error === undefined ? succeeded(writer.usage) : failed(error, out.statusCode);
  } finally {
    remove();
  }
}

function toFrames(events: readonly StreamEvent[]): string {
  return events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join('');
}
