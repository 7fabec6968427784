import { expect, test } from 'vitest';

import type { PendingQuestion } from '#contract/questions.ts';
import { findWaitingItems } from './waiting-items.ts';

test('nothing waits while nothing is wanted of anybody', () => {
  for (const kind of ['unknown', 'checking'] as const) {
    expect(findWaitingItems({ questions: [] }, { kind }, [])).toEqual([]);
  }
});

test('keys and updates wait for somebody, each on its page', () => {
  const update = { kind: 'ready', version: '2' } as const;
  expect(findWaitingItems({ questions: [] }, update, ['A_KEY'])).toEqual([
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
  expect(findWaitingItems({ questions }, update, ['A_KEY'])).toEqual([
    { label: 'git asks: Which branch?', page: 'activity' },
    { label: 'git asks: Please sign in', page: 'activity' },
    { label: 'git wants a model to answer', page: 'activity' },
    { label: 'Key A_KEY cannot be read', page: 'settings' },
  ]);
});
