import { expect, test } from 'vitest';

import type { ActivityRequest } from '#contract/activity.ts';
import { nestRequests } from './nest-requests.ts';

const request = (id: string, parent?: string): ActivityRequest => ({
  id,
  surface: 'mcp',
  operation: '',
  client: '',
  startedAt: 0,
  state: 'ok',
  turns: [],
  calls: [],
  ...(parent !== undefined && { parent }),
});
const order = (...requests: ActivityRequest[]) => nestRequests(requests).map(({ id }) => id);

test('what belongs to another stands below it, whenever it came', () => {
  const list = [request('d'), request('c', 'a'), request('b', 'c'), request('a')];
  expect(order(...list)).toEqual(['d', 'a', 'c', 'b']);
});

test('what belongs to one that is not shown stands where it was', () => {
  expect(order(request('b', 'gone'), request('a'))).toEqual(['b', 'a']);
});

test('without any, the list stays the same', () => {
  const list = [request('b'), request('a')];
  expect(nestRequests(list)).toBe(list);
});
