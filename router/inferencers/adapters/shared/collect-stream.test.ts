import { describe, expect, test } from 'vitest';

import type { ChatChunk } from '#core/chat.ts';
import { fragment, frame, replay } from '../../fixtures/chat-frames.ts';
import { collectStream } from './collect-stream.ts';

async function callsFrom(chunks: readonly ChatChunk[]) {
  const { choices } = await collectStream(replay(chunks));
  return (choices[0]?.message.tool_calls ?? []).map((call) => [
    call.id,
    call.function.name,
    call.function.arguments,
  ]);
}

describe('collectStream', () => {
  test('joins text and reasoning, keeps the other fields and the usage', async () => {
    const usage = { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 };
    const answer = await collectStream(
      replay([
        frame({ role: 'assistant', content: '', reasoning: 'hm' }),
        frame({ content: 'Hel', reasoning: 'm' }),
        frame({ content: 'lo', custom: 7 }),
        frame({}, 'length'),
        { ...frame({}), choices: [], usage },
      ]),
    );
    expect(answer).toEqual({
      id: 'chatcmpl-1',
      object: 'chat.completion',
      created: 1,
      model: 'm',
      choices: [
        {
          index: 0,
          message: { role: 'assistant', content: 'Hello', reasoning: 'hmm', custom: 7 },
          finish_reason: 'length',
        },
      ],
      usage,
    });
  });

  test('keeps choices apart and in order', async () => {
    const at = (index: number, content: string): ChatChunk => ({
      ...frame({}),
      choices: [{ index, delta: { content }, finish_reason: null }],
    });
    const { choices } = await collectStream(replay([at(1, 'b'), at(0, 'a'), at(1, 'B')]));
    expect(choices.map(({ message }) => message.content)).toEqual(['a', 'bB']);
  });

  test('rejects as the stream does', async () => {
    async function* broken(): AsyncGenerator<ChatChunk> {
      yield frame({ content: 'half' });
      throw new Error('cut');
    }
    await expect(collectStream(broken())).rejects.toThrow('cut');
  });
});

describe('tool call fragments', () => {
  test('with the same index belong together, also when interleaved', async () => {
    const calls = await callsFrom([
      fragment({ index: 0, id: 'x', function: { name: 'one', arguments: '' } }),
      fragment({ index: 1, id: 'y', function: { name: 'two', arguments: '{"b"' } }),
      fragment({ index: 0, function: { arguments: '{"a":' } }),
      fragment({ index: 1, function: { arguments: ':2}' } }),
      fragment({ index: 0, id: '', function: { name: '', arguments: '1}' } }),
    ]);
    expect(calls).toEqual([
      ['x', 'one', '{"a":1}'],
      ['y', 'two', '{"b":2}'],
    ]);
  });

  test('without an index begin a call when they bring a name and continue it otherwise', async () => {
    const calls = await callsFrom([
      fragment({ id: 'x', function: { name: 'one', arguments: '{' } }),
      fragment({ function: { arguments: '}' } }),
      fragment({ id: 'y', function: { name: 'two', arguments: '[' } }),
      fragment({ id: 'x', function: { arguments: ' ' } }),
      fragment({ id: 'y', function: { arguments: ']' } }),
    ]);
    expect(calls).toEqual([
      ['x', 'one', '{} '],
      ['y', 'two', '[]'],
    ]);
  });

  test('without any id get one by position', async () => {
    const calls = await callsFrom([
      fragment({ index: 3, function: { name: 'one', arguments: '{}' } }),
      fragment({ index: 5, function: { name: 'two' } }),
    ]);
    expect(calls).toEqual([
      ['call_0', 'one', '{}'],
      ['call_1', 'two', ''],
    ]);
  });

  test('that are all counted as 0 are told apart by their ids', async () => {
    const calls = await callsFrom([
      fragment({ index: 0, id: 'x', function: { name: 'one', arguments: '{}' } }),
      fragment({ index: 0, id: 'y', function: { name: 'one', arguments: '[' } }),
      fragment({ index: 0, function: { arguments: ']' } }),
    ]);
    expect(calls).toEqual([
      ['x', 'one', '{}'],
      ['y', 'one', '[]'],
    ]);
  });

  test('may carry arguments as an object, or nothing at all', async () => {
    const calls = await callsFrom([
      fragment({ index: 0, id: 'x', function: { name: 'one', arguments: { a: 1 } } }),
      fragment({ index: 0, function: null }),
    ]);
    expect(calls).toEqual([['x', 'one', '{"a":1}']]);
  });
});
