/** A server's wish for a model's answer as a chat request. */
import type { ChatRequest } from '#core/chat.ts';
import type { SamplingParams } from './sampling-params.ts';
import { toChatMessages } from './to-chat-messages.ts';
import type { WireToolNames } from './wire-tool-names.ts';

export interface ChatTarget {
  /** The bare name the inferencer knows. */
  readonly model: string;
  readonly maxTokens: number;
  readonly names: WireToolNames;
}

export function toChatRequest(
  params: SamplingParams,
  { model, maxTokens, names }: ChatTarget,
): ChatRequest {
  const { systemPrompt, messages, temperature, stopSequences } = params;
  const system = systemPrompt === undefined ? [] : [{ role: 'system', content: systemPrompt }];
  return {
    model,
    messages: [...system, ...messages.flatMap((message) => toChatMessages(message, names))],
    max_tokens: maxTokens,
    ...(temperature !== undefined && { temperature }),
    ...(stopSequences.length > 0 && { stop: stopSequences }),
    ...toToolFields(params, names),
  };
}

function toToolFields({ tools, toolChoice }: SamplingParams, names: WireToolNames) {
  if (tools.length === 0) return {};
  return {
    tools: tools.map(({ name, description, inputSchema }) => ({
      type: 'function' as const,
      function: {
        name: names.toWire(name),
        ...(description !== undefined && { description }),
        parameters: inputSchema,
      },
    })),
    ...(toolChoice !== undefined && { tool_choice: toolChoice.mode }),
  };
}
