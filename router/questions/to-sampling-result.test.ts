import { describe, expect, test } from 'vitest';

import type { ChatMessage } from '#core/chat.ts';
import { completion } from '../testing/fake-inferencers.ts';
import { toSamplingResult } from './to-sampling-result.ts';
import { createWireToolNames } from './wire-tool-names.ts';

const names = createWireToolNames(['weather.now']);

function convert(message: Partial<ChatMessage>, reason: string | null = 'stop', model = 'm-1') {
  const choice = { index: 0, message: { role: 'assistant', ...message }, finish_reason: reason };
  const answer = { ...completion(''), model, choices: [choice] };
  return toSamplingResult(answer, { names, model: 'fake/m' });
}

function call(text: string, id = 'c1') {
  const tool = { name: 'weather_now', arguments: text };
  return { id, type: 'function' as const, function: tool };
}

test('words are one block, with who said them', () => {
  expect(convert({ content: 'hello' })).toEqual({
    role: 'assistant',
    content: { type: 'text', text: 'hello' },
    model: 'm-1',
    stopReason: 'endTurn',
  });
  expect(convert({ content: 'hello' }, 'stop', '')).toMatchObject({ model: 'fake/m' });
});

test.each([
  [
    {
      content: [
        { type: 'text', text: 'a' },
        { type: 'text', text: 'b' },
      ],
    },
    'ab',
  ],
  [{ content: null, refusal: 'I will not.' }, 'I will not.'],
  [{ content: null }, ''],
])('other shapes of words: %j', (message, text) => {
  expect(convert(message)).toMatchObject({ content: { type: 'text', text } });
});

test.each([
  ['stop', 'endTurn'],
  ['length', 'maxTokens'],
  ['stop_sequence', 'stopSequence'],
  ['content_filter', 'content_filter'],
  [null, 'endTurn'],
])('stopping because of %s is %s', (reason, stopReason) => {
  expect(convert({ content: 'x' }, reason)).toMatchObject({ stopReason });
});

describe('calls of tools', () => {
  test('are blocks after the words, under the names the server knows', () => {
    const calls = [call('{"city":"Rome"}'), call('', '')];
    expect(convert({ content: 'Let me see.', tool_calls: calls }, 'tool_calls')).toMatchObject({
      content: [
        { type: 'text', text: 'Let me see.' },
        { type: 'tool_use', id: 'c1', name: 'weather.now', input: { city: 'Rome' } },
        { type: 'tool_use', id: 'call_2', name: 'weather.now', input: {} },
      ],
      stopReason: 'toolUse',
    });
  });

  test('are told as such even where the model says it just stopped', () => {
    const result = convert({ content: null, tool_calls: [call('{}')] }, 'stop');
    expect(result).toMatchObject({ content: [{ type: 'tool_use' }], stopReason: 'toolUse' });
  });

  test.each(['{"city":', '[1]', '"x"'])('with arguments like %s are no answer', (text) => {
    expect(() => convert({ tool_calls: [call(text)] })).toThrow(
      expect.objectContaining({ code: 'UPSTREAM_INVALID' }),
    );
  });
});

test('no choice is no answer', () => {
  const empty = { ...completion(''), choices: [] };
  expect(() => toSamplingResult(empty, { names, model: 'm' })).toThrow('gave no answer');
});
