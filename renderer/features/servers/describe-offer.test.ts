import { expect, test } from 'vitest';

import {
  describeCapability,
  describeCounts,
  describeDisplaced,
  describeTokenCost,
} from './describe-offer.ts';

test.each([
  [{ tools: 12, prompts: 3, resources: 1 }, '12 tools, 3 prompts, 1 resource'],
  [{ tools: 1 }, '1 tool'],
  [{ tools: 0, prompts: 2 }, '2 prompts'],
  [{ tools: 0 }, '0 tools'],
  [{ tools: 1200 }, '1,200 tools'],
])('%j: %s', (status, words) => expect(describeCounts(status).join(', ')).toBe(words));

test.each([
  [0, 'under 100 tokens'],
  [99, 'under 100 tokens'],
  [104, 'about 100 tokens'],
  [3_412, 'about 3,400 tokens'],
  [99_600, 'about 100,000 tokens'],
])('%d: %s', (tokens, words) => expect(describeTokenCost(tokens)).toBe(words));

test('a capability nobody knows is shown as the server names it', () => {
  expect(describeCapability('resources.subscribe')).toBe('tells when a resource changes');
  expect(describeCapability('extensions.io.modelcontextprotocol/tasks')).toBe('tasks');
  expect(describeCapability('experimental.x')).toBe('experimental.x');
  expect(describeCapability('constructor')).toBe('constructor');
});

test.each([
  [
    { keptBy: 'woollama', shownAs: 'bare.chat' },
    'chat: Woollama has that name, shown as bare.chat',
  ],
  [{ keptBy: 'files' }, 'chat: files has that name, left out'],
])('a name that is taken: %j', (facts, words) =>
  expect(describeDisplaced({ item: 'chat', ...facts })).toBe(words),
);
