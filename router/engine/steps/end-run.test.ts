import { expect, it } from 'vitest';

import { toolCall } from '../../testing/fake-scripted-model.ts';
import type { Turn } from '../turn.ts';
import { endRun } from './end-run.ts';

const HIDDEN = { call: toolCall('h1', 'a.b'), entry: undefined };
const MINE = toolCall('m1', 'mine');

function turn(finishReason: string | undefined): Turn {
  const message = { role: 'assistant', content: null };
  return { message, calls: [], finishReason, choice: {}, usage: undefined };
}

it.each([
  ['stop', 'stop'],
  ['length', 'length'],
  ['content_filter', 'content_filter'],
  [undefined, 'stop'],
  ['tool_calls', 'stop'],
  ['something_new', 'something_new'],
])('ends a turn without calls that says %s with %s', (said, finishReason) => {
  expect(endRun(turn(said), { hidden: [], client: [] }, false)).toEqual({
    clientCalls: [],
    finishReason,
  });
});

it('goes on while there are calls of the router, whatever the upstream says', () => {
  for (const isLast of [false, true]) {
    for (const said of ['tool_calls', 'stop', undefined]) {
      expect(endRun(turn(said), { hidden: [HIDDEN], client: [] }, isLast)).toBeUndefined();
    }
  }
});

it('hands calls of the client back', () => {
  expect(endRun(turn('stop'), { hidden: [], client: [MINE] }, false)).toEqual({
    clientCalls: [MINE],
    finishReason: 'tool_calls',
  });
});

it('puts calls of the client off in a mixed turn, but not in the last one', () => {
  const plan = { hidden: [HIDDEN], client: [MINE] };
  expect(endRun(turn('tool_calls'), plan, false)).toBeUndefined();
  expect(endRun(turn('tool_calls'), plan, true)).toEqual({
    clientCalls: [MINE],
    finishReason: 'tool_calls',
  });
});

it('runs nothing after an answer that was cut off', () => {
  const plan = { hidden: [HIDDEN], client: [MINE] };
  expect(endRun(turn('length'), plan, false)).toEqual({
    clientCalls: [MINE],
    finishReason: 'length',
  });
});
