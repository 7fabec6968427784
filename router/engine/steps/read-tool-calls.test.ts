import { describe, expect, it } from 'vitest';

import { toolCall } from '../../testing/fake-scripted-model.ts';
import { assignCallIds, collectCallIds, readToolCalls } from './read-tool-calls.ts';

describe('readToolCalls', () => {
  it.each([undefined, null, {}, 'x', [null], [{ type: 'custom', custom: {} }], [{ id: 'a' }]])(
    'finds no call in %j',
    (value) => {
      expect(readToolCalls(value)).toEqual([]);
    },
  );

  it('makes type, id and arguments regular and keeps unknown fields', () => {
    const calls = readToolCalls([
      { function: { name: 'a', arguments: null } },
      { id: 5, type: null, function: { name: 'b', arguments: { x: 1 } }, extra_content: 1 },
    ]);
    expect(calls).toEqual([
      { id: '', type: 'function', function: { name: 'a', arguments: '' } },
      {
        id: '',
        type: 'function',
        function: { name: 'b', arguments: '{"x":1}' },
        extra_content: 1,
      },
    ]);
  });
});

describe('assignCallIds', () => {
  it('fills missing ids and makes all unique, within the turn and the transcript', () => {
    const used = collectCallIds([
      { role: 'user' },
      { role: 'assistant', tool_calls: [toolCall('old', 'a')] },
    ]);
    const calls = ['', 'x', 'x', 'x', 'old'].map((id) => toolCall(id, 'a'));
    const assigned = assignCallIds(calls, { turn: 3, used });
    expect(assigned.map(({ id }) => id)).toEqual(['call_3_0', 'x', 'x_2', 'x_3', 'old_2']);
    expect(used.has('x_3')).toBe(true);
  });
});
