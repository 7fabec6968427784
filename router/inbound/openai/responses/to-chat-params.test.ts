import { expect, test } from 'vitest';

import { responseRequest } from './response-request.ts';
import { toChatParams } from './to-chat-params.ts';

const toParams = (fields: object, model = 'acme/m') =>
  toChatParams(responseRequest.parse({ input: 'hi', ...fields }), model);

test.each([
  [{}, {}],
  [{ temperature: null, text: null, reasoning: { effort: null } }, {}],
  [
    { temperature: 0, options: { num_ctx: 8192 } },
    { temperature: 0, options: { num_ctx: 8192 } },
  ],
  [{ max_output_tokens: 9 }, { max_tokens: 9 }],
  [{ text: { format: { type: 'text' }, verbosity: 'low' } }, { verbosity: 'low' }],
])('%j becomes %j', (fields, params) => {
  expect(toParams(fields)).toEqual(params);
});

test("OpenAI's own models know the newer limit only", () => {
  const params = toParams({ max_output_tokens: 9 }, 'openai/gpt-5');
  expect(params).toEqual({ max_completion_tokens: 9 });
});
