/** Makes regular what upstreams send as tool calls. */
import { z } from 'zod';

import type { ChatMessage, ToolCall } from '#core/chat.ts';

const functionCall = z.looseObject({
  id: z.string().catch(''),
  type: z.literal('function').nullish(),
  function: z.looseObject({ name: z.string(), arguments: z.unknown() }),
});

/** Calls of functions only; unknown fields (such as thought signatures) stay. */
export function readToolCalls(value: unknown): readonly ToolCall[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((item: unknown) => {
    const { data: call } = functionCall.safeParse(item);
    if (call === undefined) return [];
    const argumentsText = toArgumentsText(call.function.arguments);
    return [
      { ...call, type: 'function', function: { ...call.function, arguments: argumentsText } },
    ];
  });
}

/** Some upstreams send the object itself, or null for no arguments. */
export function toArgumentsText(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The call ids a transcript already uses. */
export function collectCallIds(messages: readonly ChatMessage[]): Set<string> {
  return new Set(
    messages.flatMap(({ tool_calls }) => readToolCalls(tool_calls).map(({ id }) => id)),
  );
}

interface CallNumbering {
  /** Counts from 1. */
  readonly turn: number;
  /** Ids that are taken; the new ones are added. */
  readonly used: Set<string>;
}

/** Gives every call an id that nothing else in the transcript has. */
export function assignCallIds(
  calls: readonly ToolCall[],
  { turn, used }: CallNumbering,
): readonly ToolCall[] {
  return calls.map((call, index) => {
    const wanted = call.id === '' ? `call_${turn}_${index}` : call.id;
    let id = wanted;
    for (let copy = 2; used.has(id); copy += 1) id = `${wanted}_${copy}`;
    used.add(id);
    return { ...call, id };
  });
}
