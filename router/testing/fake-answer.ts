import type { ChatChunk, ChatDelta } from '#core/chat.ts';

/** A whole streamed answer: the pieces of text, then its end and its usage. */
export async function* answerOf(
  pieces: readonly (string | ChatDelta)[],
  finishReason = 'stop',
): AsyncGenerator<ChatChunk> {
  const frame = {
    id: 'chatcmpl-1',
    object: 'chat.completion.chunk',
    created: 1,
    model: 'm',
  } as const;
  for (const piece of pieces) {
    const delta = typeof piece === 'string' ? { content: piece } : piece;
    yield { ...frame, choices: [{ index: 0, delta }] };
  }
  yield { ...frame, choices: [{ index: 0, delta: {}, finish_reason: finishReason }] };
  const usage = { prompt_tokens: 3, completion_tokens: 4, total_tokens: 7 };
  yield { ...frame, choices: [], usage };
}
