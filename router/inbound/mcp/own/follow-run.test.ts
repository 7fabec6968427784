import { expect, test } from 'vitest';

import type { RouterEvent } from '#contract/events.ts';
import { createFakeView } from '#testing/fake-view.ts';
import { followRun } from './follow-run.ts';

function follow() {
  const view = createFakeView();
  const scope = view.scope();
  const end = followRun(view.parts.events, scope);
  const requestId = scope.open.id;
  const publish = (event: RouterEvent) => view.bus.publish(event);
  const started = (callId: string, argumentsPreview = '{}', tool = 'a.b') =>
    publish({ kind: 'tool-call-started', requestId, callId, turn: 1, tool, argumentsPreview });
  const report = (callId: string, progress: number, more = {}) =>
    publish({ kind: 'tool-call-progressed', requestId, callId, progress, ...more });
  const ended = (callId: string, outcome: 'ok' | 'error' | 'cancelled' = 'ok') =>
    publish({
      kind: 'tool-call-ended',
      requestId,
      callId,
      outcome,
      durationMs: 1,
      resultPreview: '',
    });
  const { said, progressed: told } = scope;
  return { ...view, said, told, requestId, publish, started, report, ended, end };
}

test('every hidden call is said before and after', () => {
  const { started, ended, said } = follow();
  started('c1', '{"n":2}', 'hello.count');
  started('c2', '{}', 'hello.other');
  ended('c2', 'error');
  ended('c1');
  started('c3', '{}', 'hello.gone');
  ended('c3', 'cancelled');
  expect(said).toEqual([
    '→ hello.count({"n":2})',
    '→ hello.other({})',
    '← hello.other: error',
    '← hello.count: ok',
    '→ hello.gone({})',
    '← hello.gone: error',
  ]);
});

test('arguments are cut at 120 characters, on one line, without control characters', () => {
  const { started, said } = follow();
  started('c1', '😀'.repeat(200));
  started('c2', '{\n  "a": "\u001b[31mred  ink"\n}');
  expect(said).toEqual([`→ a.b(${'😀'.repeat(120)})`, '→ a.b({ "a": "red  ink" })']);
});

test('progress always rises: whole steps for turns and calls, parts for what tools report', () => {
  const { publish, requestId, started, report, ended, told } = follow();
  publish({ kind: 'turn-started', requestId, turn: 1, model: 'fake/model' });
  started('c1');
  for (const progress of [10, 20, 5]) report('c1', progress, { total: 20, message: 'half' });
  ended('c1');
  report('gone', 1);
  publish({ kind: 'turn-started', requestId, turn: 2, model: 'fake/model' });
  const numbers = told.map(({ progress }) => progress);
  expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
  expect(numbers.filter(Number.isInteger)).toEqual([1, 2, 3]);
  expect(told.map(({ message }) => message)).toEqual([
    'turn 1: fake/model',
    '→ a.b',
    'a.b: 10/20 half',
    'a.b: 20/20 half',
    'a.b: 5/20 half',
    'tool: 1',
    'turn 2: fake/model',
  ]);
});

test('other requests, and what comes after the end, are nobody’s business', () => {
  const { publish, requestId, end, said, isFollowing } = follow();
  publish({
    kind: 'tool-call-started',
    requestId: `${requestId}x`,
    callId: 'c1',
    turn: 1,
    tool: 'a.b',
    argumentsPreview: '',
  });
  publish({ kind: 'tools-changed', server: 'a', tools: 1 });
  expect(said).toEqual([]);
  expect(isFollowing()).toBe(true);
  end();
  expect(isFollowing()).toBe(false);
});
