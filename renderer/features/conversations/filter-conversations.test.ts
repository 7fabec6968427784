import { expect, test } from 'vitest';

import type { ConversationInfo } from '#contract/conversations.ts';
import { filterConversations } from './filter-conversations.ts';

const info = (title: string | null, more: Partial<ConversationInfo> = {}): ConversationInfo => ({
  id: 'conv_1a2b',
  key: null,
  title,
  model: 'demo/echo',
  backend: 'store-backed',
  holder: 'Your store',
  status: 'idle',
  lastClient: null,
  createdAt: 1,
  updatedAt: 1,
  ...more,
});

const ALL = [
  info('The roof', { lastClient: 'Planner/2.1' }),
  info(null, { key: 'nightly', status: 'awaiting_input' }),
  info('The fence', { id: 'conv_9f', model: 'claude-code/haiku' }),
];
const find = (query: string) =>
  filterConversations(ALL, query).map(({ title, key }) => title ?? key);

test.each([
  ['', ['The roof', 'nightly', 'The fence']],
  ['ROOF', ['The roof']],
  ['the', ['The roof', 'The fence']],
  ['the planner', ['The roof']],
  ['waiting', ['nightly']],
  ['conv_9f', ['The fence']],
  ['haiku', ['The fence']],
  ['1a2b', ['The roof', 'nightly']],
  ['1a', []],
  ['roof fence', []],
])('"%s" finds', (query, found) => {
  expect(find(query)).toEqual(found);
});
