import { expect, test } from 'vitest';

import { ACTIVITY_LIMIT, applyEvents, type Activity } from './activity.ts';
import type { RouterEvent, SequencedEvent } from './events.ts';

const sequence = (events: readonly RouterEvent[]): SequencedEvent[] =>
  events.map((event, index) => ({ ...event, seq: index + 1, at: (index + 1) * 100 }));

const start = (requestId: string): RouterEvent => ({
  kind: 'request-started',
  requestId,
  surface: 'openai',
  operation: '/v1/chat/completions',
  client: 'curl/8',
  model: 'woollama/streamer',
});

const end = (requestId: string): RouterEvent => ({
  kind: 'request-ended',
  requestId,
  outcome: 'ok',
  status: 200,
  durationMs: 700,
});

const RECIPE: readonly RouterEvent[] = [
  start('a'),
  { kind: 'turn-started', requestId: 'a', turn: 1, model: 'demo/tools' },
  { kind: 'turn-ended', requestId: 'a', turn: 1, toolCalls: 1, finishReason: 'tool_calls' },
  {
    kind: 'tool-call-started',
    requestId: 'a',
    callId: 'c1',
    turn: 1,
    tool: 'hello.count_to',
    argumentsPreview: '{"n":2}',
  },
  { kind: 'tool-call-progressed', requestId: 'a', callId: 'c1', progress: 1, total: 2 },
  { kind: 'tool-call-progressed', requestId: 'a', callId: 'c1', progress: 2, message: 'two' },
  {
    kind: 'tool-call-ended',
    requestId: 'a',
    callId: 'c1',
    outcome: 'ok',
    durationMs: 40,
    resultPreview: 'done',
  },
  end('a'),
];

test('a recipe is put together from its events', () => {
  expect(applyEvents(new Map(), sequence(RECIPE)).get('a')).toEqual({
    id: 'a',
    surface: 'openai',
    operation: '/v1/chat/completions',
    client: 'curl/8',
    model: 'woollama/streamer',
    startedAt: 100,
    state: 'ok',
    status: 200,
    durationMs: 700,
    turns: [
      { turn: 1, model: 'demo/tools', startedAt: 200, endedAt: 300, finishReason: 'tool_calls' },
    ],
    calls: [
      {
        callId: 'c1',
        turn: 1,
        tool: 'hello.count_to',
        argumentsPreview: '{"n":2}',
        startedAt: 400,
        state: 'ok',
        progress: 2,
        // Of the earlier notice; a later one without a total does not take it back.
        total: 2,
        message: 'two',
        durationMs: 40,
        resultPreview: 'done',
      },
    ],
  });
});

test('piece by piece gives the same as all at once', () => {
  const events = sequence(RECIPE);
  const pieces = events.reduce<Activity>((soFar, event) => applyEvents(soFar, [event]), new Map());
  expect(pieces).toEqual(applyEvents(new Map(), events));
});

test('requests that nothing happened to stay the same objects', () => {
  const before = applyEvents(new Map(), sequence([start('a'), start('b')]));
  const after = applyEvents(before, sequence([end('b')]));
  expect(after.get('a')).toBe(before.get('a'));
  expect(after.get('b')).not.toBe(before.get('b'));
  expect(before.get('b')?.state).toBe('running');
});

test('events of unknown requests, and of no request, change nothing', () => {
  const events = sequence([end('gone'), { kind: 'tools-changed', server: 's', tools: 1 }]);
  expect(applyEvents(new Map(), events).size).toBe(0);
});

test('the oldest are forgotten, but never what still runs', () => {
  const many = Array.from({ length: ACTIVITY_LIMIT + 10 }, (_, index) => `r${index}`);
  const events = sequence([
    start('long'),
    ...many.flatMap((id): RouterEvent[] => [start(id), end(id)]),
  ]);
  const activity = applyEvents(new Map(), events);
  expect(activity.size).toBe(ACTIVITY_LIMIT);
  expect(activity.get('long')?.state).toBe('running');
  expect(activity.has('r0')).toBe(false);
  expect(activity.has(`r${ACTIVITY_LIMIT + 9}`)).toBe(true);
});
