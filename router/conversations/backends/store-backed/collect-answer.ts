/** The pieces of a streamed answer, put together as they pass. */
import type {
  ChatChunk,
  ChatDelta,
  ChatMessage,
  ToolCall,
  ToolCallDelta,
  Usage,
} from '#core/chat.ts';
import type { TurnResult } from '#core/ports/conversations.ts';
import { RouterError } from '#core/router-error.ts';

export interface AnswerParts {
  /** Takes a chunk; returns the text that came with it, and the thoughts, which are not kept. */
  add(chunk: ChatChunk): { readonly text: string; readonly reasoning: string };
  /** Throws UPSTREAM_CUT when the answer had no end. */
  result(): TurnResult;
}

export function collectAnswer(): AnswerParts {
  const texts: string[] = [];
  const calls: MutableCall[] = [];
  let usage: Usage | undefined;
  let finishReason: string | undefined;

  return {
    add(chunk) {
      usage = chunk.usage ?? usage;
      const choice = chunk.choices[0];
      finishReason = choice?.finish_reason ?? finishReason;
      for (const piece of choice?.delta.tool_calls ?? []) addPiece(calls, piece);
      const text = choice?.delta.content ?? '';
      if (text !== '') texts.push(text);
      return { text, reasoning: thoughtsOf(choice?.delta) };
    },
    result() {
      if (finishReason === undefined) throw new RouterError('UPSTREAM_CUT');
      const isWhole = finishReason !== 'length' && finishReason !== 'content_filter';
      return {
        text: texts.join(''),
        toolCalls: calls.filter((call) => call !== undefined).map(toCall),
        status: isWhole ? 'completed' : 'incomplete',
        ...(usage && { usage }),
      };
    },
  };
}

/** Some upstreams say them under both names. */
function thoughtsOf(delta: ChatDelta | undefined): string {
  const thoughts = delta?.['reasoning_content'] ?? delta?.['reasoning'];
  return typeof thoughts === 'string' ? thoughts : '';
}

/** As a store keeps it. */
export function toAnswerMessage({ text, toolCalls }: TurnResult): ChatMessage {
  if (toolCalls.length === 0) return { role: 'assistant', content: text };
  return { role: 'assistant', content: text === '' ? null : text, tool_calls: toolCalls };
}

interface MutableCall {
  id: string;
  name: string;
  arguments: string;
}

function addPiece(calls: MutableCall[], { index, id, function: part }: ToolCallDelta): void {
  const call = (calls[index] ??= { id: '', name: '', arguments: '' });
  call.id ||= id ?? '';
  call.name ||= part?.name ?? '';
  call.arguments += part?.arguments ?? '';
}

function toCall({ id, name, arguments: text }: MutableCall): ToolCall {
  return { id, type: 'function', function: { name, arguments: text } };
}
