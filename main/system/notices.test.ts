import { describe, expect, test } from 'vitest';

import type { ConversationInfo } from '#contract/conversations.ts';
import type { PendingQuestion } from '#contract/questions.ts';
import type { RouterState } from '../bridge/channels.ts';
import { createNotices } from './notices.ts';
import type { Notice } from './notifications.ts';

function setUp() {
  const shown: Notice[] = [];
  const dismissed: Notice[] = [];
  const opened: string[] = [];
  const notices = createNotices(
    (notice) => {
      shown.push(notice);
      return () => dismissed.push(notice);
    },
    (page) => opened.push(page),
  );
  return { notices, shown, dismissed, opened };
}

const starting = { kind: 'starting' } as const;
const running: RouterState = { kind: 'running', origin: 'o', version: '1', pid: 1 };
const restarting: RouterState = { kind: 'restarting', reason: 'r', nextTryAt: 0, lastLines: [] };
const changed = { kind: 'server-changed', server: 'git', attempts: 1, seq: 1, at: 0 } as const;

test('one breakdown is one notice, however many tries it takes', () => {
  const { notices, shown } = setUp();
  for (const state of [starting, running, restarting, starting, restarting, starting, restarting]) {
    notices.onRouterState(state);
  }
  expect(shown).toHaveLength(1);
  for (const state of [starting, running, restarting]) notices.onRouterState(state);
  expect(shown).toHaveLength(2);
});

test('a restart that was asked for is none', () => {
  const { notices, shown } = setUp();
  for (const state of [starting, running, starting, running]) notices.onRouterState(state);
  expect(shown).toEqual([]);
});

test('a server that failed for good is named, and a click leads to it', () => {
  const { notices, shown, opened } = setUp();
  notices.onEvent({ ...changed, state: 'retrying', nextRetryAt: 1 });
  expect(shown).toEqual([]);
  notices.onEvent({ ...changed, state: 'failed', reason: 'not found' });
  expect(shown[0]).toMatchObject({ title: 'Server git failed', body: 'not found' });
  shown[0]?.onClick();
  expect(opened).toEqual(['servers']);
});

test('an update is told when it is there, not while it is looked for', () => {
  const { notices, shown } = setUp();
  notices.onUpdate({ kind: 'checking' });
  notices.onUpdate({ kind: 'available', version: '2' });
  notices.onUpdate({ kind: 'downloading', version: '2', percent: 1 });
  expect(shown.map(({ body }) => body)).toEqual(['Woollama 2 can be downloaded.']);
});

describe('questions of servers', () => {
  const ask = (id: string, server = 'git'): PendingQuestion => ({
    id,
    server,
    askedAt: 1,
    expiresAt: 2,
    kind: 'form',
    message: `Which branch, ${id}?`,
    schema: {},
  });

  test('one is told once and taken away when it is answered', () => {
    const { notices, shown, dismissed, opened } = setUp();
    notices.onQuestions([ask('a')]);
    notices.onQuestions([ask('a')]);
    expect(shown).toMatchObject([{ title: 'git asks you', body: 'Which branch, a?' }]);
    shown[0]?.onClick();
    expect(opened).toEqual(['activity']);
    expect(dismissed).toEqual([]);
    notices.onQuestions([]);
    expect(dismissed).toEqual(shown);
  });

  test('a server gets one notice at a time, others theirs', () => {
    const { notices, shown, dismissed } = setUp();
    notices.onQuestions([ask('a'), ask('b'), ask('c', 'docs')]);
    expect(shown.map(({ title }) => title)).toEqual(['git asks you', 'docs asks you']);
    notices.onQuestions([ask('b'), ask('c', 'docs')]);
    expect(dismissed).toHaveLength(1);
    expect(shown.map(({ body }) => body).at(-1)).toBe('Which branch, b?');
  });

  test('a wish for a model is told as one', () => {
    const { notices, shown } = setUp();
    const { id, server, askedAt, expiresAt } = ask('a');
    const message = 'git wants a model to answer';
    const wish = { model: 'ollama/m', messages: [], maxTokens: 1, tools: 0 };
    notices.onQuestions([{ id, server, askedAt, expiresAt, kind: 'sampling', message, ...wish }]);
    expect(shown).toMatchObject([{ title: 'May a server use a model?', body: message }]);
  });
});

test('a conversation that waits is told once for each answer it wants, without its words', () => {
  const { notices, shown, dismissed, opened } = setUp();
  const waiting: ConversationInfo = {
    id: 'conv_1',
    backend: 'managed-agents',
    holder: 'Cloud',
    model: 'claude-agent/haiku',
    title: 'The roof',
    key: null,
    status: 'awaiting_input',
    lastClient: null,
    createdAt: 1,
    updatedAt: 2,
    readable: true,
  };
  notices.onConversations([waiting]);
  notices.onConversations([waiting]);
  expect(shown).toMatchObject([
    { title: 'A conversation waits for you', body: 'The roof goes on after your answer.' },
  ]);
  shown[0]?.onClick();
  expect(opened).toEqual(['conversations']);
  notices.onConversations([{ ...waiting, updatedAt: 3 }]);
  expect([shown.length, dismissed.length]).toEqual([2, 1]);
  notices.onConversations([]);
  expect(dismissed).toHaveLength(2);
});
