import { expect, it } from 'vitest';

import { answer, toolCall } from '../../testing/fake-scripted-model.ts';
import { readCompletion } from './read-completion.ts';

it('separates calls from the message and keeps the rest of both', () => {
  const calls = [toolCall('c1', 'a')];
  const completion = answer('hi', {
    message: { tool_calls: calls, refusal: null },
    choice: { logprobs: null },
    tokens: [1, 2],
  });
  expect(readCompletion(completion)).toEqual({
    message: { role: 'assistant', content: 'hi', refusal: null },
    calls,
    finishReason: 'stop',
    choice: { logprobs: null },
    usage: { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 },
  });
});

it('reads what is missing as null, none or unknown', () => {
  const bare = { ...answer(undefined), choices: [{ message: {} }] };
  expect(readCompletion(bare as never)).toEqual({
    message: { role: 'assistant', content: null },
    calls: [],
    finishReason: undefined,
    choice: {},
    usage: undefined,
  });
});
