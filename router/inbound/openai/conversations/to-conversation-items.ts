/** A message as its owner has it, as the items that OpenAI makes of one. */
import type { ToolCall } from '#core/chat.ts';
import type { TranscriptItem } from '#core/ports/conversations.ts';

export interface ConversationItemObject {
  readonly id: string;
  readonly type: 'message' | 'function_call' | 'function_call_output';
  readonly status: 'completed';
  readonly [key: string]: unknown;
}

export function toConversationItems({
  id,
  message,
}: TranscriptItem): readonly ConversationItemObject[] {
  const { role, content, tool_calls: calls = [], tool_call_id: callId } = message;
  const status = 'completed';
  if (role === 'tool') {
    const output = textOf(content);
    return [{ id, type: 'function_call_output', status, call_id: callId ?? '', output }];
  }
  const parts = toParts(role, content);
  const said = { id, type: 'message', status, role, content: parts } as const;
  return [...(parts.length > 0 || calls.length === 0 ? [said] : []), ...calls.map(toCall(id))];
}

/** All text of a message's content. */
export function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content.map((part: unknown) => textOfPart(part) ?? '').join('');
}

function toCall(id: string) {
  return ({ id: callId, function: { name, arguments: text } }: ToolCall, index: number) =>
    ({
      id: `${id.replace(/^msg_/, 'fc_')}_${index}`,
      type: 'function_call',
      status: 'completed',
      call_id: callId,
      name,
      arguments: text,
    }) as const;
}

function toParts(role: string, content: unknown): readonly object[] {
  if (content === null || content === undefined) return [];
  const parts: readonly unknown[] = Array.isArray(content) ? content : [content];
  return parts.map((part) => toPart(role, part)).filter((part) => part !== undefined);
}

function toPart(role: string, part: unknown): object | undefined {
  const text = textOfPart(part);
  if (text !== undefined) {
    if (role === 'assistant') return { type: 'output_text', text, annotations: [] };
    return { type: 'input_text', text };
  }
  const url: unknown = Reflect.get(Object(part), 'image_url');
  if (url === undefined) return undefined;
  const address: unknown = typeof url === 'string' ? url : Reflect.get(Object(url), 'url');
  return { type: 'input_image', image_url: address, detail: 'auto' };
}

function textOfPart(part: unknown): string | undefined {
  if (typeof part === 'string') return part;
  const text: unknown = Reflect.get(Object(part), 'text');
  return typeof text === 'string' ? text : undefined;
}
