/** OpenAI messages as Ollama's native API wants them. */
import type { ChatMessage, ToolCall } from '#core/chat.ts';
import { RouterError } from '#core/router-error.ts';
import { fieldOf } from '#core/field-of.ts';
import { parseJson } from '../../http/parse-json.ts';
import { textOf, textOfPart } from '../shared/text-of.ts';

export interface OllamaMessage {
  readonly role: string;
  readonly content: string;
  /** Base64, without the data URL's head. */
  readonly images?: readonly string[];
  readonly thinking?: string;
  readonly tool_calls?: readonly { readonly function: { name: string; arguments: object } }[];
  readonly tool_name?: string;
}

/** Throws INVALID_REQUEST naming the part that Ollama cannot take. */
export function toOllamaMessages(messages: readonly ChatMessage[]): readonly OllamaMessage[] {
  const toolNames = new Map<string, string>();
  return messages.map((message, position) => {
    for (const { id, function: called } of message.tool_calls ?? []) toolNames.set(id, called.name);
    const images = imagesOf(message.content, `messages[${position}].content`);
    const toolName = toolNames.get(message.tool_call_id ?? '') ?? message['name'];
    const thinking = message['reasoning'] ?? message['reasoning_content'];
    return {
      role: message.role === 'developer' ? 'system' : message.role,
      content: textOf(message.content),
      ...(images.length > 0 && { images }),
      ...(typeof thinking === 'string' && { thinking }),
      ...(message.tool_calls && { tool_calls: message.tool_calls.map(toOllamaCall) }),
      ...(message.role === 'tool' && typeof toolName === 'string' && { tool_name: toolName }),
    };
  });
}

function toOllamaCall({ function: called }: ToolCall) {
  // Ollama takes only objects here; text that is none cannot be shown to the model.
  const parsed = parseJson(called.arguments);
  const isObject = typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed);
  return { function: { name: called.name, arguments: isObject ? parsed : {} } };
}

function imagesOf(content: unknown, where: string): readonly string[] {
  if (!Array.isArray(content)) return [];
  return content.flatMap((part: unknown, position) => {
    if (textOfPart(part) !== undefined) return [];
    return [imageOf(part, `${where}[${position}]`)];
  });
}

function imageOf(part: unknown, where: string): string {
  const source = fieldOf(part, 'image_url');
  if (source === undefined) throw refuse(where, 'is neither text nor an image');
  const url = typeof source === 'string' ? source : fieldOf(source, 'url');
  const data = typeof url === 'string' ? /^data:[^,]*;base64,(.*)$/is.exec(url)?.[1] : undefined;
  // Fetching an address the caller names would let it reach into the local network.
  if (data === undefined) throw refuse(`${where}.image_url`, 'must be a base64 data URL');
  return data;
}

function refuse(param: string, what: string): RouterError {
  return new RouterError('INVALID_REQUEST', `${param} ${what} for Ollama`, { param });
}
