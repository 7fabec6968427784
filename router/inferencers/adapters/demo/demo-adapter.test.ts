import { describe, expect, test } from 'vitest';

import type { ChatMessage, ChatRequest } from '#core/chat.ts';
import { collect } from '../../fixtures/chat-frames.ts';
import { createDemoAdapter } from './demo-adapter.ts';

const demo = createDemoAdapter({ newId: () => 'id', nowSeconds: () => 42 });
const signal = (): { signal: AbortSignal } => ({ signal: new AbortController().signal });
const user = (content: unknown): ChatMessage => ({ role: 'user', content });

function tool(name: string, properties: Record<string, unknown> = {}) {
  const parameters = { type: 'object', properties, required: Object.keys(properties) };
  return { type: 'function', function: { name, parameters } } as const;
}
const ADD = tool('add', { a: { type: 'integer' }, b: { type: 'integer' } });
const TIME = tool('time');

async function ask(
  model: string,
  messages: readonly ChatMessage[],
  more: Partial<ChatRequest> = {},
) {
  const answer = await demo.complete({ ...more, model, messages }, signal());
  const [choice] = answer.choices;
  return { ...answer, message: choice?.message, finish: choice?.finish_reason };
}

describe('demo/echo', () => {
  test('says what the user said last, with words as usage', async () => {
    const messages = [{ role: 'system', content: 'be brief' }, user('no'), user(' hello  there\n')];
    expect(await ask('echo', messages)).toMatchObject({
      id: 'chatcmpl-id',
      created: 42,
      model: 'echo',
      message: { role: 'assistant', content: ' hello  there\n' },
      finish: 'stop',
      usage: { prompt_tokens: 5, completion_tokens: 2, total_tokens: 7 },
    });
  });

  test('says the text parts of mixed content', async () => {
    const image = { type: 'image_url', image_url: { url: 'data:,' } };
    const content = [{ type: 'text', text: 'look' }, image, { type: 'text', text: 'here' }];
    expect((await ask('echo', [user(content)])).message?.content).toBe('look\nhere');
  });

  test('says what it is when nobody said anything', async () => {
    expect((await ask('echo', [])).message?.content).toMatch(/demo, not a real model/);
  });

  test('ignores tools', async () => {
    expect((await ask('echo', [user('hi')], { tools: [ADD] })).message?.content).toBe('hi');
  });

  test('streams a word at a time', async () => {
    const request = { model: 'echo', messages: [user('one two')] };
    const chunks = await collect(demo.stream(request, signal()));
    expect(chunks.map(({ choices }) => [choices[0]?.delta, choices[0]?.finish_reason])).toEqual([
      [{ role: 'assistant', content: '' }, null],
      [{ content: 'one ' }, null],
      [{ content: 'two' }, null],
      [{}, 'stop'],
    ]);
  });

  test.each(['max_tokens', 'max_completion_tokens'])('stops at %s', async (name) => {
    expect(await ask('echo', [user('one two three')], { [name]: 2 })).toMatchObject({
      message: { content: 'one two ' },
      finish: 'length',
      usage: { completion_tokens: 2 },
    });
    expect((await ask('echo', [user('one two')], { [name]: 2 })).finish).toBe('stop');
  });
});

describe('demo/tools', () => {
  const calls = [
    { id: 'call_id_0', type: 'function', function: { name: 'add', arguments: '{"a":2,"b":3}' } },
    { id: 'call_id_1', type: 'function', function: { name: 'time', arguments: '{}' } },
  ] as const;
  const calling = { role: 'assistant', content: null, tool_calls: calls };
  const result = (id: string, content: unknown): ChatMessage => ({
    role: 'tool',
    tool_call_id: id,
    content,
  });

  test('calls every offered tool once, in one turn', async () => {
    const answer = await ask('tools', [user('add 2 and 3')], { tools: [ADD, TIME] });
    expect(answer).toMatchObject({
      message: { content: null, tool_calls: calls },
      finish: 'tool_calls',
    });
  });

  test('then says a sentence for each result, and that it is a demo', async () => {
    const parts = [{ type: 'text', text: 'noon' }];
    const messages = [
      user('add 2 and 3'),
      calling,
      result('call_id_0', '5'),
      result('call_id_1', parts),
    ];
    expect(await ask('tools', messages, { tools: [ADD, TIME] })).toMatchObject({
      message: {
        content: [
          'This is the Woollama demo, not a real model.',
          'The tool add answered: 5',
          'The tool time answered: noon',
        ].join('\n'),
      },
      finish: 'stop',
    });
  });

  test('calls only those that have no result yet', async () => {
    const messages = [user('add 2 and 3'), calling, result('call_id_0', '5')];
    const answer = await ask('tools', messages, { tools: [ADD, TIME] });
    expect(answer.message?.tool_calls?.map((call) => call.function.name)).toEqual(['time']);
  });

  test('begins again after the next user message', async () => {
    const messages = [user('1 2'), calling, result('call_id_0', '5'), user('3 4')];
    const answer = await ask('tools', messages, { tools: [ADD] });
    expect(answer.message?.tool_calls?.[0]?.function.arguments).toBe('{"a":3,"b":4}');
  });

  test.each([{}, { tools: [] }, { tools: [ADD], tool_choice: 'none' }])(
    'says what it is and echoes without tools (%j)',
    async (more) => {
      const { message, finish } = await ask('tools', [user('hi')], more);
      expect(message?.content).toBe('This is the Woollama demo, not a real model. You said: hi');
      expect(finish).toBe('stop');
    },
  );
});

test('another model is unknown, by its name', async () => {
  await expect(ask('gpt', [user('hi')])).rejects.toMatchObject({
    code: 'UNKNOWN_MODEL',
    param: 'model',
    message: "the demo has no model 'gpt'; it has echo and tools",
  });
});

test('it cannot be relayed', () => {
  expect(demo.relays(() => false)).toBe(false);
});
