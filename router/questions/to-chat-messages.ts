/** One message of MCP's sampling as the chat messages that say the same. */
import type { ChatMessage, ToolCall } from '#core/chat.ts';
import type { SamplingBlock, SamplingMessage, ToolResultBlock } from './sampling-params.ts';
import type { WireToolNames } from './wire-tool-names.ts';

type Media = Extract<SamplingBlock, { readonly type: 'image' | 'audio' }>;
type ToolUse = Extract<SamplingBlock, { readonly type: 'tool_use' }>;

type Part =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'image_url'; readonly image_url: { readonly url: string } }
  | {
      readonly type: 'input_audio';
      readonly input_audio: { readonly data: string; readonly format: string };
    };

/** Results of tools come first, because they must follow their calls at once. */
export function toChatMessages(
  { role, content }: SamplingMessage,
  names: WireToolNames,
): readonly ChatMessage[] {
  if (role === 'assistant') return [toAssistantMessage(content, names)];
  const results = content.filter((block) => block.type === 'tool_result');
  const parts = [...results.flatMap(toMediaParts), ...content.flatMap(toParts)];
  return [
    ...results.map(toToolMessage),
    ...(parts.length === 0 ? [] : [{ role: 'user', content: joinTexts(parts) }]),
  ];
}

/** What a model said can only be text and calls; the rest keeps its place as a word. */
function toAssistantMessage(content: readonly SamplingBlock[], names: WireToolNames): ChatMessage {
  const calls = content.filter((block) => block.type === 'tool_use');
  const texts = content.flatMap((block) => {
    if (block.type === 'tool_use') return [];
    return [block.type === 'text' ? block.text : `[${block.type}]`];
  });
  return {
    role: 'assistant',
    content: texts.length === 0 ? null : texts.join('\n'),
    ...(calls.length > 0 && { tool_calls: calls.map((call) => toToolCall(call, names)) }),
  };
}

function toToolCall({ id, name, input }: ToolUse, names: WireToolNames): ToolCall {
  const call = { name: names.toWire(name), arguments: JSON.stringify(input) };
  return { id, type: 'function', function: call };
}

function toToolMessage({ toolUseId, ...result }: ToolResultBlock): ChatMessage {
  return { role: 'tool', tool_call_id: toolUseId, content: describeResult(result) };
}

function describeResult(result: Omit<ToolResultBlock, 'toolUseId'>): string {
  const { content, structuredContent, isError } = result;
  const lines = content.map((block) => textOf(block) ?? `[${block.type}]`);
  if (lines.length === 0 && structuredContent !== undefined) {
    lines.push(JSON.stringify(structuredContent));
  }
  const text = lines.join('\n') || '(no content)';
  return isError === true ? `[tool error] ${text}` : text;
}

function textOf({ text, resource, uri }: ToolResultBlock['content'][number]): string | undefined {
  if (typeof text === 'string') return text;
  if (typeof resource === 'object' && resource !== null && 'text' in resource) {
    return String(resource.text);
  }
  return typeof uri === 'string' ? uri : undefined;
}

/** A tool's message takes text only, so its pictures and sounds go along with the user's. */
function toMediaParts({ content }: ToolResultBlock): readonly Part[] {
  return content.flatMap((block) => (isMedia(block) ? [toMediaPart(block)] : []));
}

function isMedia(block: ToolResultBlock['content'][number] | Media): block is Media {
  const isKind = block.type === 'image' || block.type === 'audio';
  return isKind && typeof block.data === 'string' && typeof block.mimeType === 'string';
}

function toParts(block: SamplingBlock): readonly Part[] {
  switch (block.type) {
    case 'text':
      return [{ type: 'text', text: block.text }];
    case 'image':
    case 'audio':
      return [toMediaPart(block)];
    case 'tool_use':
      // Users call no tools; a server that says so means text.
      return [{ type: 'text', text: `[called ${block.name}]` }];
    case 'tool_result':
      return [];
  }
}

function toMediaPart({ type, data, mimeType }: Media): Part {
  if (type === 'image') {
    return { type: 'image_url', image_url: { url: `data:${mimeType};base64,${data}` } };
  }
  return { type: 'input_audio', input_audio: { data, format: toAudioFormat(mimeType) } };
}

function toAudioFormat(mimeType: string): string {
  const kind = mimeType.replace(/^audio\/(?:x-)?/u, '').replace(/;.*$/u, '');
  const names: Readonly<Record<string, string>> = { mpeg: 'mp3', wave: 'wav', 'vnd.wave': 'wav' };
  return names[kind] ?? kind;
}

/** Plain text wherever it will do: not every model takes a list of parts. */
function joinTexts(parts: readonly Part[]): string | readonly Part[] {
  const texts = parts.filter((part) => part.type === 'text');
  return texts.length < parts.length ? parts : texts.map(({ text }) => text).join('\n');
}
