import type { Usage } from '#core/chat.ts';
import { fieldOf } from '#core/field-of.ts';
import type { ResponseRow } from '#core/ports/handles.ts';

/** What of a usage stays with the handle: the numbers that a response shows when it is read later. */
export function toKeptUsage(usage: Usage | undefined): ResponseRow['usage'] {
  if (usage === undefined) return null;
  const { prompt_tokens: input, completion_tokens: output, total_tokens: total } = usage;
  const cached = fieldOf(usage['prompt_tokens_details'], 'cached_tokens');
  const reasoning = fieldOf(usage['completion_tokens_details'], 'reasoning_tokens');
  return {
    input,
    output,
    total,
    ...(typeof cached === 'number' && { cached }),
    ...(typeof reasoning === 'number' && { reasoning }),
  };
}
