import { expect, test } from 'vitest';

import { firstConversation, namesStore } from './first-conversation.ts';

const FACTS = { baseUrl: 'http://127.0.0.1:4711/v1', tokenRequired: false, hasStore: true };

test('curl sends what the router keeps', () => {
  const [curl] = firstConversation(FACTS);
  expect(curl?.text).toBe(`curl http://127.0.0.1:4711/v1/responses \\
  -H 'content-type: application/json' \\
  -d '{"model":"auto/default","input":"Hello","store":true}'
`);
});

test('a token has its place, and without a store a model holds its own', () => {
  const texts = firstConversation({ ...FACTS, tokenRequired: true, hasStore: false });
  for (const { text } of texts) {
    expect(text).toContain('YOUR_WOOLLAMA_KEY');
    expect(text).toContain('claude-code/default');
  }
});

test.each([
  [{ conversationStore: { server: 'memory' } }, true],
  [{ mcpServers: {} }, false],
  [null, false],
])('%j names a store: %s', (file, expected) => {
  expect(namesStore(file)).toBe(expected);
});
