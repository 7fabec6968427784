import { describe, expect, test } from 'vitest';

import type { ToolInfo } from '#contract/tools.ts';
import { firstTarget, fromValue, searchGroups, toTargetGroups, toValue } from './targets.ts';

const tool = (name: string, permitted = true): ToolInfo => ({
  server: 's',
  tool: name,
  name,
  description: '',
  inputSchema: {},
  permitted,
});

const KNOWN = {
  models: ['demo/echo', 'auto/default', 'woollama/streamer', 'woollama/team/x'],
  tools: [tool('hello.count_to'), tool('git.push', false)],
};
const ECHO = { kind: 'model', model: 'demo/echo' } as const;

test('recipes, models and the tools that may be called', () => {
  const groups = toTargetGroups(KNOWN, ECHO);
  expect(groups.map(({ group, items }) => [group, items.map(({ label }) => label)])).toEqual([
    ['Recipes', ['streamer', 'team/x']],
    ['Models', ['demo/echo', 'auto/default']],
    ['Tools', ['hello.count_to']],
  ]);
});

test('groups without members are left out; what was asked for stays', () => {
  const groups = toTargetGroups({ models: [], tools: [] }, { kind: 'tool', tool: 'gone.tool' });
  expect(groups).toEqual([
    { group: 'Not listed', items: [{ value: 'tool:gone.tool', label: 'gone.tool' }] },
  ]);
});

test.each([
  ECHO,
  { kind: 'tool', tool: 'a.b:c' } as const,
  { kind: 'model', model: 'llama3:8b' } as const,
])('%j survives the select', (target) => {
  expect(fromValue(toValue(target))).toEqual(target);
});

describe('searchGroups', () => {
  const groups = toTargetGroups(KNOWN, ECHO);
  const found = (search: string, limit = 10) =>
    searchGroups(groups, search, limit).flatMap(({ items }) => items.map(({ label }) => label));

  test.each([
    ['', ['streamer', 'team/x', 'demo/echo', 'auto/default', 'hello.count_to']],
    ['COUNT', ['hello.count_to']],
    ['to hello', ['hello.count_to']],
    ['zzz', []],
  ])('%j finds %j', (search, labels) => {
    expect(found(search)).toEqual(labels);
  });

  test('every group shows some', () => {
    expect(found('', 1)).toEqual(['streamer', 'demo/echo', 'hello.count_to']);
  });
});

test('one begins with the example, else with what always answers', () => {
  expect(firstTarget(KNOWN.models)).toEqual({ kind: 'model', model: 'woollama/streamer' });
  const without = KNOWN.models.filter((model) => model !== 'woollama/streamer');
  expect(firstTarget(without)).toEqual({ kind: 'model', model: 'auto/default' });
});
