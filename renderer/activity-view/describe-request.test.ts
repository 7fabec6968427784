import { describe, expect, test } from 'vitest';

import type { ActivityCall, ActivityRequest } from '#contract/activity.ts';
import {
  askedOf,
  describeProgress,
  describeTokens,
  runningCall,
  stateWord,
  subjectOf,
} from './describe-request.ts';

const request = (parts: Partial<ActivityRequest>): ActivityRequest => ({
  id: 'req_1',
  surface: 'openai',
  operation: '/v1/chat/completions',
  client: '',
  startedAt: 0,
  state: 'ok',
  turns: [],
  calls: [],
  ...parts,
});

const call = (parts: Partial<ActivityCall>): ActivityCall => ({
  callId: 'a',
  turn: 1,
  tool: 'hello.count_to',
  argumentsPreview: '{}',
  startedAt: 0,
  state: 'running',
  ...parts,
});

test.each([
  [{ model: 'demo/echo' }, 'demo/echo'],
  [{ operation: 'tools/call hello.hello' }, 'hello.hello'],
  [{ operation: '/v1/embeddings' }, '/v1/embeddings'],
])('the subject of %j is %s', (parts, subject) => {
  expect(subjectOf(request(parts))).toBe(subject);
});

test('each state has a word of its own', () => {
  const states = ['running', 'ok', 'error', 'cancelled'] as const;
  expect(new Set(states.map((state) => stateWord(state).word)).size).toBe(4);
});

test('tokens are told as a sum and its parts', () => {
  expect(describeTokens({ promptTokens: 1_100, completionTokens: 104, totalTokens: 1_204 })).toBe(
    '1,204 tokens (1,100 in, 104 out)',
  );
});

test.each([
  [{ progress: 3, total: 10 }, '3 of 10'],
  [{ progress: 1_500 }, '1,500'],
  [{}, undefined],
])('progress %j reads %s', (parts, text) => {
  expect(describeProgress(call(parts))).toBe(text);
});

test('the call that runs is the newest of those', () => {
  const calls = [call({ callId: 'a' }), call({ callId: 'b' }), call({ callId: 'c', state: 'ok' })];
  expect(runningCall(request({ calls }))?.callId).toBe('b');
});

describe('whom to look at after a failure', () => {
  test('for a recipe it is the model of the last turn', () => {
    const turns = [{ turn: 1, model: 'openai/gpt-5', startedAt: 0 }];
    expect(askedOf(request({ model: 'woollama/streamer', turns }))).toEqual({
      model: 'openai/gpt-5',
      recipe: 'streamer',
      tool: undefined,
    });
  });

  test('a recipe that never asked a model names none', () => {
    expect(askedOf(request({ model: 'woollama/streamer' })).model).toBeUndefined();
  });

  test('the tool that failed, or the one that was asked for', () => {
    const calls = [call({ tool: 'a.b', state: 'error' }), call({ tool: 'c.d', state: 'ok' })];
    expect(askedOf(request({ calls })).tool).toBe('a.b');
    expect(askedOf(request({ operation: 'tools/call e.f' })).tool).toBe('e.f');
  });
});
