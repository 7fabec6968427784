import { expect, test } from 'vitest';

import { RouterError } from '#core/router-error.ts';
import { createPendingQuestions } from '../../questions/pending-questions.ts';
import { createControlApp } from '../../testing/control-app.ts';
import { createFakeEventLog } from '../../testing/fake-event-log.ts';

async function setUp() {
  const questions = createPendingQuestions({ events: createFakeEventLog(), timeoutMs: 600_000 });
  return { questions, router: await createControlApp({ questions }) };
}

function ask({ questions }: Awaited<ReturnType<typeof setUp>>) {
  const question = { kind: 'form', server: 'git', message: 'Whose?', schema: {} } as const;
  return questions.ask(question, {
    signal: new AbortController().signal,
    check(answer) {
      if (answer.action !== 'accept' || answer.content?.['name'] !== '') return answer;
      throw new RouterError('INVALID_REQUEST', 'name is required', {
        param: 'answer.content.name',
      });
    },
  });
}

test('what waits is listed, answered and gone', async () => {
  const parts = await setUp();
  await using router = parts.router;
  expect(await router.client.call('questions.list', {})).toEqual({ questions: [] });
  const asked = ask(parts);
  const { questions } = await router.client.call('questions.list', {});
  expect(questions).toMatchObject([{ kind: 'form', server: 'git', message: 'Whose?' }]);
  const id = questions[0]?.id ?? '';
  const answer = { action: 'accept', content: { name: 'Ada' } } as const;
  expect(await router.client.call('questions.answer', { id, answer })).toEqual({});
  expect(await asked).toEqual({ kind: 'answered', answer });
  expect(await router.client.call('questions.list', {})).toEqual({ questions: [] });
  const again = router.client.call('questions.answer', { id, answer });
  await expect(again).rejects.toMatchObject({ code: 'NOT_FOUND', param: 'id' });
});

test('an answer that does not fit names the field, and the question goes on waiting', async () => {
  const parts = await setUp();
  await using router = parts.router;
  const asked = ask(parts);
  const [question] = parts.questions.list();
  const id = question?.id ?? '';
  const wrong = { id, answer: { action: 'accept', content: { name: '' } } } as const;
  await expect(router.client.call('questions.answer', wrong)).rejects.toMatchObject({
    code: 'INVALID_REQUEST',
    param: 'answer.content.name',
  });
  await router.client.call('questions.answer', { id, answer: { action: 'decline' } });
  expect(await asked).toEqual({ kind: 'answered', answer: { action: 'decline' } });
});
