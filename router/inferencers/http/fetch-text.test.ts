import { expect, test } from 'vitest';

import { startFakeUpstream, type Script } from '../fixtures/fake-upstream.ts';
import { createTestTarget } from '../fixtures/test-target.ts';
import { fetchText } from './fetch-text.ts';
import { sendJson } from './send-json.ts';

const PATH = '/v1/x';
const LIMITS = { body: 100, errorBody: 50 };

async function setUp(script: Script) {
  const fake = await startFakeUpstream();
  fake.on(PATH, script);
  const target = createTestTarget(fake.origin);
  const { signal } = new AbortController();
  return {
    fake,
    call: { target, path: '/x', signal },
    [Symbol.asyncDispose]: async () => {
      await target.dispatcher.destroy();
      await fake.close();
    },
  };
}

/** An answer that would go on. */
const endless = (status: number, bytes: number): Script => ({
  status,
  pieces: ['x'.repeat(bytes - 1), 'x'],
  end: 'stall',
});

test('a body as large as allowed is whole', async () => {
  await using test = await setUp({ pieces: ['x'.repeat(60), 'y'.repeat(40)] });
  expect(await fetchText(test.call, LIMITS)).toBe('x'.repeat(60) + 'y'.repeat(40));
});

test('a larger body is UPSTREAM_INVALID, and the connection ends', async () => {
  await using test = await setUp(endless(200, 101));
  await expect(fetchText(test.call, LIMITS)).rejects.toMatchObject({
    code: 'UPSTREAM_INVALID',
    message: "inferencer 'far' sent more than 100 bytes in one answer",
  });
  await test.fake.hungUp();
});

test('a large error body is read no further than needed', async () => {
  await using test = await setUp(endless(503, 51));
  await expect(fetchText(test.call, LIMITS)).rejects.toMatchObject({
    code: 'UPSTREAM_STATUS',
    status: 503,
    message: `inferencer 'far' answered 503: ${'x'.repeat(51)}`,
  });
  await test.fake.hungUp();
});

test('so is one of a call whose answer would be streamed', async () => {
  await using test = await setUp(endless(503, 300_000));
  await expect(sendJson(test.call)).rejects.toMatchObject({ code: 'UPSTREAM_STATUS', status: 503 });
  await test.fake.hungUp();
});
