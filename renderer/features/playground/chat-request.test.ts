import { expect, test } from 'vitest';

import { asStream, NO_SAMPLING, toChatCall } from './chat-request.ts';

const MESSAGES = [{ role: 'user', content: 'hi' }] as const;

test('a model is asked as every program would ask it', () => {
  expect(toChatCall({ model: 'demo/echo', variables: undefined }, MESSAGES, NO_SAMPLING)).toEqual({
    path: '/v1/chat/completions',
    body: { model: 'demo/echo', messages: MESSAGES },
  });
});

test.each([
  [
    { temperature: '0', maxTokens: '50' },
    { temperature: 0, max_tokens: 50 },
  ],
  [{ temperature: ' ', maxTokens: 'x' }, {}],
])('sampling %j', (sampling, fields) => {
  const { body } = toChatCall({ model: 'a/b', variables: undefined }, MESSAGES, sampling);
  expect(body).toEqual({ model: 'a/b', messages: MESSAGES, ...fields });
});

test('a recipe with variables is run as a pattern', () => {
  const target = { model: 'woollama/team/my greeter', variables: { lang: 'de' } };
  expect(toChatCall(target, MESSAGES, { temperature: '1', maxTokens: '' })).toEqual({
    path: '/w1/patterns/team/my%20greeter/run',
    body: { input: MESSAGES, variables: { lang: 'de' }, options: { temperature: 1 } },
  });
  expect(toChatCall(target, MESSAGES, NO_SAMPLING).body).not.toHaveProperty('options');
});

test('as a stream it asks for the usage, too', () => {
  const call = { path: '/x', body: { model: 'a/b' } };
  expect(asStream(call).body).toEqual({
    model: 'a/b',
    stream: true,
    stream_options: { include_usage: true },
  });
});
