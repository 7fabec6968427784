/** Messages as their owner has them, as the items that OpenAI makes of them. */
import { z } from 'zod';

import type { ChatMessage, ToolCall } from '#core/chat.ts';
import type { TranscriptItem } from '#core/ports/conversations.ts';
import type { OutputItem } from './responses/output-item.ts';

interface InputItem {
  readonly type: 'message' | 'function_call_output';
  readonly id: string;
  readonly status: 'completed';
  readonly [key: string]: unknown;
}

/** A message keeps its id; the calls in it have ids of their own. */
export function toTranscriptItems({
  id,
  message,
}: TranscriptItem): readonly (InputItem | OutputItem)[] {
  const { role, content, tool_call_id: callId } = message;
  if (role === 'assistant') {
    const items = toAnswerItems(id, message);
    return items.length > 0 ? items : [toMessage(id, '')];
  }
  const status = 'completed';
  if (role === 'tool') {
    const output = textOf(content);
    return [{ id, type: 'function_call_output', status, call_id: callId ?? '', output }];
  }
  return [{ id, type: 'message', status, role, content: partsOf(content).flatMap(toInputPart) }];
}

/** As a response has them: one text, then calls; neither when nothing was said. */
export function toAnswerItems(
  id: string,
  { content, tool_calls: calls = [] }: ChatMessage,
): readonly OutputItem[] {
  const text = textOf(content);
  return [...(text === '' ? [] : [toMessage(id, text)]), ...calls.map(toCall(id))];
}

function toMessage(id: string, text: string): OutputItem {
  const part = { type: 'output_text', text, annotations: [], logprobs: [] } as const;
  return { id, type: 'message', status: 'completed', role: 'assistant', content: [part] };
}

function toCall(id: string) {
  return ({ id: callId, function: called }: ToolCall, index: number): OutputItem => ({
    id: `${id.replace(/^msg_/, 'fc_')}_${index}`,
    type: 'function_call',
    status: 'completed',
    call_id: callId,
    name: called.name,
    arguments: called.arguments,
  });
}

const textPart = z.looseObject({ text: z.string() });
const imagePart = z.looseObject({
  image_url: z.union([
    z.string().transform((url) => ({ url, detail: 'auto' })),
    z.looseObject({ url: z.string(), detail: z.string().default('auto') }),
  ]),
});

/** Stores may keep a text as it is, as a list of parts, or not at all. */
function partsOf(content: unknown): readonly unknown[] {
  if (typeof content === 'string') return [{ text: content }];
  return Array.isArray(content) ? content : [];
}

function textOf(content: unknown): string {
  return partsOf(content)
    .map((part) => textPart.safeParse(part).data?.text ?? '')
    .join('');
}

function toInputPart(part: unknown): readonly object[] {
  const text = textPart.safeParse(part).data?.text;
  if (text !== undefined) return [{ type: 'input_text', text }];
  const image = imagePart.safeParse(part).data?.image_url;
  if (image === undefined) return [];
  return [{ type: 'input_image', image_url: image.url, detail: image.detail }];
}
