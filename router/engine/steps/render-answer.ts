/** A run's result as OpenAI objects of our own: one id, one time, the recipe as the model. */
import type { ChatChunk, ChatCompletion, ChatDelta } from '#core/chat.ts';

import type { Finished, Piece } from '../turn.ts';

export interface AnswerFrame {
  readonly id: string;
  /** Seconds since 1970. */
  readonly created: number;
  readonly model: string;
}

interface StreamFrame extends AnswerFrame {
  readonly includeUsage: boolean;
}

export function renderCompletion(frame: AnswerFrame, finished: Finished): ChatCompletion {
  const { turn, clientCalls, finishReason, usage } = finished;
  const message = {
    ...turn.message,
    ...(clientCalls.length > 0 && { tool_calls: clientCalls }),
  };
  return {
    ...frame,
    object: 'chat.completion',
    choices: [{ ...turn.choice, index: 0, message, finish_reason: finishReason }],
    ...(usage !== undefined && { usage }),
  };
}

/** The chunk that opens every stream. */
export function renderOpening(frame: StreamFrame): ChatChunk {
  return toChunk(frame, { delta: { role: 'assistant' } });
}

/** Undefined for pieces with nothing the client may see. */
export function renderPiece(frame: StreamFrame, { delta, choice }: Piece): ChatChunk | undefined {
  const isEmpty = Object.keys(delta).length === 0 && Object.keys(choice).length === 0;
  return isEmpty ? undefined : toChunk(frame, { delta, choice });
}

/** The client's tool calls if any, the finish reason, and the usage if asked for and known. */
export function renderEnding(frame: StreamFrame, finished: Finished): readonly ChatChunk[] {
  const { clientCalls, finishReason, usage } = finished;
  const chunks = [toChunk(frame, { delta: {}, finishReason })];
  if (clientCalls.length > 0) {
    const tool_calls = clientCalls.map((call, index) => ({ ...call, index }));
    chunks.unshift(toChunk(frame, { delta: { tool_calls } }));
  }
  if (frame.includeUsage && usage !== undefined) {
    chunks.push({ ...toChunk(frame, { delta: {} }), choices: [], usage });
  }
  return chunks;
}

interface ChunkContent {
  readonly delta: ChatDelta;
  readonly choice?: Piece['choice'];
  readonly finishReason?: string;
}

function toChunk(frame: StreamFrame, { delta, choice, finishReason }: ChunkContent): ChatChunk {
  const { includeUsage, ...head } = frame;
  return {
    ...head,
    object: 'chat.completion.chunk',
    choices: [{ ...choice, index: 0, delta, finish_reason: finishReason ?? null }],
    // As OpenAI does: null in all chunks but the last, when the client asked for usage.
    ...(includeUsage && { usage: null }),
  };
}
