import { Response } from 'undici';
import { describe, expect, test } from 'vitest';

import { limitAnswer } from './answer-limit.ts';

const LIMIT = 20;

function read(type: string, chunks: readonly string[]): Promise<string> {
  const body = ReadableStream.from(chunks.map((chunk) => Buffer.from(chunk)));
  const response = new Response(body, { status: 201, headers: { 'content-type': type } });
  return limitAnswer(response, LIMIT).text();
}

test('an answer within the limit passes as it is', async () => {
  expect(await read('application/json', ['x'.repeat(10), 'x'.repeat(10)])).toHaveLength(20);
  const empty = new Response(null, { status: 202 });
  expect(limitAnswer(empty, LIMIT)).toBe(empty);
  const answer = limitAnswer(new Response('x', { status: 404, headers: { a: 'b' } }), LIMIT);
  expect([answer.status, answer.headers.get('a')]).toEqual([404, 'b']);
});

test('an answer beyond the limit fails', async () => {
  await expect(read('application/json', ['x'.repeat(10), 'x'.repeat(11)])).rejects.toMatchObject({
    code: 'TOOLS_UNAVAILABLE',
  });
});

describe('a stream of events', () => {
  const type = 'text/event-stream; charset=utf-8';

  test.each([
    ['whole', ['data: 0123456789\n\n']],
    ['cut anywhere', Array.from('data: 0123456789\r\n\r\n')],
  ])('may be longer than the limit, events %s', async (_how, event) => {
    const chunks = Array.from({ length: 50 }, () => event).flat();
    expect(await read(type, chunks)).toBe(chunks.join(''));
  });

  test.each([
    ['one line', ['data: 0123456', '7890123456789\n\n']],
    ['many lines', Array.from({ length: 10 }, () => 'data: 1\n')],
    ['lines that only look empty', Array.from({ length: 10 }, () => 'data: 1\n:\n')],
    ['no lines', Array.from({ length: 10 }, () => 'data:1\r\r')],
  ])('fails when one event is too long: %s', async (_how, chunks) => {
    await expect(read(type, chunks)).rejects.toMatchObject({ code: 'TOOLS_UNAVAILABLE' });
  });
});
