import { expect, test } from 'vitest';

import { sendTurn } from './send-turn.ts';

const TURN = { conversation: 'conv_1', input: 'Both' };

const stream = (...events: readonly object[]) =>
  new Response(events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join(''), {
    headers: { 'content-type': 'text/event-stream' },
  });

test('is a request like that of any program', async () => {
  const asked: unknown[] = [];
  await sendTurn(async (path, init) => {
    asked.push(path, JSON.parse(init.body as string));
    return stream({ type: 'response.created' }, { type: 'response.completed' });
  }, TURN);
  expect(asked).toEqual([
    '/v1/responses',
    { conversation: 'conv_1', input: 'Both', store: true, stream: true },
  ]);
});

test('a response that was cut short is an answer all the same', async () => {
  await sendTurn(async () => stream({ type: 'response.incomplete' }), TURN);
});

const error = { message: 'Another turn of it came first', code: 'conversation_conflict' };

test.each([
  ['a refusal', () => Response.json({ error }, { status: 409 }), error],
  [
    'a failure in the middle',
    () => stream({ type: 'response.created' }, { type: 'response.failed', response: { error } }),
    error,
  ],
  [
    'no words at all',
    () => new Response('<html>', { status: 502 }),
    { message: 'The answer has the status 502.', code: '' },
  ],
  [
    'an end that is none',
    () => stream({ type: 'response.created' }),
    { message: 'The connection broke before the turn was over.', code: '' },
  ],
])('%s is an error with words', async (_what, answer, expected) => {
  await expect(sendTurn(async () => answer(), TURN)).rejects.toMatchObject(expected);
});
