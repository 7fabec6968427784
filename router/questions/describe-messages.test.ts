import { expect, test } from 'vitest';

import { describeMessages } from './describe-messages.ts';
import type { SamplingMessage } from './sampling-params.ts';

const show = (text: string) => text.slice(0, 40);
const said = (text: string): SamplingMessage => ({
  role: 'user',
  content: [{ type: 'text', text }],
});

test('what is not text is a word, and texts are made fit for people', () => {
  const messages: SamplingMessage[] = [
    {
      role: 'user',
      content: [
        { type: 'text', text: 'Look:' },
        { type: 'image', data: 'aGk=', mimeType: 'image/png' },
        { type: 'audio', data: 'aGk=', mimeType: 'audio/wav' },
      ],
    },
    {
      role: 'assistant',
      content: [{ type: 'tool_use', id: 'c1', name: 'weather', input: { city: 'Rome' } }],
    },
    {
      role: 'user',
      content: [
        {
          type: 'tool_result',
          toolUseId: 'c1',
          content: [{ type: 'text', text: 'sunny' }, { type: 'image' }],
          structuredContent: undefined,
        },
      ],
    },
    said('x'.repeat(100)),
  ];
  expect(describeMessages(messages, show)).toEqual([
    { role: 'user', text: 'Look:\n[image]\n[audio]' },
    { role: 'assistant', text: '[weather({"city":"Rome"})]' },
    { role: 'user', text: '[result] sunny\n[image]' },
    { role: 'user', text: 'x'.repeat(40) },
  ]);
});

test('only the last ones are shown, and it is said how many are not', () => {
  const many = Array.from({ length: 25 }, (_, at) => said(`m${at}`));
  const described = describeMessages(many, show);
  expect(described).toHaveLength(21);
  expect(described.slice(0, 2)).toEqual([
    { role: 'note', text: '5 earlier messages are not shown' },
    { role: 'user', text: 'm5' },
  ]);
});
