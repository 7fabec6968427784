/** A model's answer as MCP's CreateMessageResult. */
import { z } from 'zod';

import type { ChatCompletion, ToolCall } from '#core/chat.ts';
import type { JsonObject } from '#core/ports/tools.ts';
import { RouterError } from '#core/router-error.ts';
import type { WireToolNames } from './wire-tool-names.ts';

const STOP_REASONS: ReadonlyMap<string, string> = new Map([
  ['stop', 'endTurn'],
  ['length', 'maxTokens'],
  ['stop_sequence', 'stopSequence'],
  ['tool_calls', 'toolUse'],
]);

const said = z.union([
  z.string(),
  z
    .array(z.looseObject({ type: z.string(), text: z.string().optional() }))
    .transform((parts) => parts.map(({ text = '' }) => text).join('')),
]);

const input = z.record(z.string(), z.unknown());

/** Throws UPSTREAM_INVALID. `model` is for answers that do not say who gave them. */
export function toSamplingResult(
  completion: ChatCompletion,
  { names, model }: { readonly names: WireToolNames; readonly model: string },
): JsonObject {
  const [choice] = completion.choices;
  if (choice === undefined) throw new RouterError('UPSTREAM_INVALID', 'the model gave no answer');
  const { message, finish_reason: reason } = choice;
  const text = said.catch('').parse(message.content ?? message['refusal']);
  const calls = message.tool_calls ?? [];
  const words = { type: 'text', text };
  const uses = calls.map((call, index) => toToolUse(call, index, names));
  return {
    role: 'assistant',
    content: uses.length === 0 ? words : [...(text === '' ? [] : [words]), ...uses],
    model: completion.model || model,
    stopReason: uses.length > 0 ? 'toolUse' : toStopReason(reason),
  };
}

/** Reasons that MCP has no word for are passed on. */
function toStopReason(reason: string | null): string {
  return reason === null ? 'endTurn' : (STOP_REASONS.get(reason) ?? reason);
}

function toToolUse(call: ToolCall, index: number, names: WireToolNames): JsonObject {
  const { name, arguments: text } = call.function;
  return {
    type: 'tool_use',
    id: call.id || `call_${index + 1}`,
    name: names.fromWire(name),
    input: parseInput(text, name),
  };
}

function parseInput(text: string, name: string): JsonObject {
  if (text.trim() === '') return {};
  try {
    return input.parse(JSON.parse(text));
  } catch (cause) {
    const message = `the model called ${name} with arguments that are no JSON object`;
    throw new RouterError('UPSTREAM_INVALID', message, { cause });
  }
}
