import { expect, test } from 'vitest';

import type { Params } from '#contract/api.ts';
import type { ToolCallResult } from '#contract/tools.ts';
import { createToolSession } from './tool-session.ts';

const RESULT: ToolCallResult = { requestId: 'req_id1', isError: false, content: [], durationMs: 3 };

function open(answer: () => Promise<ToolCallResult>) {
  const called: Params<'tools.call'>[] = [];
  let ids = 0;
  const session = createToolSession({
    call(params) {
      called.push(params);
      return answer();
    },
    newId: () => `id${(ids += 1)}`,
  });
  return { session, called };
}

test('a call runs under an id of ours, then shows its result', async () => {
  const { session, called } = open(async () => RESULT);
  const running = session.run('a.b', { x: 1 });
  expect(session.runs.get().get('a.b')).toMatchObject({ state: 'running', requestId: 'req_id1' });
  await running;
  expect(called).toEqual([{ name: 'a.b', arguments: { x: 1 }, requestId: 'req_id1' }]);
  expect(session.runs.get().get('a.b')).toMatchObject({ state: 'done', result: RESULT });
});

test('a failure is shown, and the next call has another id', async () => {
  const answers = [Promise.reject(new Error('gone')), Promise.resolve(RESULT)];
  const { session } = open(() => answers.shift()!);
  await session.run('a.b', {});
  expect(session.runs.get().get('a.b')).toMatchObject({
    state: 'failed',
    error: { message: 'gone' },
  });
  await session.run('a.b', {});
  expect(session.runs.get().get('a.b')).toMatchObject({
    state: 'done',
    requestId: 'req_id2',
    error: undefined,
  });
});

test('a tool runs once at a time, others beside it', async () => {
  const gate = Promise.withResolvers<ToolCallResult>();
  const { session, called } = open(() => gate.promise);
  const runs = [session.run('a.b', {}), session.run('a.b', {}), session.run('c.d', {})];
  expect(called.map(({ name }) => name)).toEqual(['a.b', 'c.d']);
  gate.resolve(RESULT);
  await Promise.all(runs);
});
