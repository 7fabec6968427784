/** The two ways a chat answer of ours leaves: whole, or in chunks. */
import type { ServerResponse } from 'node:http';

import type { ChatChunk, ChatCompletion, Usage } from '#core/chat.ts';
import type { OpenRequest, RequestEnd } from '#core/ports/requests.ts';
import { writeEventStream } from './event-stream.ts';
import { writeJson } from './render-error.ts';
import { failed } from './tracked.ts';

export function sendCompletion(completion: ChatCompletion, out: ServerResponse): RequestEnd {
  writeJson(out, completion);
  return succeeded(completion.usage);
}

/** Rejects only when the first chunk fails; then nothing is written. */
export async function sendChunks(
  chunks: AsyncIterable<ChatChunk>,
  open: OpenRequest,
  out: ServerResponse,
): Promise<RequestEnd> {
  const { last, error } = await writeEventStream(out, chunks, open.signal);
  return error === undefined ? succeeded(last?.usage) : failed(error, out.statusCode);
}

export function succeeded(usage: Usage | null | undefined): RequestEnd {
  if (usage === undefined || usage === null) return { outcome: 'ok', status: 200 };
  return {
    outcome: 'ok',
    status: 200,
    usage: {
      promptTokens: usage.prompt_tokens,
      completionTokens: usage.completion_tokens,
      totalTokens: usage.total_tokens,
    },
  };
}
