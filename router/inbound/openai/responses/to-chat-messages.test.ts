import { describe, expect, test } from 'vitest';

import { toChatMessages } from './to-chat-messages.ts';

const toData = (type: string, text: string) =>
  `data:${type};base64,${Buffer.from(text).toString('base64')}`;

function contentOf(...content: readonly unknown[]): unknown {
  return toChatMessages({ input: [{ role: 'user', content }], instructions: undefined })[0]
    ?.content;
}

function problemOf(...input: readonly unknown[]): unknown {
  try {
    return toChatMessages({ input: [...input], instructions: undefined });
  } catch (error) {
    return error;
  }
}

test('every kind of item becomes a message', () => {
  const call = (id: string) => ({ type: 'function_call', call_id: id, name: 'f', arguments: '{}' });
  const chatCall = (id: string) => ({
    id,
    type: 'function',
    function: { name: 'f', arguments: '{}' },
  });
  const input = [
    { type: 'message', role: 'developer', content: 'short' },
    {
      role: 'user',
      content: [
        { type: 'input_text', text: 'a' },
        { type: 'input_text', text: 'b' },
      ],
    },
    { type: 'reasoning', id: 'rs_1', summary: [] },
    { role: 'assistant', content: [{ type: 'output_text', text: 'well', annotations: [] }] },
    call('c1'),
    call('c2'),
    { type: 'function_call_output', call_id: 'c1', output: 'one' },
    { type: 'function_call_output', call_id: 'c2', output: [{ type: 'input_text', text: 'two' }] },
    call('c3'),
  ];
  expect(toChatMessages({ input, instructions: 'be kind' })).toEqual([
    { role: 'system', content: 'be kind' },
    { role: 'system', content: 'short' },
    { role: 'user', content: 'ab' },
    { role: 'assistant', content: 'well', tool_calls: [chatCall('c1'), chatCall('c2')] },
    { role: 'tool', tool_call_id: 'c1', content: 'one' },
    { role: 'tool', tool_call_id: 'c2', content: 'two' },
    { role: 'assistant', content: null, tool_calls: [chatCall('c3')] },
  ]);
});

describe('content', () => {
  test('with an image is a list of parts', () => {
    const image = { type: 'input_image', image_url: 'https://example.org/a.png', detail: 'high' };
    expect(contentOf({ type: 'input_text', text: 'see' }, image)).toEqual([
      { type: 'text', text: 'see' },
      { type: 'image_url', image_url: { url: 'https://example.org/a.png', detail: 'high' } },
    ]);
  });

  test('takes text files', () => {
    const file = { type: 'input_file', filename: 'a.md', file_data: toData('text/markdown', 'ä') };
    expect(contentOf(file)).toBe('a.md:\nä');
    expect(contentOf({ type: 'input_file', file_data: 'data:text/plain,a%20b' })).toBe('a b');
  });
});

test.each([
  [[], 'input'],
  [['text'], 'input[0]'],
  [
    [
      { role: 'user', content: 'a' },
      { type: 'item_reference', id: 'msg_1' },
    ],
    'input[1]',
  ],
  [[{ type: 'web_search_call' }], 'input[0].type'],
  [[{}], 'input[0].type'],
  [[{ role: 'robot', content: 'a' }], 'input[0].role'],
  [[{ role: 'user', content: 7 }], 'input[0].content'],
  [[{ role: 'user', content: [{ type: 'input_audio' }] }], 'input[0].content[0].type'],
  [[{ role: 'user', content: [{ type: 'input_text' }] }], 'input[0].content[0].text'],
  [
    [{ role: 'user', content: [{ type: 'input_image', file_id: 'f' }] }],
    'input[0].content[0].image_url',
  ],
  [
    [
      {
        role: 'user',
        content: [{ type: 'input_file', file_data: toData('application/pdf', 'a') }],
      },
    ],
    'input[0].content[0]',
  ],
  [
    [{ role: 'user', content: [{ type: 'input_file', file_data: 'data:text/plain,%' }] }],
    'input[0].content[0].file_data',
  ],
  [[{ type: 'function_call_output', output: 'a' }], 'input[0].call_id'],
])('%j is refused at %s', (input, param) => {
  expect(problemOf(...input)).toMatchObject({ code: 'INVALID_REQUEST', param });
});
