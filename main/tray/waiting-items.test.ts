import { expect, test } from 'vitest';

import type { PendingQuestion } from '#contract/questions.ts';
import { findWaitingItems } from './waiting-items.ts';

test('nothing waits while nothing is wanted of anybody', () => {
  for (const kind of ['unknown', 'checking'] as const) {
    expect(findWaitingItems({ questions: [], conversations: [] }, { kind }, [])).toEqual([]);
  }
});

test('keys and updates wait for somebody, each on its page', () => {
  const update = { kind: 'ready', version: '2' } as const;
  expect(findWaitingItems({ questions: [], conversations: [] }, update, ['A_KEY'])).toEqual([
    { label: 'Key A_KEY cannot be read', page: 'settings' },
    { label: 'Install Woollama 2', page: 'settings' },
  ]);
});

test('what servers ask comes first and leads to where it is answered', () => {
  const base = { id: 'question_1', server: 'git', askedAt: 1, expiresAt: 2 };
  const questions: PendingQuestion[] = [
    { ...base, kind: 'form', message: 'Which branch?', schema: {} },
    { ...base, kind: 'url', message: 'Please sign in', url: 'https://example.com/' },
    {
      ...base,
      kind: 'sampling',
      message: 'git wants a model to answer',
      model: 'ollama/m',
      messages: [],
      maxTokens: 1,
      tools: 0,
    },
  ];
  const update = { kind: 'unknown' } as const;
  expect(findWaitingItems({ questions, conversations: [] }, update, ['A_KEY'])).toEqual([
    { label: 'git asks: Which branch?', page: 'activity' },
    { label: 'git asks: Please sign in', page: 'activity' },
    { label: 'git wants a model to answer', page: 'activity' },
    { label: 'Key A_KEY cannot be read', page: 'settings' },
  ]);
});

test('a conversation that waits leads to its page, by the best name it has', () => {
  const base = {
    id: 'conv_1',
    backend: 'managed-agents' as const,
    holder: 'Cloud',
    model: 'claude-agent/haiku',
    status: 'awaiting_input' as const,
    lastClient: null,
    createdAt: 1,
    updatedAt: 2,
    readable: true,
  };
  const conversations = [
    { ...base, title: 'The roof', key: 'roof' },
    { ...base, title: null, key: 'fence' },
    { ...base, title: null, key: null },
  ];
  const items = findWaitingItems({ questions: [], conversations }, { kind: 'unknown' }, []);
  expect(items).toEqual([
    { label: 'The roof waits for your answer', page: 'conversations' },
    { label: 'fence waits for your answer', page: 'conversations' },
    { label: 'claude-agent/haiku waits for your answer', page: 'conversations' },
  ]);
});
