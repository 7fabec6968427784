import { describe, expect, test } from 'vitest';

import {
  applyChatEvent,
  NO_ANSWER,
  toMessages,
  toProblem,
  type Answer,
  type ChatEvent,
} from './chat-model.ts';

const chunk = (value: unknown): ChatEvent => ({ kind: 'chunk', chunk: value });
const delta = (part: unknown, finish?: string): ChatEvent =>
  chunk({ choices: [{ delta: part, finish_reason: finish ?? null }] });

const run = (...events: readonly ChatEvent[]): Answer => events.reduce(applyChatEvent, NO_ANSWER);

test('an answer grows piece by piece, then ends', () => {
  const answer = run(
    { kind: 'opened', requestId: 'req_1' },
    delta({ role: 'assistant', content: '' }),
    delta({ content: 'one ' }),
    delta({ content: 'two' }),
    delta({}, 'stop'),
    chunk({ choices: [], usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 } }),
    { kind: 'ended', complete: true },
  );
  expect(answer).toEqual({
    state: 'done',
    text: 'one two',
    reasoning: '',
    finishReason: 'stop',
    usage: { promptTokens: 3, completionTokens: 2, totalTokens: 5 },
    problem: undefined,
    requestId: 'req_1',
  });
});

test.each([['reasoning_content'], ['reasoning']])('%s is kept apart from the answer', (name) => {
  const answer = run(delta({ [name]: 'hm ' }), delta({ [name]: 'yes' }), delta({ content: 'A' }));
  expect([answer.reasoning, answer.text]).toEqual(['hm yes', 'A']);
});

test('a refusal is shown as the answer', () => {
  expect(run(delta({ refusal: 'no' })).text).toBe('no');
});

test('an error inside the stream fails it, and what came before stays', () => {
  const error = { message: 'broken off', code: 'upstream_cut', type: 'server_error' };
  const answer = run(delta({ content: 'half' }), chunk({ error }), {
    kind: 'ended',
    complete: true,
  });
  expect(answer).toMatchObject({
    state: 'failed',
    text: 'half',
    problem: { code: 'upstream_cut', message: 'broken off' },
  });
});

test('an end that nobody announced is a failure, unless the model had finished', () => {
  const cut: ChatEvent = { kind: 'ended', complete: false };
  expect(run(delta({ content: 'half' }), cut)).toMatchObject({
    state: 'failed',
    text: 'half',
    problem: { code: 'UPSTREAM_CUT' },
  });
  expect(run(delta({ content: 'all' }, 'stop'), cut).state).toBe('done');
});

test('a stop ends what runs, and nothing else', () => {
  expect(run(delta({ content: 'half' }), { kind: 'stopped' })).toMatchObject({
    state: 'stopped',
    text: 'half',
  });
  expect(run({ kind: 'ended', complete: true }, { kind: 'stopped' }).state).toBe('done');
});

test.each([
  null,
  7,
  'text',
  {},
  { choices: 'x' },
  { choices: [7] },
  { choices: [{ delta: 7 }] },
  { choices: [{ delta: { content: { a: 1 } } }] },
  { choices: [], usage: { prompt_tokens: 'many' } },
])('%j of an inferencer says nothing', (odd) => {
  expect(run(chunk(odd))).toEqual(NO_ANSWER);
});

describe('toProblem', () => {
  test.each([
    [
      { code: 'missing_key', message: 'no key' },
      { code: 'missing_key', message: 'no key' },
    ],
    [
      { code: null, type: 'rate_limit', message: 'slow' },
      { code: 'rate_limit', message: 'slow' },
    ],
    [{ code: 429 }, { code: '', message: 'The answer is an error.' }],
    ['plain', { code: '', message: 'plain' }],
    [undefined, { code: '', message: 'The answer is an error.' }],
  ])('%j', (error, problem) => {
    expect(toProblem(error)).toEqual(problem);
  });
});

test('the model is told what was answered, not what failed', () => {
  const exchange = (id: number, text: string) => ({
    id,
    model: 'demo/echo',
    prompt: `ask ${id}`,
    answer: { ...NO_ANSWER, text },
  });
  expect(toMessages([exchange(1, 'said'), exchange(2, '')], 'now')).toEqual([
    { role: 'user', content: 'ask 1' },
    { role: 'assistant', content: 'said' },
    { role: 'user', content: 'now' },
  ]);
});
