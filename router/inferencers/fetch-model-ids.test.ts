import { expect, test } from 'vitest';

import { fetchModelIds } from './fetch-model-ids.ts';
import { html, json, startFakeUpstream, type Script } from './fixtures/fake-upstream.ts';
import { createTestTarget } from './fixtures/test-target.ts';

async function setUp(script: Script) {
  const fake = await startFakeUpstream();
  fake.on('/v1/models', script);
  const target = createTestTarget(fake.origin, { headers: { authorization: 'Bearer k' } });
  return {
    fake,
    ask: (signal = new AbortController().signal) => fetchModelIds(target, signal),
    async [Symbol.asyncDispose]() {
      await target.dispatcher.destroy();
      await fake.close();
    },
  };
}

test.each([
  ['as OpenAI does', { object: 'list', data: [{ id: 'a', created: 1 }, { id: 'b' }] }],
  ['as a bare list', [{ id: 'a' }, { id: 'b' }]],
])('models listed %s are found, with the key sent', async (_, body) => {
  await using test = await setUp(json(body));
  expect(await test.ask()).toEqual(['a', 'b']);
  expect(test.fake.requests).toMatchObject([
    { method: 'GET', path: '/v1/models', headers: { authorization: 'Bearer k' } },
  ]);
});

test.each([
  [
    'another router’s own models',
    ['auto/default', 'x/a', 'r/auto/default', 'r/y/b', 'woollama/r'],
    ['auto/default', 'x/a', 'woollama/r'],
  ],
  [
    'everything of a gateway that is none',
    ['r/auto/default', 'r/y/b'],
    ['r/auto/default', 'r/y/b'],
  ],
])('%s are taken: %j', async (_, listed, taken) => {
  await using test = await setUp(json({ data: listed.map((id) => ({ id })) }));
  expect(await test.ask()).toEqual(taken);
});

test.each([
  ['something else', json({ data: 'none' }), 'UPSTREAM_INVALID'],
  ['a page', html('hi', 200), 'UPSTREAM_INVALID'],
  ['a refusal', json({ error: { message: 'no' } }, 401), 'UPSTREAM_STATUS'],
])('%s is a failure', async (_, script, code) => {
  await using test = await setUp(script);
  await expect(test.ask()).rejects.toMatchObject({ code });
});

test('the asking can be stopped', async () => {
  await using test = await setUp('silent');
  const controller = new AbortController();
  const ids = test.ask(controller.signal);
  await expect.poll(() => test.fake.requests.length).toBe(1);
  controller.abort();
  await expect(ids).rejects.toMatchObject({ code: 'CANCELLED' });
  await test.fake.hungUp();
});
