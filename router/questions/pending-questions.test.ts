import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { RouterError } from '#core/router-error.ts';
import { createFakeEventLog } from '../testing/fake-event-log.ts';
import { createPendingQuestions, type AskOptions } from './pending-questions.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function setUp(timeoutMs = 60_000) {
  const events = createFakeEventLog();
  const pending = createPendingQuestions({ events, timeoutMs, now: () => 1_000 });
  const ask = (server = 'git', options: Partial<AskOptions> = {}) =>
    pending.ask(
      { kind: 'form', server, message: 'Whose?', schema: {} },
      { signal: new AbortController().signal, check: (answer) => answer, ...options },
    );
  const first = () => pending.list()[0]?.id ?? '';
  return { events, pending, ask, first };
}

test('a question waits with its times until it is answered', async () => {
  const { events, pending, ask, first } = setUp();
  const asked = ask();
  const id = first();
  expect(pending.list()).toMatchObject([{ id, server: 'git', askedAt: 1_000, expiresAt: 61_000 }]);
  pending.answer(id, { action: 'decline' });
  expect(await asked).toEqual({ kind: 'answered', answer: { action: 'decline' } });
  expect(pending.list()).toEqual([]);
  expect(vi.getTimerCount()).toBe(0);
  expect(events.published).toEqual([
    { kind: 'question-asked', questionId: id, server: 'git' },
    { kind: 'question-ended', questionId: id, outcome: 'answered' },
  ]);
  expect(() => pending.answer(id, { action: 'decline' })).toThrow(
    expect.objectContaining({ code: 'NOT_FOUND' }),
  );
});

test('its time ends it', async () => {
  const { events, pending, ask } = setUp();
  const asked = ask();
  vi.advanceTimersByTime(59_999);
  expect(pending.list()).toHaveLength(1);
  vi.advanceTimersByTime(1);
  expect(await asked).toEqual({ kind: 'expired' });
  expect(events.published.at(-1)).toMatchObject({ kind: 'question-ended', outcome: 'expired' });
});

test('a time longer than timers can wait does not end it at once', () => {
  const { pending, ask } = setUp(2_000_000_000_000);
  void ask();
  vi.advanceTimersByTime(1_000_000);
  expect(pending.list()).toHaveLength(1);
});

test('whoever asked can withdraw it', async () => {
  const { events, pending, ask } = setUp();
  const controller = new AbortController();
  const asked = ask('git', { signal: controller.signal });
  controller.abort();
  await expect(asked).rejects.toMatchObject({ code: 'CANCELLED' });
  expect(pending.list()).toEqual([]);
  expect(events.published.at(-1)).toMatchObject({ outcome: 'withdrawn' });
  expect(vi.getTimerCount()).toBe(0);
  await expect(ask('git', { signal: AbortSignal.abort() })).rejects.toMatchObject({
    code: 'CANCELLED',
  });
  expect(events.published).toHaveLength(2);
});

test('an answer that does not fit leaves it waiting; what fits may be changed', async () => {
  const { pending, ask, first } = setUp();
  const asked = ask('git', {
    check(answer) {
      if (answer.action !== 'accept') throw new RouterError('INVALID_REQUEST', 'no');
      return { ...answer, content: { checked: true } };
    },
  });
  expect(() => pending.answer(first(), { action: 'decline' })).toThrow('no');
  expect(pending.list()).toHaveLength(1);
  pending.answer(first(), { action: 'accept' });
  expect(await asked).toMatchObject({ answer: { content: { checked: true } } });
});

test('one server gets twenty places, all of them a hundred', async () => {
  const { pending, ask, first } = setUp();
  for (let count = 0; count < 20; count += 1) void ask('git');
  expect(await ask('git')).toEqual({
    kind: 'unasked',
    reason: '20 questions of this server wait for the user already',
  });
  for (let count = 0; count < 80; count += 1) void ask(`server-${count % 4}`);
  expect(await ask('last')).toMatchObject({
    kind: 'unasked',
    reason: expect.stringMatching('100'),
  });
  expect(pending.list()).toHaveLength(100);
  pending.answer(first(), { action: 'cancel' });
  void ask('last');
  expect(pending.list().at(-1)).toMatchObject({ server: 'last' });
});

test('where nobody is, nobody is asked, and nothing waits', async () => {
  const events = createFakeEventLog();
  const unattended = 'nobody can answer here';
  const pending = createPendingQuestions({ events, timeoutMs: 60_000, unattended });
  const { signal } = new AbortController();
  const question = { kind: 'form', server: 'git', message: 'Whose?', schema: {} } as const;
  expect(await pending.ask(question, { signal, check: (answer) => answer })).toEqual({
    kind: 'unasked',
    reason: unattended,
  });
  expect([pending.list(), events.published, vi.getTimerCount()]).toEqual([[], [], 0]);
});
