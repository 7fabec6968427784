/** The pieces of a streamed answer, put together as they pass. */
import { z } from 'zod';

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

/** By the reason for which a model stopped. */
const CUT_SHORT: Readonly<Record<string, TurnResult['reason']>> = {
  length: 'max_output_tokens',
  content_filter: 'content_filter',
};

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
      // Words of a refusal are all that the person gets to see of that answer.
      const text = textOf(choice?.delta.content) + textOf(choice?.delta['refusal']);
      if (text !== '') texts.push(text);
      return { text, reasoning: thoughtsOf(choice?.delta) };
    },
    result() {
      if (finishReason === undefined) throw new RouterError('UPSTREAM_CUT');
      const reason = CUT_SHORT[finishReason];
      return {
        text: texts.join(''),
        toolCalls: calls.filter((call) => call !== undefined).map(toCall),
        status: reason === undefined ? 'completed' : 'incomplete',
        ...(reason !== undefined && { reason }),
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

const textPart = z.looseObject({ type: z.literal('text'), text: z.string() });

/** Some upstreams send parts, thoughts among them. */
function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content.map((part) => textPart.safeParse(part).data?.text ?? '').join('');
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
