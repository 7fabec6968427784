/** Token counts: read leniently, added exactly. */
import { z } from 'zod';

import type { TokenUsage } from '#contract/events.ts';
import type { Usage } from '#core/chat.ts';

import { isTable } from '../is-table.ts';

const upstreamUsage = z.looseObject({
  prompt_tokens: z.number(),
  completion_tokens: z.number(),
  total_tokens: z.number().optional().catch(undefined),
});

/** What an upstream reported, or undefined if it is no usable report. */
export function readUsage(value: unknown): Usage | undefined {
  if (value === undefined || value === null) return undefined;
  const { data: usage } = upstreamUsage.safeParse(value);
  if (usage === undefined) return undefined;
  const { prompt_tokens, completion_tokens, total_tokens } = usage;
  return { ...usage, total_tokens: total_tokens ?? prompt_tokens + completion_tokens };
}

/** Undefined as soon as one turn has no report: a sum with a hole would be invented. */
export function sumUsage(usages: readonly (Usage | undefined)[]): Usage | undefined {
  let sum: Usage | undefined;
  for (const usage of usages) {
    if (usage === undefined) return undefined;
    sum = sum === undefined ? usage : (addNumbers(sum, usage) as Usage);
  }
  return sum;
}

export function toTokenUsage(usage: Usage): TokenUsage {
  return {
    promptTokens: usage.prompt_tokens,
    completionTokens: usage.completion_tokens,
    totalTokens: usage.total_tokens,
  };
}

/** Numbers add up, tables are added key by key, of anything else the later value stays. */
function addNumbers(left: unknown, right: unknown): unknown {
  if (typeof left === 'number' && typeof right === 'number') return left + right;
  if (!isTable(left) || !isTable(right)) return right ?? left;
  const added = Object.entries(right).map(([key, value]) => [key, addNumbers(left[key], value)]);
  return { ...left, ...Object.fromEntries(added) };
}
