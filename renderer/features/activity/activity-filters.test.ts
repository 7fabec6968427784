import { describe, expect, test } from 'vitest';

import type { Activity, ActivityCall, ActivityRequest } from '#contract/activity.ts';
import {
  countNew,
  filterActivity,
  filterChoices,
  hasFilters,
  NO_FILTERS,
} from './activity-filters.ts';

const call = (tool: string, more: Partial<ActivityCall> = {}): ActivityCall => ({
  callId: tool,
  turn: 1,
  tool,
  argumentsPreview: '{}',
  startedAt: 0,
  state: 'ok',
  ...more,
});

const request = (id: string, parts: Partial<ActivityRequest> = {}): ActivityRequest => ({
  id,
  surface: 'openai',
  operation: '/v1/chat/completions',
  client: 'curl/8.5',
  model: 'demo/echo',
  startedAt: 0,
  state: 'ok',
  turns: [],
  calls: [],
  ...parts,
});

const activity = (...requests: readonly ActivityRequest[]): Activity =>
  new Map(requests.map((one) => [one.id, one]));

const ALL = activity(
  request('a'),
  request('b', { client: 'OpenAI/Python 1', calls: [call('hello.count_to')] }),
  request('c', {
    model: 'woollama/streamer',
    state: 'running',
    turns: [{ turn: 1, model: 'groq/x', startedAt: 0 }],
  }),
  request('d', { operation: 'tools/call git.log', state: 'error', errorCode: 'TOOL_TIMEOUT' }),
);

const shown = (filters: Partial<typeof NO_FILTERS>, list = ALL): string =>
  filterActivity(list, { ...NO_FILTERS, ...filters })
    .map(({ id }) => id)
    .join('');

describe('filterActivity', () => {
  test.each([
    [{}, 'dcba'],
    [{ client: 'OpenAI Python' }, 'b'],
    [{ model: 'demo/echo' }, 'dba'],
    [{ server: 'hello' }, 'b'],
    [{ server: 'git' }, 'd'],
    [{ state: 'running' as const }, 'c'],
    [{ state: 'ok' as const, model: 'demo/echo' }, 'ba'],
    [{ text: 'COUNT' }, 'b'],
    [{ text: 'groq' }, 'c'],
    [{ text: 'tool timeout' }, 'd'],
    [{ text: ' curl  echo ' }, 'da'],
    [{ text: 'nothing like it' }, ''],
  ])('%j shows %j, the newest first', (filters, ids) => {
    expect(shown(filters)).toBe(ids);
  });

  test('text looks into arguments and results, and sees what changed', () => {
    const before = request('a', { calls: [call('x.y', { state: 'running' })] });
    expect(shown({ text: 'needle' }, activity(before))).toBe('');
    const after = { ...before, calls: [call('x.y', { resultPreview: 'a Needle' })] };
    expect(shown({ text: 'needle' }, activity(after))).toBe('a');
  });
});

describe('filterChoices', () => {
  test('offers what is there', () => {
    expect(filterChoices(ALL, NO_FILTERS)).toEqual({
      clients: ['curl', 'OpenAI Python'],
      models: ['demo/echo', 'woollama/streamer'],
      servers: ['git', 'hello'],
    });
  });

  test('keeps what is chosen', () => {
    const chosen = { ...NO_FILTERS, server: 'gone' };
    expect(filterChoices(ALL, chosen).servers).toEqual(['git', 'gone', 'hello']);
  });
});

test.each([
  [{}, false],
  [{ text: '  ' }, false],
  [{ text: 'x' }, true],
  [{ state: 'ok' as const }, true],
])('%j filters: %s', (filters, expected) => {
  expect(hasFilters({ ...NO_FILTERS, ...filters })).toBe(expected);
});

test('what came since is counted, what went is not', () => {
  expect(countNew(activity(request('b'), request('c')), activity(request('a'), request('b')))).toBe(
    1,
  );
});
