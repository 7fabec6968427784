import { expect, it } from 'vitest';

import { toolCall } from '../../testing/fake-scripted-model.ts';
import type { Turn } from '../turn.ts';
import { writeHistory } from './write-history.ts';

function turn(message: object): Turn {
  return {
    message: { role: 'assistant', content: 'Let me see', ...message },
    calls: [],
    finishReason: 'tool_calls',
    choice: {},
    usage: undefined,
  };
}

const IMAGE = 'data:image/png;base64,AAAA';

it('answers every call in the order of the calls, then shows the images', () => {
  const calls = [toolCall('c1', 'a'), toolCall('c2', 'mine'), toolCall('c3', 'b')];
  const answers = [
    { callId: 'c3', text: 'three', images: [] },
    { callId: 'c1', text: 'one', images: [IMAGE] },
  ];
  const given = { turn: turn({ refusal: 'x' }), calls, answers };
  const messages = writeHistory({ ...given, takesImages: true });
  expect(messages).toEqual([
    { role: 'assistant', content: 'Let me see', tool_calls: calls },
    { role: 'tool', tool_call_id: 'c1', content: 'one' },
    { role: 'tool', tool_call_id: 'c2', content: expect.stringContaining('make it again') },
    { role: 'tool', tool_call_id: 'c3', content: 'three' },
    {
      role: 'user',
      content: [
        { type: 'text', text: 'The images the tools returned:' },
        { type: 'image_url', image_url: { url: IMAGE } },
      ],
    },
  ]);
  expect(writeHistory({ ...given, takesImages: false })).toEqual(messages.slice(0, -1));
});

it('turns a null content into no text, for backends that insist on text', () => {
  const calls = [toolCall('c1', 'a')];
  const given = { turn: turn({ content: null }), calls, answers: [], takesImages: false };
  expect(writeHistory(given)[0]?.content).toBe('');
});

it('writes arguments that are an object exactly as they came', () => {
  const calls = [toolCall('c1', 'a', ' {"b" : 1}'), toolCall('c2', 'a', '')];
  const [assistant] = writeHistory({ turn: turn({}), calls, answers: [], takesImages: false });
  expect(assistant?.tool_calls?.map((call) => call.function.arguments)).toEqual([
    ' {"b" : 1}',
    '{}',
  ]);
});
