import { describe, expect, test } from 'vitest';

import { samplingParams } from './sampling-params.ts';
import { toChatRequest } from './to-chat-request.ts';
import { createWireToolNames } from './wire-tool-names.ts';

function convert(params: object) {
  const parsed = samplingParams.parse({ messages: [user(text('hi'))], maxTokens: 9, ...params });
  const names = createWireToolNames(parsed.tools.map(({ name }) => name));
  return toChatRequest(parsed, { model: 'm', maxTokens: 9, names });
}

const messagesOf = (...messages: object[]) => convert({ messages }).messages;
const text = (words: string) => ({ type: 'text', text: words });
const user = (content: unknown) => ({ role: 'user', content });
const assistant = (content: unknown) => ({ role: 'assistant', content });

const IMAGE = { type: 'image', data: 'aGk=', mimeType: 'image/png' };
const IMAGE_PART = { type: 'image_url', image_url: { url: 'data:image/png;base64,aGk=' } };
const audio = (mimeType: string) => ({ type: 'audio', data: 'aGk=', mimeType });

test('a plain question', () => {
  expect(convert({})).toEqual({
    model: 'm',
    messages: [{ role: 'user', content: 'hi' }],
    max_tokens: 9,
  });
});

test('every wish that models know, also a temperature of nothing', () => {
  const wishes = {
    systemPrompt: 'Be brief.',
    temperature: 0,
    stopSequences: ['END'],
    metadata: { user: 'x' },
    includeContext: 'allServers',
  };
  expect(convert(wishes)).toEqual({
    model: 'm',
    messages: [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'hi' },
    ],
    max_tokens: 9,
    temperature: 0,
    stop: ['END'],
  });
});

describe('content', () => {
  test('one block or several', () => {
    expect(messagesOf(user([text('a'), text('b')]), assistant(text('c')))).toEqual([
      { role: 'user', content: 'a\nb' },
      { role: 'assistant', content: 'c' },
    ]);
  });

  test('pictures', () => {
    expect(messagesOf(user(IMAGE), user([text('What is it?'), IMAGE]))).toEqual([
      { role: 'user', content: [IMAGE_PART] },
      { role: 'user', content: [text('What is it?'), IMAGE_PART] },
    ]);
  });

  test.each([
    ['audio/wav', 'wav'],
    ['audio/x-wav', 'wav'],
    ['audio/mpeg', 'mp3'],
    ['audio/ogg; codecs=opus', 'ogg'],
  ])('sound: %s', (mimeType, format) => {
    expect(messagesOf(user(audio(mimeType)))).toEqual([
      { role: 'user', content: [{ type: 'input_audio', input_audio: { data: 'aGk=', format } }] },
    ]);
  });

  test('what models cannot have said keeps its place as a word', () => {
    expect(messagesOf(assistant([text('Look:'), IMAGE]))).toEqual([
      { role: 'assistant', content: 'Look:\n[image]' },
    ]);
  });

  test('of a kind that is unknown is refused', () => {
    const messages = [user({ type: 'hologram' })];
    expect(samplingParams.safeParse({ messages, maxTokens: 1 }).success).toBe(false);
  });
});

describe('tools', () => {
  const inputSchema = { type: 'object', properties: { city: { type: 'string' } } };
  const tools = [
    { name: 'weather.now', description: 'Tells the weather', inputSchema, title: 'Weather' },
    { name: 'weather_now', inputSchema },
  ];
  const use = { type: 'tool_use', id: 'c1', name: 'weather.now', input: { city: 'Rome' } };

  test.each(['auto', 'required', 'none'])('are offered, with the choice %s', (mode) => {
    const request = convert({ tools, toolChoice: { mode } });
    expect(request['tool_choice']).toBe(mode);
    expect(request.tools).toEqual([
      {
        type: 'function',
        function: {
          name: 'weather_now_2',
          description: 'Tells the weather',
          parameters: inputSchema,
        },
      },
      { type: 'function', function: { name: 'weather_now', parameters: inputSchema } },
    ]);
  });

  test('without a choice or without tools nothing is said about it', () => {
    expect(convert({ tools })).not.toHaveProperty('tool_choice');
    expect(convert({ toolChoice: { mode: 'auto' } })).not.toHaveProperty('tool_choice');
  });

  test('calls and results, under the names that were offered', () => {
    const result = { type: 'tool_result', toolUseId: 'c1', content: [text('sunny'), text('warm')] };
    const messages = [user(text('?')), assistant([text('Let me see.'), use]), user(result)];
    expect(convert({ tools, messages }).messages.slice(1)).toEqual([
      {
        role: 'assistant',
        content: 'Let me see.',
        tool_calls: [
          {
            id: 'c1',
            type: 'function',
            function: { name: 'weather_now_2', arguments: '{"city":"Rome"}' },
          },
        ],
      },
      { role: 'tool', tool_call_id: 'c1', content: 'sunny\nwarm' },
    ]);
    expect(messagesOf(assistant(use))).toMatchObject([{ role: 'assistant', content: null }]);
  });

  test.each([
    [{ content: [], structuredContent: { n: 1 } }, '{"n":1}'],
    [{ content: [text('said')], structuredContent: { n: 1 } }, 'said'],
    [{}, '(no content)'],
    [{ content: [text('gone')], isError: true }, '[tool error] gone'],
    [{ content: [{ type: 'resource', resource: { uri: 'a:b', text: 'inside' } }] }, 'inside'],
    [{ content: [{ type: 'resource_link', name: 'x', uri: 'file:///a' }] }, 'file:///a'],
    [{ content: [{ type: 'hologram' }] }, '[hologram]'],
  ])('the result %j is text', (fields, content) => {
    expect(messagesOf(user({ type: 'tool_result', toolUseId: 'c1', ...fields }))).toEqual([
      { role: 'tool', tool_call_id: 'c1', content },
    ]);
  });

  test('results come before what the user says, their pictures with it', () => {
    const result = { type: 'tool_result', toolUseId: 'c1', content: [IMAGE] };
    expect(messagesOf(user([text('And now?'), result]))).toEqual([
      { role: 'tool', tool_call_id: 'c1', content: '[image]' },
      { role: 'user', content: [IMAGE_PART, text('And now?')] },
    ]);
  });
});
