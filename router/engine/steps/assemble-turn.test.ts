import { describe, expect, it } from 'vitest';

import type { ChatChunk, ChatDelta } from '#core/chat.ts';

import { chunk } from '../../testing/fake-scripted-model.ts';
import { createAssembly } from './assemble-turn.ts';

function assemble(chunks: readonly ChatChunk[]) {
  const assembly = createAssembly();
  const pieces = chunks.map((item) => assembly.add(item));
  return { pieces, turn: assembly.finish() };
}

function assembleCalls(pieces: readonly object[]) {
  const chunks = pieces.map((piece) => chunk({ tool_calls: [piece] } as ChatDelta));
  return assemble(chunks).turn.calls;
}

const call = (id: string, name: string, text: string) => ({
  id,
  type: 'function',
  function: { name, arguments: text },
});

describe('createAssembly', () => {
  it('joins text and lists, and takes the last of everything else', () => {
    const { turn } = assemble([
      chunk({ role: 'assistant', content: 'a', reasoning: 'x' }),
      chunk({ content: 'b', reasoning: 'y', reasoning_details: [1] }),
      chunk({ content: null, reasoning_details: [2], audio: { id: 1 } }),
      chunk({ audio: { id: 2 } }, 'length'),
      chunk({}),
    ]);
    expect(turn.message).toEqual({
      role: 'assistant',
      content: 'ab',
      reasoning: 'xy',
      reasoning_details: [1, 2],
      audio: { id: 2 },
    });
    expect(turn.finishReason).toBe('length');
  });

  it('shows of a chunk neither role nor calls nor blanks', () => {
    const { pieces } = assemble([
      chunk({ role: 'assistant', content: '', tool_calls: [{ index: 0 }] }),
      { ...chunk({}), choices: [] },
    ]);
    expect(pieces).toEqual([{ delta: {}, choice: {} }, undefined]);
  });

  it('follows the first of several choices only', () => {
    const second = { ...chunk({}), choices: [{ index: 1, delta: { content: 'no' } }] };
    const { turn, pieces } = assemble([chunk({ content: 'yes' }), second]);
    expect(turn.message.content).toBe('yes');
    expect(pieces[1]).toBeUndefined();
  });

  it('survives chunks without choices, delta or function', () => {
    const odd = [
      { choices: null },
      { choices: {} },
      { choices: [{ delta: { tool_calls: {} } }] },
    ].map((fields) => ({ ...chunk({}), ...fields }) as unknown as ChatChunk);
    const bare = { ...chunk({}), choices: [{ finish_reason: 'stop' }] } as unknown as ChatChunk;
    const { turn } = assemble([...odd, bare]);
    expect(turn).toMatchObject({ finishReason: 'stop', calls: [], message: { content: null } });
    expect(assembleCalls([{ index: 0, id: 'c1' }])).toEqual([call('c1', '', '')]);
  });

  it('keeps the last usage, wherever it comes', () => {
    const usage = (count: number) => ({
      prompt_tokens: count,
      completion_tokens: count,
      total_tokens: 2 * count,
    });
    const { turn } = assemble([
      { ...chunk({ content: 'a' }), usage: usage(1) },
      { ...chunk({}), choices: [], usage: usage(2) },
      { ...chunk({}), choices: [], usage: null },
    ]);
    expect(turn.usage).toEqual(usage(2));
  });

  it('joins arguments that come one character at a time', () => {
    const pieces = Array.from('{"a":1}', (text) => ({ index: 0, function: { arguments: text } }));
    const opening = { index: 0, id: 'c1', type: 'function', function: { name: 'x' } };
    expect(assembleCalls([opening, ...pieces])).toEqual([call('c1', 'x', '{"a":1}')]);
  });

  it('sorts calls by index and keeps unknown fields of calls', () => {
    const calls = assembleCalls([
      { index: 1, id: 'c2', function: { name: 'b', arguments: '{}' }, extra_content: { s: 1 } },
      { index: 0, id: 'c1', function: { name: 'a', arguments: '{}' } },
    ]);
    expect(calls).toEqual([
      call('c1', 'a', '{}'),
      { ...call('c2', 'b', '{}'), extra_content: { s: 1 } },
    ]);
  });

  it('tells apart calls that share an index but not the id', () => {
    const calls = assembleCalls([
      { index: 0, id: 'c1', function: { name: 'a', arguments: '{"x":1}' } },
      { index: 0, id: 'c2', function: { name: 'a', arguments: '{"x":2}' } },
    ]);
    expect(calls.map(({ id }) => id)).toEqual(['c1', 'c2']);
  });

  it('takes a changing id without a name for the same call', () => {
    const calls = assembleCalls([
      { index: 0, id: 'c1', function: { name: 'a', arguments: '{' } },
      { index: 0, id: 'c1b', function: { arguments: '}' } },
    ]);
    expect(calls).toEqual([call('c1b', 'a', '{}')]);
  });

  it('reads calls without index, id or text arguments', () => {
    const calls = assembleCalls([
      { function: { name: 'a', arguments: { x: 1 } } },
      { function: { name: 'b', arguments: '{"y"' } },
      { function: { arguments: ':2}' } },
    ]);
    expect(calls).toEqual([call('', 'a', '{"x":1}'), call('', 'b', '{"y":2}')]);
  });
});
