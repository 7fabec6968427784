import type { ChatCompletion } from '#core/chat.ts';
import { RouterError } from '#core/router-error.ts';

import { isTable } from '../is-table.ts';
import type { Turn } from '../turn.ts';
import { readToolCalls } from './read-tool-calls.ts';
import { readUsage } from './sum-usage.ts';

/** One whole answer as a turn; of several choices the first. Throws UPSTREAM_INVALID without any. */
export function readCompletion(completion: ChatCompletion): Turn {
  const { choices } = completion as { choices?: unknown };
  const choice = Array.isArray(choices) ? firstChoice(choices) : undefined;
  if (choice === undefined) {
    const message = 'the inferencer answered without any choices';
    throw new RouterError('UPSTREAM_INVALID', message, { upstreamBody: completion });
  }
  const { index: _, message, finish_reason, ...rest } = choice;
  const { tool_calls, ...said } = message;
  return {
    message: { ...said, role: 'assistant', content: said.content ?? null },
    calls: readToolCalls(tool_calls),
    finishReason: finish_reason ?? undefined,
    choice: rest,
    usage: readUsage(completion.usage),
  };
}

function firstChoice(choices: ChatCompletion['choices']) {
  const usable = choices.filter((choice) => isTable(choice) && isTable(choice.message));
  return usable.find(({ index }) => index === 0) ?? usable[0];
}
