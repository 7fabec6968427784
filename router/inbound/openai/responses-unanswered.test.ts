import { describe, expect, test } from 'vitest';

import { RouterError } from '#core/router-error.ts';
import { createFakeConversations, createFakeOwner } from '../../testing/fake-conversations.ts';
import { createOpenAiApp } from '../../testing/openai-app.ts';

const ASKED = { model: 'demo/x', input: 'hi', store: true, metadata: { a: 'b' } } as const;

async function open() {
  const owner = createFakeOwner();
  const conversations = createFakeConversations(owner);
  const router = await createOpenAiApp({ conversations });
  return Object.assign(router, { owner, conversations, responses: router.client.responses });
}

/** The last response that a stream showed. */
async function lastOf(stream: AsyncIterable<object>) {
  let last: { readonly id: string; readonly status?: string } = { id: '' };
  for await (const event of stream) if ('response' in event) last = event.response as typeof last;
  return last;
}

describe('a turn that failed in its stream', () => {
  const failing = async () => {
    const router = await open();
    router.owner.script = async function* () {
      yield { kind: 'text', delta: 'half of it' };
      throw new RouterError('STORE_FAILED', 'the CANARY is gone');
    };
    return router;
  };

  test('is read later as failed, without a word of it', async () => {
    await using router = await failing();
    const { id } = await lastOf(await router.responses.create({ ...ASKED, stream: true }));
    const stored = await router.responses.retrieve(id);
    expect(stored).toMatchObject({
      id,
      model: 'demo/x',
      status: 'failed',
      error: { code: 'store_failed', message: 'The conversation store failed' },
      output: [],
      usage: null,
      metadata: { a: 'b' },
      conversation: null,
      store: true,
    });
  });

  test('in a conversation that was there is read as one of its own', async () => {
    await using router = await failing();
    const { row } = router.conversations.create({ model: 'demo/x' });
    const asked = { ...ASKED, conversation: row.id, stream: true } as const;
    const { id } = await lastOf(await router.responses.create(asked));
    expect(await router.responses.retrieve(id)).toMatchObject({
      status: 'failed',
      conversation: { id: row.id },
    });
  });

  test('has no input any more, cannot be cancelled, and can be forgotten', async () => {
    await using router = await failing();
    const { id } = await lastOf(await router.responses.create({ ...ASKED, stream: true }));
    const input = await router.get(`/v1/responses/${id}/input_items`);
    expect(input.verdict).toBe('501 not_supported');
    await expect(router.responses.cancel(id)).rejects.toThrow(/cannot cancel.* failed/);
    await router.responses.delete(id);
    await expect(router.responses.retrieve(id)).rejects.toMatchObject({ status: 404 });
  });
});

test('a turn that was cancelled stays cancelled, however often that is asked', async () => {
  await using router = await open();
  router.owner.script = async function* (_row, _input, { signal }) {
    yield { kind: 'text', delta: 'half' };
    await new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    });
  };
  const stream = await router.responses.create({ ...ASKED, stream: true });
  let id = '';
  for await (const event of stream) {
    if (event.type === 'response.created') id = event.response.id;
    if (event.type !== 'response.output_text.delta') continue;
    await expect(router.responses.delete(id)).rejects.toThrow(/in progress; cancel it first/);
    await router.responses.cancel(id);
  }
  const stored = await router.responses.retrieve(id);
  expect(stored).toMatchObject({ status: 'cancelled', error: null, output: [] });
  expect(stored).toMatchObject(await router.responses.cancel(id));
});
