import type { ChatChunk, ChatDelta, Usage } from '#core/chat.ts';
import { fieldOf } from '#core/field-of.ts';

export interface ChunkWriter {
  delta(delta: ChatDelta): ChatChunk;
  /** The last chunk of the only choice. */
  finish(reason: string): ChatChunk;
  /** The chunk after the last, which streams send on request. */
  usage(promptTokens: number, completionTokens: number): ChatChunk;
}

/** Makes the chunks of one streamed answer; `created` is seconds since 1970. */
export function createChunkWriter(head: {
  readonly id: string;
  readonly created: number;
  readonly model: string;
}): ChunkWriter {
  const chunk = (choices: ChatChunk['choices'], usage?: Usage): ChatChunk => ({
    ...head,
    object: 'chat.completion.chunk',
    choices,
    ...(usage && { usage }),
  });
  return {
    delta: (delta) => chunk([{ index: 0, delta, finish_reason: null }]),
    finish: (reason) => chunk([{ index: 0, delta: {}, finish_reason: reason }]),
    usage: (prompt, completion) =>
      chunk([], {
        prompt_tokens: prompt,
        completion_tokens: completion,
        total_tokens: prompt + completion,
      }),
  };
}

/** Whether the caller asked a stream for its usage. */
export function wantsUsage(streamOptions: unknown): boolean {
  return fieldOf(streamOptions, 'include_usage') === true;
}
