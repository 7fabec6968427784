import type { ChatRequest } from '#core/chat.ts';

/** The request as given; only `stream` follows the way it is asked. */
export function toOpenaiBody(request: ChatRequest, stream: boolean): Record<string, unknown> {
  if (stream) return { ...request, stream };
  // Backends refuse stream_options on a call that does not stream.
  const { stream_options: _, ...rest } = request;
  return { ...rest, stream };
}
