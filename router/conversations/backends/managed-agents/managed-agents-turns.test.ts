import { expect, test, describe } from 'vitest';

import { openAgents, KEY, toInput } from './fixtures/open-agents.ts';
import type { Step } from './fixtures/mock-session.ts';

const EVENTS = /\/v1\/sessions\/[^/]+\/events\?beta=true$/;
const STREAM = /\/events\/stream\?beta=true$/;

test('the first turn makes environment, agent and session, and opens the stream before it sends', async () => {
  await using room = await openAgents();
  room.mock.script([{ say: 'Good ' }, { say: 'day' }]);
  const told = await room.tell(room.rowOf({ title: 'Mine' }), 'Hi there');

  expect(told.text).toBe('Good day');
  expect(told.finished?.result).toEqual({ text: 'Good day', toolCalls: [], status: 'completed' });
  expect(told.events[0]).toEqual({ kind: 'native', nativeId: told.row.nativeId });
  const { calls } = room.mock;
  expect(calls.slice(0, 2).map(({ path }) => path)).toEqual(
    expect.arrayContaining(['/v1/environments', '/v1/agents']),
  );
  expect(calls.slice(2, 5).map(({ method, path }) => `${method} ${path}`)).toEqual([
    'POST /v1/sessions',
    `GET /v1/sessions/${told.row.nativeId}/events/stream?beta=true`,
    `POST /v1/sessions/${told.row.nativeId}/events?beta=true`,
  ]);
  for (const { headers } of calls) {
    expect(headers).toMatchObject({
      'x-api-key': KEY,
      'anthropic-version': '2023-06-01',
      'anthropic-beta': 'managed-agents-2026-04-01',
    });
  }
  expect(calls.find(({ path }) => path === '/v1/environments')?.body).toEqual({
    name: 'woollama-agents',
    config: { type: 'cloud', networking: { type: 'limited' } },
  });
  expect(calls.find(({ path }) => path === '/v1/agents')?.body).toMatchObject({
    name: 'woollama:claude-haiku-4-5',
    model: 'claude-haiku-4-5',
    tools: [{ type: 'custom', name: 'ask_user' }],
  });
  expect(calls[2]?.body).toMatchObject({ title: 'Mine' });
  expect(calls[4]?.body).toEqual({
    events: [{ type: 'user.message', content: [{ type: 'text', text: 'Hi there' }] }],
  });
});

test('a later turn goes to the same session, and only the latest text of the user is sent', async () => {
  await using room = await openAgents();
  const first = await room.tell(room.rowOf(), 'one');
  room.mock.script([{ say: 'again' }]);
  const messages = [
    { role: 'user', content: 'old' },
    { role: 'assistant', content: 'older' },
    { role: 'user', content: [{ type: 'input_text', text: 'new' }] },
  ];
  const second = await room.tell(first.row, { ...toInput(''), messages });
  expect(second.text).toBe('again');
  expect(room.mock.count('POST', '/v1/sessions')).toBe(1);
  expect(room.mock.lastSent()).toEqual([
    { type: 'user.message', content: [{ type: 'text', text: 'new' }] },
  ]);
});

describe('the stream', () => {
  const TEXT = 'Grüße, 世界, 👩‍👩‍👧 – done';
  test.each([1, 2, 3, 7, 64])('may be cut every %i bytes, with CRLF', async (pieceBytes) => {
    await using room = await openAgents();
    Object.assign(room.mock.shape, { lineEnd: '\r\n', pieceBytes });
    room.mock.script([{ say: TEXT }]);
    expect((await room.tell(room.rowOf(), 'Hi')).text).toBe(TEXT);
  });

  test('may hold an event of megabytes', async () => {
    await using room = await openAgents();
    const long = 'ä'.repeat(3_000_000);
    room.mock.script([{ say: long }]);
    expect((await room.tell(room.rowOf(), 'Hi')).text === long).toBe(true);
  });

  test('may not hold an event beyond the limit', async () => {
    await using room = await openAgents();
    room.mock.script([{ say: 'x'.repeat(17 * 1_048_576) }]);
    await expect(room.tell(room.rowOf(), 'Hi')).rejects.toMatchObject({ code: 'UPSTREAM_INVALID' });
  });

  const SAID: readonly Step[] = [{ say: 'one ' }, { say: 'two ' }, { say: 'three' }];
  const drops = [0, 1, 2, 3].flatMap((at) =>
    (['end', 'reset'] as const).flatMap((drop) => [
      { at, drop, bytes: 0 },
      ...(at < 3 ? [{ at, drop, bytes: 40 }] : []),
    ]),
  );
  test.each(drops)('may break off before step $at ($drop, $bytes bytes)', async (shape) => {
    await using room = await openAgents();
    const { at, drop, bytes } = shape;
    const steps = [...SAID.slice(0, at), { drop, bytes }, ...SAID.slice(at)];
    room.mock.script(steps, steps);
    const first = await room.tell(room.rowOf(), 'Hi');
    expect(first.text).toBe('one two three');
    // What earlier turns said must not come again.
    const second = await room.tell(first.row, 'Hi');
    expect(second.text).toBe('one two three');
    expect(second.finished?.result.text).toBe('one two three');
  });

  test('goes on with a question that came while it was broken', async () => {
    await using room = await openAgents();
    room.mock.script([{ drop: 'end' }, { ask: [{ question: 'Which?' }] }]);
    const { finished } = await room.tell(room.rowOf(), 'Hi');
    expect(finished?.result.requiredAction).toEqual({ question: { question: 'Which?' } });
  });

  test('is given up when it breaks off again and again', async () => {
    await using room = await openAgents();
    room.mock.script([{ wait: true }]);
    room.mock.interfere = ({ path }) =>
      STREAM.test(path) && room.mock.count('GET', STREAM) > 1 ? { status: 503 } : undefined;
    const running = room.tell(room.rowOf(), 'Hi');
    running.catch(() => undefined);
    await room.mock.called('POST', EVENTS);
    for (const session of room.mock.sessions.values()) session.end();
    await expect(running).rejects.toMatchObject({ code: 'UPSTREAM_CUT' });
    expect(room.mock.count('GET', STREAM)).toBe(6);
  });

  test.each([{ echo: false }, { receipts: false }, { echo: false, receipts: false }])(
    'need not show what was sent: %o',
    async (shape) => {
      await using room = await openAgents();
      Object.assign(room.mock.shape, shape);
      room.mock.script([{ say: 'one ' }, { drop: 'end' }, { say: 'two' }]);
      const first = await room.tell(room.rowOf(), 'Hi');
      const second = await room.tell(first.row, 'Hi');
      expect([first.text, second.text]).toEqual(['one two', 'one two']);
    },
  );
});

test('what an earlier turn still says when the next one begins is not taken for its answer', async () => {
  await using room = await openAgents();
  const { row } = await room.tell(room.rowOf(), 'one');
  const session = room.mock.sessions.get(row.nativeId ?? '');
  session!.onStream = () => {
    session!.emit({ type: 'agent.message', content: [{ type: 'text', text: 'stale' }] });
    session!.emit({ type: 'session.status_idle', stop_reason: { type: 'end_turn' } });
  };
  room.mock.script([{ say: 'fresh' }]);
  expect((await room.tell(row, 'two')).text).toBe('fresh');
});

test('usage is the sum of what the model calls say', async () => {
  await using room = await openAgents();
  const model_usage = {
    input_tokens: 3,
    output_tokens: 5,
    cache_read_input_tokens: 10,
    cache_creation_input_tokens: 1,
  };
  const event = { type: 'span.model_request_end', model_usage };
  room.mock.script([{ event }, { say: 'x' }, { event }]);
  const { finished } = await room.tell(room.rowOf(), 'Hi');
  expect(finished?.result.usage).toEqual({
    prompt_tokens: 28,
    completion_tokens: 10,
    total_tokens: 38,
  });
});

test('a turn tells where it lies among the items', async () => {
  await using room = await openAgents();
  room.mock.script([{ say: 'a' }, { say: 'b' }], [{ ask: [{ question: 'c?' }] }, { say: 'd' }]);
  const first = await room.tell(room.rowOf(), 'one');
  const second = await room.tell(first.row, 'two');
  const third = await room.tell(second.row, 'answer');
  expect([first, second, third].map(({ finished }) => finished?.items)).toEqual([
    [0, 1, 3],
    [3, 4, 4],
    [4, 4, 5],
  ]);
});

test('a turn whose place is not to be had is whole without it', async () => {
  await using room = await openAgents();
  room.mock.interfere = ({ method, path }) =>
    method === 'GET' && EVENTS.test(path) ? 'hang-up' : undefined;
  const { finished } = await room.tell(room.rowOf(), 'one');
  expect(finished?.result.text).toBe('hello');
  expect(finished?.items).toBeUndefined();
});
