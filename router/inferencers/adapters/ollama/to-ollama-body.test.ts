import { describe, expect, test } from 'vitest';

import type { ChatMessage } from '#core/chat.ts';
import { toOllamaBody } from './to-ollama-body.ts';
import { toOllamaMessages } from './to-ollama-messages.ts';

const ADD = { type: 'function', function: { name: 'add', parameters: {} } } as const;

function body(more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return toOllamaBody({ model: 'm', messages: [], ...more });
}

describe('the body', () => {
  test('is small when little is asked', () => {
    expect(body({ user: 'u', n: 2 })).toEqual({
      model: 'm',
      messages: [],
      stream: true,
      options: {},
    });
  });

  test('has the sampling parameters as options, where the caller did not set them', () => {
    const asked = {
      temperature: 0.5,
      top_p: 0.9,
      top_k: 5,
      min_p: 0.1,
      seed: 1,
      stop: 'END',
      frequency_penalty: 0.2,
      presence_penalty: null,
      max_tokens: 10,
      options: { num_ctx: 8192, temperature: 0 },
    };
    expect(body(asked)['options']).toEqual({
      num_ctx: 8192,
      temperature: 0,
      top_p: 0.9,
      top_k: 5,
      min_p: 0.1,
      seed: 1,
      stop: ['END'],
      frequency_penalty: 0.2,
      num_predict: 10,
    });
  });

  test.each([
    [{ max_tokens: 1, max_completion_tokens: 2 }, 2],
    [{ max_tokens: 1, options: { num_predict: 3 } }, 3],
    [{ max_tokens: null }, undefined],
  ])('%j predicts %s tokens', (asked, expected) => {
    expect(body(asked)['options']).toMatchObject(
      expected === undefined ? {} : { num_predict: expected },
    );
  });

  test.each([
    [{ response_format: { type: 'json_object' } }, 'json'],
    [{ response_format: { type: 'json_schema', json_schema: { schema: { a: 1 } } } }, { a: 1 }],
    [{ response_format: { type: 'text' } }, undefined],
    [{ format: 'json', response_format: { type: 'text' } }, 'json'],
    [{ format: null }, undefined],
  ])('%j has format %j', (asked, expected) => {
    expect(body(asked)['format']).toEqual(expected);
  });

  test.each([
    [{ think: false }, false],
    [{ reasoning_effort: 'high' }, 'high'],
    [{ reasoning: { effort: 'low' } }, 'low'],
    [{ reasoning_effort: 'none' }, false],
    [{ think: true, reasoning_effort: 'none' }, true],
    [{}, undefined],
  ])('%j thinks: %j', (asked, expected) => {
    expect(body(asked)['think']).toBe(expected);
  });

  test('has tools unless none may be called, and keep_alive', () => {
    expect(body({ tools: [ADD], keep_alive: '5m' })).toMatchObject({
      tools: [ADD],
      keep_alive: '5m',
    });
    expect(body({ tools: [ADD], tool_choice: 'none' })).not.toHaveProperty('tools');
    expect(body({ tools: [] })).not.toHaveProperty('tools');
  });
});

describe('messages', () => {
  test('keep role and text, with developers as system', () => {
    const messages = [
      { role: 'developer', content: 'be brief' },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'a' },
          { type: 'text', text: 'b' },
        ],
      },
      { role: 'assistant', content: null, reasoning: 'hm' },
    ];
    expect(toOllamaMessages(messages)).toEqual([
      { role: 'system', content: 'be brief' },
      { role: 'user', content: 'a\nb' },
      { role: 'assistant', content: '', thinking: 'hm' },
    ]);
  });

  test('carry tool calls with object arguments and results with the tool name', () => {
    const call = (id: string, name: string, args: string) =>
      ({ id, type: 'function', function: { name, arguments: args } }) as const;
    const messages: ChatMessage[] = [
      { role: 'assistant', tool_calls: [call('1', 'add', '{"a":1}'), call('2', 'time', 'oops')] },
      { role: 'tool', tool_call_id: '2', content: 'noon' },
      { role: 'tool', tool_call_id: '1', content: [{ type: 'text', text: '5' }] },
      { role: 'tool', tool_call_id: '9', content: 'lost' },
    ];
    expect(toOllamaMessages(messages)).toEqual([
      {
        role: 'assistant',
        content: '',
        tool_calls: [
          { function: { name: 'add', arguments: { a: 1 } } },
          { function: { name: 'time', arguments: {} } },
        ],
      },
      { role: 'tool', content: 'noon', tool_name: 'time' },
      { role: 'tool', content: '5', tool_name: 'add' },
      { role: 'tool', content: 'lost' },
    ]);
  });

  test('carry images as base64', () => {
    const image = (image_url: unknown) => ({ type: 'image_url', image_url });
    const content = [
      image({ url: 'data:image/png;base64,QUJD' }),
      { type: 'text', text: 'what?' },
      image('data:image/jpeg;charset=x;BASE64,REVG'),
    ];
    expect(toOllamaMessages([{ role: 'user', content }])).toEqual([
      { role: 'user', content: 'what?', images: ['QUJD', 'REVG'] },
    ]);
  });

  test.each([
    [{ type: 'image_url', image_url: { url: 'https://intranet/x.png' } }, '.image_url'],
    [{ type: 'image_url', image_url: { url: 'data:image/svg+xml,<svg/>' } }, '.image_url'],
    [{ type: 'image_url', image_url: {} }, '.image_url'],
    [{ type: 'input_audio', input_audio: {} }, ''],
    [7, ''],
  ])('never fetch or drop a part: %j is refused by its place', (part, field) => {
    const messages = [
      { role: 'user', content: 'a' },
      { role: 'user', content: [{ type: 'text', text: 'b' }, part] },
    ];
    expect(() => toOllamaMessages(messages)).toThrow(
      expect.objectContaining({
        code: 'INVALID_REQUEST',
        param: `messages[1].content[1]${field}`,
      }),
    );
  });
});
