import { expect, test } from 'vitest';

import { openAgents } from './fixtures/open-agents.ts';

const { signal } = new AbortController();
const QUESTION = { question: 'Which colour?', options: ['red', 'blue'] };

async function openAsked(...questions: readonly Readonly<Record<string, unknown>>[]) {
  const room = await openAgents();
  room.mock.script([{ say: 'Hm. ' }, { ask: questions }, { say: 'Thanks' }], [{ say: 'next' }]);
  return { ...room, asked: await room.tell(room.rowOf(), 'Paint it') };
}

test('a question pauses the turn, and the next text answers exactly it', async () => {
  await using room = await openAsked(QUESTION);
  const { finished, row } = room.asked;
  expect(finished).toMatchObject({
    result: { text: 'Hm. ', status: 'requires_action', requiredAction: { question: QUESTION } },
  });
  expect(row.pendingId).toMatch(/^tool_/);
  expect(await room.agents.pending?.(row, signal)).toEqual({ question: QUESTION });

  const answered = await room.tell(row, 'blue');
  expect(room.mock.lastSent()).toEqual([
    {
      type: 'user.custom_tool_result',
      custom_tool_use_id: row.pendingId,
      content: [{ type: 'text', text: 'blue' }],
    },
  ]);
  expect(answered.finished?.result).toMatchObject({ text: 'Thanks', status: 'completed' });
  expect(answered.events[0]).toEqual({ kind: 'answered' });
  expect((await room.tell(answered.row, 'more')).text).toBe('next');
});

test('two questions at once are asked one after the other', async () => {
  await using room = await openAsked({ question: 'One?' }, { question: 'Two?' });
  expect(room.asked.finished?.result.requiredAction).toEqual({ question: { question: 'One?' } });
  const second = await room.tell(room.asked.row, '1');
  expect(second.finished?.result.requiredAction).toEqual({ question: { question: 'Two?' } });
  expect(second.row.pendingId).not.toBe(room.asked.row.pendingId);
  expect((await room.tell(second.row, '2')).text).toBe('Thanks');
});

test('of two answers to one question exactly one wins', async () => {
  await using room = await openAsked(QUESTION);
  const results = await Promise.allSettled([
    room.tell(room.asked.row, 'red'),
    room.tell(room.asked.row, 'blue'),
  ]);
  const won = results.filter((one) => one.status === 'fulfilled');
  const lost = results.filter((one) => one.status === 'rejected');
  expect(won.map(({ value }) => value.text)).toEqual(['Thanks']);
  expect(lost.map(({ reason }) => reason as unknown)).toMatchObject([
    { code: 'CONVERSATION_CONFLICT' },
  ]);
  const [session] = room.mock.sessions.values();
  const taken = session!.history.filter(({ type }) => type === 'user.custom_tool_result');
  expect(taken).toHaveLength(1);
});

test('who answered too late is told that the question is answered', async () => {
  await using room = await openAsked(QUESTION);
  await room.tell(room.asked.row, 'red');
  const seen: string[] = [];
  const late = room.tell(room.asked.row, 'blue', { onEvent: ({ kind }) => seen.push(kind) });
  await expect(late).rejects.toMatchObject({ code: 'CONVERSATION_CONFLICT', status: 409 });
  expect(seen).toEqual(['answered']);
});

test('an answer that arrived is not given again when the turn fails after it', async () => {
  await using room = await openAgents();
  const failing = { event: { type: 'session.error', error: { message: 'overloaded' } } };
  room.mock.script([{ ask: [QUESTION] }, failing, { wait: true }], [{ say: 'later' }]);
  const { row } = await room.tell(room.rowOf(), 'Hi');
  const seen: string[] = [];
  const failed = room.tell(row, 'blue', { onEvent: ({ kind }) => seen.push(kind) });
  await expect(failed).rejects.toMatchObject({ code: 'AGENT_FAILED' });
  expect(seen).toEqual(['answered']);
  expect((await room.tell({ ...row, pendingId: null }, 'go on')).text).toBe('later');
});

test('a question that the router could not note before it ended is asked again', async () => {
  await using room = await openAsked(QUESTION);
  const again = await room.tell({ ...room.asked.row, pendingId: null }, 'Hello?');
  expect(again.finished).toMatchObject({
    pendingId: room.asked.row.pendingId,
    result: { status: 'requires_action', requiredAction: { question: QUESTION } },
  });
  expect((await room.tell(again.row, 'blue')).text).toBe('Thanks');
});

test('a pause for something that is no question fails in words', async () => {
  await using room = await openAgents();
  const stop_reason = { type: 'requires_action', event_ids: ['sevt_of_a_built_in_tool'] };
  room.mock.script([{ event: { type: 'session.status_idle', stop_reason } }]);
  await expect(room.tell(room.rowOf(), 'Hi')).rejects.toMatchObject({
    code: 'AGENT_FAILED',
    message: expect.stringContaining('no question'),
  });
});

test('there is no question where none is pending, or the session is new', async () => {
  await using room = await openAsked(QUESTION);
  const { row } = room.asked;
  expect(await room.agents.pending?.({ ...row, pendingId: null }, signal)).toBeUndefined();
  expect(await room.agents.pending?.({ ...row, nativeId: null }, signal)).toBeUndefined();
});
