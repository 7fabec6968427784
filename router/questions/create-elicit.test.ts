import { describe, expect, test } from 'vitest';

import type { JsonObject } from '#core/ports/tools.ts';
import { createFakeEventLog } from '../testing/fake-event-log.ts';
import { createElicit } from './create-elicit.ts';
import { createPendingQuestions } from './pending-questions.ts';

function setUp() {
  const pending = createPendingQuestions({ events: createFakeEventLog(), timeoutMs: 60_000 });
  const elicit = createElicit({ pending, show: (text) => text.replaceAll('hunter2', '[secret]') });
  const { signal } = new AbortController();
  const ask = (params: JsonObject) => elicit({ server: 'git', client: 'hunter2', params }, signal);
  const first = () => pending.list()[0]?.id ?? '';
  return { pending, ask, first };
}

const requestedSchema = {
  type: 'object',
  properties: { name: { type: 'string' }, polite: { type: 'boolean', default: true } },
  required: ['name'],
};
const form = { message: 'Say hunter2', requestedSchema };

describe('a form', () => {
  test.each([{}, { mode: 'form' }])('is shown, checked and answered: %j', async (mode) => {
    const { pending, ask, first } = setUp();
    const asked = ask({ ...form, ...mode });
    expect(pending.list()).toMatchObject([
      {
        kind: 'form',
        server: 'git',
        client: '[secret]',
        message: 'Say [secret]',
        schema: requestedSchema,
      },
    ]);
    expect(() => pending.answer(first(), { action: 'accept', content: {} })).toThrow(
      expect.objectContaining({ code: 'INVALID_REQUEST', param: 'answer.content.name' }),
    );
    const content = { name: 'Ada' };
    pending.answer(first(), { action: 'accept', content, always: true });
    expect(await asked).toEqual({
      ok: true,
      result: { action: 'accept', content: { name: 'Ada', polite: true } },
    });
  });

  test.each(['decline', 'cancel'] as const)('%s is passed on', async (action) => {
    const { pending, ask, first } = setUp();
    const asked = ask(form);
    pending.answer(first(), { action });
    expect(await asked).toEqual({ ok: true, result: { action } });
  });

  test.each([
    { message: 'x' },
    { requestedSchema },
    { ...form, mode: 'video' },
    { message: 'x', requestedSchema: { type: 'object', properties: { a: { type: 'object' } } } },
  ])('that cannot be shown is refused: %j', async (params) => {
    const { pending, ask } = setUp();
    expect(await ask(params)).toMatchObject({ ok: false, error: { code: -32_602 } });
    expect(pending.list()).toEqual([]);
  });
});

describe('an address', () => {
  const url = 'https://example.com/sign-in?state=1';

  test('is shown, and the answer has no content', async () => {
    const { pending, ask, first } = setUp();
    const asked = ask({ mode: 'url', message: 'Sign in', url, elicitationId: 'e1' });
    expect(pending.list()).toMatchObject([{ kind: 'url', message: 'Sign in', url }]);
    pending.answer(first(), { action: 'accept', content: { a: 1 } });
    expect(await asked).toEqual({ ok: true, result: { action: 'accept' } });
  });

  test.each([
    'javascript:alert(1)',
    'file:///etc/passwd',
    'vscode://x',
    'https://bank.example@evil.example/',
    'nowhere',
    `https://example.com/${'x'.repeat(9_000)}`,
  ])('that is no harmless web address is refused: %s', async (url) => {
    const { pending, ask } = setUp();
    const outcome = await ask({ mode: 'url', message: 'Sign in', url });
    expect(outcome).toMatchObject({ ok: false, error: { code: -32_602 } });
    expect(pending.list()).toEqual([]);
  });
});

test('beyond the places for questions the server is told so', async () => {
  const { ask } = setUp();
  for (let count = 0; count < 20; count += 1) void ask(form);
  expect(await ask(form)).toEqual({
    ok: false,
    error: { code: -32_603, message: '20 questions of this server wait for the user already' },
  });
});
