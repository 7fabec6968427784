/** The input of a response as chat messages. */
import { z } from 'zod';

import type { ChatMessage, ToolCall } from '#core/chat.ts';
import { parseAt, refuse } from './parse-at.ts';
import type { ResponseRequest } from './response-request.ts';
import { toChatContent } from './to-chat-content.ts';

const anyItem = z.looseObject({ type: z.string().nullish(), role: z.string().nullish() });
const message = z.looseObject({
  role: z.enum(['user', 'assistant', 'system', 'developer']),
  content: z.unknown(),
});
const functionCall = z.looseObject({
  call_id: z.string(),
  name: z.string(),
  arguments: z.string(),
});
const mcpCall = z.looseObject({
  id: z.string(),
  server_label: z.string(),
  name: z.string(),
  arguments: z.string(),
  output: z.string().nullish(),
  error: z.unknown().optional(),
});
const functionCallOutput = z.looseObject({ call_id: z.string(), output: z.unknown() });

/** Throws INVALID_REQUEST naming the item that cannot be used. */
export function toChatMessages({
  input,
  instructions,
}: Pick<ResponseRequest, 'input' | 'instructions'>): readonly ChatMessage[] {
  const messages: ChatMessage[] =
    instructions === undefined ? [] : [{ role: 'system', content: instructions }];
  if (typeof input === 'string') return [...messages, { role: 'user', content: input }];
  if (input.length === 0) throw refuse('input', 'must not be empty');
  input.forEach((item, index) => addItem(messages, item, `input[${index}]`));
  return messages;
}

function addItem(messages: ChatMessage[], value: unknown, param: string): void {
  const item = parseAt(value, anyItem, param);
  const type = item.type ?? (item.role === undefined ? '' : 'message');
  switch (type) {
    case 'message': {
      const { role, content } = parseAt(item, message, param);
      messages.push({
        role: role === 'developer' ? 'system' : role,
        content: toChatContent(content, `${param}.content`),
      });
      return;
    }
    case 'function_call': {
      const { call_id: id, name, arguments: text } = parseAt(item, functionCall, param);
      addCall(messages, { id, type: 'function', function: { name, arguments: text } });
      return;
    }
    case 'function_call_output': {
      const { call_id, output } = parseAt(item, functionCallOutput, param);
      const content = toChatContent(output, `${param}.output`);
      messages.push({ role: 'tool', tool_call_id: call_id, content });
      return;
    }
    case 'mcp_call':
      addInsideCall(messages, parseAt(item, mcpCall, param));
      return;
    // The tools of this request count, not those of an earlier one.
    case 'mcp_list_tools':
    // What a model thought before is its provider's secret; nobody else could read it.
    case 'reasoning':
      return;
    case 'item_reference':
      throw refuse(
        param,
        'references to items are not supported; send the item itself or use previous_response_id',
      );
    default:
      throw refuse(`${param}.type`, `input of the type '${type}' is not supported`);
  }
}

/** A call that ran inside, as the model saw it then. */
function addInsideCall(messages: ChatMessage[], item: z.infer<typeof mcpCall>): void {
  const { id, server_label, name, arguments: text, output, error } = item;
  const said = output ?? toErrorText(error);
  // One that was cut off tells nothing.
  if (said === undefined) return;
  const wireName = `mcp__${server_label}__${name}`.replaceAll(/[^\w-]/g, '_').slice(0, 64);
  addCall(messages, { id, type: 'function', function: { name: wireName, arguments: text } });
  messages.push({ role: 'tool', tool_call_id: id, content: said });
}

function toErrorText(error: unknown): string | undefined {
  if (error === undefined || error === null) return undefined;
  return typeof error === 'string' ? error : JSON.stringify(error);
}

/** Chat wants the text of an answer and all its calls in one message. */
function addCall(messages: ChatMessage[], call: ToolCall): void {
  const last = messages.at(-1);
  if (last?.role === 'assistant') {
    messages[messages.length - 1] = { ...last, tool_calls: [...(last.tool_calls ?? []), call] };
  } else {
    messages.push({ role: 'assistant', content: null, tool_calls: [call] });
  }
}
