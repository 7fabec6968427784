import { describe, expect, test } from 'vitest';

import type { TurnTarget } from '#core/ports/conversations.ts';
import { RouterError } from '#core/router-error.ts';
import {
  createFakeConversations,
  createFakeOwner,
  eventsOf,
  say,
  takeTurn,
  turnOptions,
  type FakeConversations,
  type FakeOwner,
} from '../testing/fake-conversations.ts';

const TARGET = { model: 'demo/x' };

const code = (code: string, rest: object = {}) => expect.objectContaining({ code, ...rest });

/** Runs a turn that fails, and returns the id it had. */
async function failTurn(
  conversations: FakeConversations,
  options: { readonly target?: Partial<TurnTarget>; readonly failure?: Error } = {},
): Promise<string> {
  const { target = {}, failure = new RouterError('STORE_FAILED') } = options;
  const { owner } = conversations;
  const { script } = owner;
  owner.script = failing(failure);
  const open = await conversations.openTurn({ ...TARGET, ...target }, say('hi'), turnOptions());
  await expect(eventsOf(open)).rejects.toBe(failure);
  owner.script = script;
  return open.responseId;
}

function failing(failure: unknown): FakeOwner['script'] {
  return async function* () {
    yield { kind: 'text', delta: 'CANARY' };
    throw failure;
  };
}

describe('a response that was never answered', () => {
  test('says later that it failed, and why', async () => {
    const conversations = createFakeConversations();
    const first = await takeTurn(conversations);
    const id = await failTurn(conversations, { target: { previousResponse: first.responseId } });
    expect(conversations.getResponse(id)).toMatchObject({
      conversation: first.conversation.id,
      previous: first.responseId,
      status: 'failed',
      error: 'STORE_FAILED',
      items: null,
      usage: null,
    });
    expect(conversations.get(first.conversation.id)?.status).toBe('idle');
  });

  test('a mistake of ours is one, too', async () => {
    const conversations = createFakeConversations();
    const id = await failTurn(conversations, { failure: new TypeError('CANARY') });
    expect(conversations.getResponse(id)).toMatchObject({ status: 'failed', error: 'INTERNAL' });
  });

  test('stays when the conversation that began with it is gone', async () => {
    const conversations = createFakeConversations();
    const id = await failTurn(conversations);
    expect(conversations.list({ limit: 1, order: 'asc' }).rows).toEqual([]);
    expect(conversations.getResponse(id)).toMatchObject({ conversation: null, status: 'failed' });
  });

  test('goes with its conversation', async () => {
    const conversations = createFakeConversations();
    const { conversation } = await takeTurn(conversations);
    const id = await failTurn(conversations, { target: { conversation: conversation.id } });
    await conversations.delete(conversation.id, new AbortController().signal);
    expect(conversations.getResponse(id)).toBeUndefined();
  });

  test('is no end of the conversation: what came before it is still the newest', async () => {
    const conversations = createFakeConversations();
    const first = await takeTurn(conversations);
    const target = { previousResponse: first.responseId };
    const id = await failTurn(conversations, { target });
    const failed = conversations.getResponse(id);
    expect(failed && conversations.isNewest(failed)).toBe(false);
    const again = await takeTurn(conversations, target);
    expect(again.conversation.id).toBe(first.conversation.id);
  });

  test('is nothing to go on from; the error says from where', async () => {
    const conversations = createFakeConversations();
    const first = await takeTurn(conversations);
    const known = await failTurn(conversations, { target: { previousResponse: first.responseId } });
    const gone = await failTurn(conversations);
    const param = 'previous_response_id';
    const goOn = (id: string) => takeTurn(conversations, { previousResponse: id });
    await expect(goOn(known)).rejects.toThrow(code('INVALID_REQUEST', { param }));
    await expect(goOn(known)).rejects.toThrow(`go on from '${first.responseId}'`);
    await expect(goOn(gone)).rejects.toThrow(/failed, so nothing can go on from it; begin anew/);
  });

  test('does not make a conversation answered', async () => {
    const conversations = createFakeConversations();
    const { row } = conversations.create(TARGET);
    const target = { conversation: row.id };
    const failure = new RouterError('CONVERSATION_GONE');
    await failTurn(conversations, { target });
    await failTurn(conversations, { target, failure });
    expect(conversations.get(row.id)).toMatchObject({ status: 'idle', nativeId: null });
  });
});

describe('a response that was cancelled', () => {
  test('says so, whether by its id or by its client', async () => {
    const owner = createFakeOwner();
    owner.script = async function* (_row, _input, { signal }) {
      yield { kind: 'text', delta: 'x' };
      await new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
      });
    };
    const conversations = createFakeConversations(owner);
    const client = new AbortController();
    const open = (signal?: AbortSignal) =>
      conversations.openTurn(TARGET, say('x'), turnOptions(signal));
    const [byId, byClient, left] = [await open(), await open(client.signal), await open()];
    const ran = [eventsOf(byId), eventsOf(byClient)];
    conversations.cancelResponse(byId.responseId);
    client.abort(new RouterError('CANCELLED'));
    for await (const _event of left.events) break;
    await Promise.allSettled(ran);
    for (const { responseId } of [byId, byClient, left]) {
      expect(conversations.getResponse(responseId)).toMatchObject({
        status: 'cancelled',
        error: 'CANCELLED',
      });
    }
    await conversations.stop();
  });
});

describe('a response that is being made', () => {
  const endless = () => {
    const owner = createFakeOwner();
    owner.script = async function* (_row, _input, { signal }) {
      yield { kind: 'text', delta: 'CANARY' };
      await new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
      });
    };
    return createFakeConversations(owner);
  };

  test('is known, and nothing goes on from it', async () => {
    const conversations = endless();
    const { responseId, events } = await conversations.openTurn(TARGET, say('x'), turnOptions());
    const running = events[Symbol.asyncIterator]();
    await running.next();
    expect(conversations.getResponse(responseId)?.status).toBe('in_progress');
    const again = takeTurn(conversations, { previousResponse: responseId });
    await expect(again).rejects.toThrow(/still being made; wait for its end/);
    await running.return?.();
    expect(conversations.getResponse(responseId)?.status).toBe('cancelled');
  });

  test.each(['a first turn', 'a later turn'])('failed when a crash cut off %s', async (kind) => {
    const conversations = endless();
    const target = { ...TARGET };
    if (kind === 'a later turn') {
      Object.assign(target, { conversation: conversations.create(TARGET).row.id });
    }
    const { responseId, events } = await conversations.openTurn(target, say('x'), turnOptions());
    const running = events[Symbol.asyncIterator]();
    await running.next();
    // The handles as the next router finds them.
    const next = createFakeConversations(createFakeOwner(), undefined, conversations.handles);
    next.recover(Number.MAX_SAFE_INTEGER);
    await expect.poll(() => next.list({ limit: 9, order: 'asc', status: 'busy' }).rows).toEqual([]);
    const cutOff = { status: 'failed', error: 'SHUTTING_DOWN' };
    expect(next.getResponse(responseId)).toMatchObject(cutOff);
    await next.stop();
    await running.return?.();
  });
});
