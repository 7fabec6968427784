/** Messages of a transcript as items of the Responses API. */
import { z } from 'zod';

import type { ChatMessage } from '#core/chat.ts';
import type { TranscriptItem } from '#core/ports/conversations.ts';
import { toItemId, type OutputItem } from './output-item.ts';

/** What a response was given. A message keeps its id; the calls in it have ids of their own. */
export function toInputItems(items: readonly TranscriptItem[]): readonly { id: string }[] {
  return items.flatMap(({ id, message }) => {
    let calls = 0;
    return toItems(message).map((item) => {
      if (item.type !== 'function_call') return { ...item, id };
      return { ...item, id: `${id.replace(/^msg_/, 'fc_')}_${calls++}` };
    });
  });
}

/** What a response answered, with the ids it had when it was made. */
export function toOutputItems(
  items: readonly TranscriptItem[],
  responseId: string,
): readonly OutputItem[] {
  return items
    .flatMap(({ message }) => (message.role === 'assistant' ? toAssistantItems(message) : []))
    .map((item, index) => {
      const prefix = item.type === 'message' ? 'msg' : 'fc';
      return { ...item, id: toItemId(prefix, responseId, index) };
    });
}

interface InputItem {
  readonly type: 'message' | 'function_call_output';
  readonly status: 'completed';
  readonly [key: string]: unknown;
}

function toItems(message: ChatMessage): readonly (InputItem | OutputItem)[] {
  const { role, content, tool_call_id } = message;
  if (role === 'assistant') return toAssistantItems(message);
  const status = 'completed';
  if (role === 'tool') {
    const output = textOf(content);
    return [{ type: 'function_call_output', status, call_id: tool_call_id ?? '', output }];
  }
  return [{ type: 'message', status, role, content: toInputParts(content) }];
}

function toAssistantItems({ content, tool_calls }: ChatMessage): readonly OutputItem[] {
  const text = textOf(content);
  const calls = (tool_calls ?? []).map(({ id, function: called }): OutputItem => ({
    type: 'function_call',
    id: '',
    status: 'completed',
    call_id: id,
    name: called.name,
    arguments: called.arguments,
  }));
  if (text === '') return calls;
  const part = { type: 'output_text', text, annotations: [], logprobs: [] } as const;
  return [
    { type: 'message', id: '', status: 'completed', role: 'assistant', content: [part] },
    ...calls,
  ];
}

const textPart = z.looseObject({ type: z.literal('text'), text: z.string() });
const imagePart = z.looseObject({
  type: z.literal('image_url'),
  image_url: z.looseObject({ url: z.string(), detail: z.string().exactOptional() }),
});

function toInputParts(content: unknown): readonly object[] {
  if (!Array.isArray(content)) return [{ type: 'input_text', text: textOf(content) }];
  return content.flatMap((part: unknown): readonly object[] => {
    const image = imagePart.safeParse(part).data?.image_url;
    if (image !== undefined) {
      return [{ type: 'input_image', image_url: image.url, detail: image.detail ?? 'auto' }];
    }
    const text = textPart.safeParse(part).data?.text;
    return text === undefined ? [] : [{ type: 'input_text', text }];
  });
}

function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content.map((part: unknown) => textPart.safeParse(part).data?.text ?? '').join('');
}
