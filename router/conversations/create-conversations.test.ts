import { describe, expect, test } from 'vitest';

import { RouterError } from '#core/router-error.ts';
import { createFakeEventLog } from '../testing/fake-event-log.ts';
import {
  ANSWER,
  conversationRow,
  createFakeConversations,
  createFakeOwner,
  eventsOf,
  say,
  takeTurn,
  turnOptions,
  type FakeConversations,
} from '../testing/fake-conversations.ts';

const MODEL = 'demo/x';

const code = (code: string, rest: object = {}) => expect.objectContaining({ code, ...rest });

/** Lets a scripted turn wait until it is told to go on. */
function gate() {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { passed: promise, open: resolve };
}

describe('a conversation', () => {
  test('begins with its first turn and goes on from there', async () => {
    const conversations = createFakeConversations();
    const first = await takeTurn(conversations);
    expect(first.ran).toEqual([
      { kind: 'text', delta: 'Hi!' },
      { kind: 'finished', result: ANSWER, response: conversations.getResponse(first.responseId) },
    ]);
    const { id } = first.conversation;
    expect(conversations.get(id)).toMatchObject({
      status: 'idle',
      nativeId: 'native-1',
      provisional: false,
      lastClient: 'test',
    });
    const second = await takeTurn(conversations, { previousResponse: first.responseId });
    expect(second.conversation.id).toBe(id);
    expect(conversations.getResponse(second.responseId)?.previous).toBe(first.responseId);
    const third = await takeTurn(conversations, { conversation: id });
    expect(conversations.handles.lastResponse(id)?.id).toBe(third.responseId);
  });

  test('keeps its own model and is found by its key', async () => {
    const conversations = createFakeConversations();
    const made = conversations.create({ model: MODEL, key: 'mine', title: 't' });
    expect(conversations.create({ model: 'other/y', key: 'mine' })).toEqual({
      row: made.row,
      created: false,
    });
    const first = await takeTurn(conversations, { key: 'mine', model: 'other/y' });
    expect(first.conversation).toMatchObject({ id: made.row.id, model: MODEL });
    const begun = await takeTurn(conversations, { key: 'new' });
    expect((await takeTurn(conversations, { key: 'new' })).conversation.id).toBe(
      begun.conversation.id,
    );
  });

  test.each([
    ['an unknown conversation', { conversation: 'conv_x' }, 'UNKNOWN_CONVERSATION', 'conversation'],
    ['an unknown response', { previousResponse: 'r' }, 'UNKNOWN_RESPONSE', 'previous_response_id'],
    ['no backend for the model', { model: 'claude-code/x' }, 'NOT_SUPPORTED', 'model'],
    ['a model its backend refuses', { model: 'refused/model' }, 'NOT_SUPPORTED', 'model'],
  ] as const)('%s is an error', async (_name, target, error, param) => {
    const conversations = createFakeConversations();
    await expect(takeTurn(conversations, target)).rejects.toThrow(code(error, { param }));
    expect(conversations.list({ limit: 1, order: 'asc' }).rows).toEqual([]);
  });

  test('the refusal of a model says how to go without', () => {
    const conversations = createFakeConversations();
    for (const wanted of [
      { model: 'claude-agent/x' },
      { model: 'refused/model' },
      { model: MODEL, backend: 'unheard-of' },
    ]) {
      expect(() => conversations.create(wanted)).toThrow(/store:false/);
    }
  });

  test('but not where that would change nothing', () => {
    const owner = createFakeOwner('claude-resume');
    const missing = { ...owner, accepts: () => 'the program is missing; install it' };
    const conversations = createFakeConversations(missing);
    const failure = code('NOT_SUPPORTED', { message: 'the program is missing; install it' });
    expect(() => conversations.create({ model: 'claude-code/x' })).toThrow(failure);
  });

  test('of one name and a response of another is refused', async () => {
    const conversations = createFakeConversations();
    const one = await takeTurn(conversations);
    const other = await takeTurn(conversations);
    const target = { conversation: one.conversation.id, previousResponse: other.responseId };
    await expect(takeTurn(conversations, target)).rejects.toThrow(
      code('INVALID_REQUEST', { param: 'previous_response_id' }),
    );
    const fitting = { ...target, previousResponse: one.responseId };
    expect((await takeTurn(conversations, fitting)).conversation.id).toBe(one.conversation.id);
  });

  test('cannot be forked', async () => {
    const conversations = createFakeConversations();
    const first = await takeTurn(conversations);
    await takeTurn(conversations, { previousResponse: first.responseId });
    const again = takeTurn(conversations, { previousResponse: first.responseId });
    await expect(again).rejects.toThrow(/cannot be forked/);
    await expect(again).rejects.toThrow(code('INVALID_REQUEST', { param: 'previous_response_id' }));
  });
});

describe('one turn at a time', () => {
  test('ten at once run one after the other, in order', async () => {
    const owner = createFakeOwner();
    const conversations = createFakeConversations(owner);
    const { row } = conversations.create({ model: MODEL });
    const seen: string[] = [];
    owner.script = async function* (now, { messages }) {
      seen.push(`${now.status} start ${String(messages[0]?.content)}`);
      await new Promise(setImmediate);
      yield { kind: 'text', delta: '.' };
      seen.push(`end ${String(messages[0]?.content)}`);
      yield { kind: 'finished', result: ANSWER };
    };
    const numbers = Array.from({ length: 10 }, (_, index) => String(index));
    await Promise.all(
      numbers.map((text) => takeTurn(conversations, { conversation: row.id }, text)),
    );
    expect(seen).toEqual(numbers.flatMap((text) => [`idle start ${text}`, `end ${text}`]));
    await conversations.stop();
  });

  test('is busy while it runs', async () => {
    const owner = createFakeOwner();
    const conversations = createFakeConversations(owner);
    const { row } = conversations.create({ model: MODEL });
    const states: unknown[] = [];
    owner.script = async function* () {
      states.push(conversations.get(row.id)?.status);
      yield { kind: 'finished', result: ANSWER };
    };
    await takeTurn(conversations, { conversation: row.id });
    expect([...states, conversations.get(row.id)?.status]).toEqual(['busy', 'idle']);
  });

  test('a turn that waits leaves when its client does, and the next one moves up', async () => {
    const owner = createFakeOwner();
    const conversations = createFakeConversations(owner);
    const { row } = conversations.create({ model: MODEL });
    const wait = gate();
    owner.script = async function* () {
      await wait.passed;
      yield { kind: 'finished', result: ANSWER };
    };
    const target = { model: MODEL, conversation: row.id };
    const running = takeTurn(conversations, target);
    const client = new AbortController();
    const leaving = conversations.openTurn(target, say('b'), turnOptions(client.signal));
    const last = takeTurn(conversations, target);
    client.abort(new RouterError('CANCELLED', 'gone'));
    await expect(leaving).rejects.toThrow('gone');
    wait.open();
    await running;
    const { responseId } = await last;
    expect(conversations.handles.lastResponse(row.id)?.id).toBe(responseId);
  });

  test('of two that go on from one response exactly one wins', async () => {
    const conversations = createFakeConversations();
    const { responseId } = await takeTurn(conversations);
    const target = { previousResponse: responseId };
    const both = await Promise.allSettled([
      takeTurn(conversations, target),
      takeTurn(conversations, target),
    ]);
    expect(both).toEqual([
      expect.objectContaining({ status: 'fulfilled' }),
      { status: 'rejected', reason: code('CONVERSATION_CONFLICT') },
    ]);
  });

  test('of two that begin under one key the second goes on', async () => {
    const conversations = createFakeConversations();
    const [one, two] = await Promise.all([
      takeTurn(conversations, { key: 'k' }),
      takeTurn(conversations, { key: 'k' }),
    ]);
    expect(two.conversation.id).toBe(one.conversation.id);
  });

  test('when the one that began it fails, the second begins anew', async () => {
    const owner = createFakeOwner();
    const conversations = createFakeConversations(owner);
    const { script } = owner;
    owner.script = async function* () {
      owner.script = script;
      yield { kind: 'text', delta: 'x' };
      throw new RouterError('STORE_FAILED');
    };
    const both = [
      takeTurn(conversations, { key: 'k' }),
      takeTurn(conversations, { key: 'k' }),
    ] as const;
    await expect(both[0]).rejects.toThrow(code('STORE_FAILED'));
    const { conversation } = await both[1];
    expect(conversations.handles.findByKey('k')?.id).toBe(conversation.id);
  });
});

describe('a turn that fails', () => {
  test('leaves a conversation whose key was asked for meanwhile, as one that is new', async () => {
    const owner = createFakeOwner();
    const conversations = createFakeConversations(owner);
    const wait = gate();
    owner.script = async function* () {
      yield { kind: 'native', nativeId: 'n1' };
      await wait.passed;
      throw new RouterError('STORE_FAILED');
    };
    const failing = takeTurn(conversations, { key: 'k' });
    const { row, created } = conversations.create({ model: MODEL, key: 'k' });
    expect(created).toBe(false);
    wait.open();
    await expect(failing).rejects.toThrow(code('STORE_FAILED'));
    expect(conversations.get(row.id)).toMatchObject({ key: 'k', status: 'idle', nativeId: null });
  });

  const failing = (failure: RouterError, native = true) => {
    const owner = createFakeOwner();
    owner.script = async function* ({ nativeId }) {
      if (native && nativeId === null) yield { kind: 'native', nativeId: 'n1', folder: '/f' };
      yield { kind: 'text', delta: 'x' };
      throw failure;
    };
    return { owner, conversations: createFakeConversations(owner) };
  };

  test('leaves nothing of a conversation that began with it', async () => {
    const { owner, conversations } = failing(new RouterError('UPSTREAM_CUT'));
    await expect(takeTurn(conversations)).rejects.toThrow(code('UPSTREAM_CUT'));
    expect(conversations.list({ limit: 1, order: 'asc' }).rows).toEqual([]);
    expect(owner.removed).toMatchObject([{ nativeId: 'n1', folder: '/f' }]);
  });

  test('even when its backend does not let go; the log says so', async () => {
    const { owner, conversations } = failing(new RouterError('UPSTREAM_CUT'));
    owner.remove = async () => {
      throw new RouterError('STORE_FAILED');
    };
    await expect(takeTurn(conversations)).rejects.toThrow(code('UPSTREAM_CUT'));
    expect(conversations.list({ limit: 1, order: 'asc' }).rows).toEqual([]);
    expect(conversations.log.lines).toMatchObject([{ level: 'warn', facts: { nativeId: 'n1' } }]);
  });

  test('leaves one that was made before as it was', async () => {
    const { owner, conversations } = failing(new RouterError('UPSTREAM_CUT'));
    const { row } = conversations.create({ model: MODEL });
    await expect(takeTurn(conversations, { conversation: row.id })).rejects.toThrow();
    expect(conversations.get(row.id)).toMatchObject({
      status: 'idle',
      nativeId: null,
      folder: null,
    });
    expect(owner.removed).toHaveLength(1);
  });

  test('makes it dead when the transcript is gone; a turn that works revives it', async () => {
    const owner = createFakeOwner();
    const conversations = createFakeConversations(owner);
    const { conversation } = await takeTurn(conversations);
    const { script } = owner;
    owner.script = failing(new RouterError('CONVERSATION_GONE')).owner.script;
    const target = { conversation: conversation.id };
    await expect(takeTurn(conversations, target)).rejects.toThrow(code('CONVERSATION_GONE'));
    expect(conversations.get(conversation.id)?.status).toBe('dead');
    owner.script = script;
    await takeTurn(conversations, target);
    expect(conversations.get(conversation.id)?.status).toBe('idle');
  });

  test('a conversation that nobody answered in yet starts anew when its thread is gone', async () => {
    const { conversations } = failing(new RouterError('CONVERSATION_GONE'));
    const row = conversationRow({ nativeId: 'cut-off' });
    conversations.handles.create(row);
    await expect(takeTurn(conversations, { conversation: row.id })).rejects.toThrow();
    expect(conversations.get(row.id)).toMatchObject({ status: 'idle', nativeId: null });
  });

  test('one that ends without an answer fails', async () => {
    const owner = createFakeOwner();
    owner.script = async function* () {
      yield { kind: 'text', delta: 'x' };
    };
    await expect(takeTurn(createFakeConversations(owner))).rejects.toThrow(code('UPSTREAM_CUT'));
  });
});

describe('ending early', () => {
  const endless = () => {
    const owner = createFakeOwner();
    const signals: AbortSignal[] = [];
    owner.script = async function* (_row, _input, { signal }) {
      signals.push(signal);
      yield { kind: 'native', nativeId: 'n1' };
      yield { kind: 'text', delta: 'x' };
      await new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason as Error));
      });
    };
    return { owner, signals, conversations: createFakeConversations(owner) };
  };
  const rows = (conversations: FakeConversations) =>
    conversations.list({ limit: 9, order: 'asc' }).rows;

  test('cancelResponse ends the turn that runs, and only that', async () => {
    const { conversations } = endless();
    const open = await conversations.openTurn({ model: MODEL }, say('x'), turnOptions());
    const ran = eventsOf(open);
    expect(conversations.cancelResponse(open.responseId)).toBe(true);
    await expect(ran).rejects.toThrow(code('CANCELLED'));
    expect(conversations.cancelResponse(open.responseId)).toBe(false);
    expect(rows(conversations)).toEqual([]);
  });

  test('who stops reading cancels the turn', async () => {
    const { conversations, owner } = endless();
    const open = await conversations.openTurn({ model: MODEL }, say('x'), turnOptions());
    for await (const event of open.events) {
      expect(event).toEqual({ kind: 'text', delta: 'x' });
      break;
    }
    expect(rows(conversations)).toEqual([]);
    expect(owner.removed).toHaveLength(1);
    await conversations.stop();
  });

  test('a client that leaves before it reads frees the conversation', async () => {
    const { conversations } = endless();
    const client = new AbortController();
    await conversations.openTurn({ model: MODEL }, say('x'), turnOptions(client.signal));
    client.abort(new RouterError('CANCELLED'));
    await expect.poll(() => rows(conversations)).toEqual([]);
    await conversations.stop();
  });

  test('a client that had left already begins nothing', async () => {
    const { conversations } = endless();
    const signal = AbortSignal.abort(new RouterError('CANCELLED'));
    const opening = conversations.openTurn({ model: MODEL }, say('x'), turnOptions(signal));
    await expect(opening).rejects.toThrow(code('CANCELLED'));
    expect(rows(conversations)).toEqual([]);
  });

  test('deleting a conversation ends its turn, then removes it at its backend', async () => {
    const { conversations, owner } = endless();
    const { row } = conversations.create({ model: MODEL });
    const target = { model: MODEL, conversation: row.id };
    const open = await conversations.openTurn(target, say('x'), turnOptions());
    const ran = eventsOf(open);
    const isGone = conversations.delete(row.id, new AbortController().signal);
    await expect(ran).rejects.toThrow(code('CANCELLED'));
    expect(await isGone).toBe(true);
    expect(rows(conversations)).toEqual([]);
    expect(owner.removed.length).toBeGreaterThan(0);
    expect(await conversations.delete(row.id, new AbortController().signal)).toBe(false);
  });

  test('deleting a conversation does not wait for the turns that wait', async () => {
    const { conversations } = endless();
    const { row } = conversations.create({ model: MODEL });
    const target = { model: MODEL, conversation: row.id };
    const ran = eventsOf(await conversations.openTurn(target, say('x'), turnOptions()));
    const waiting = conversations.openTurn(target, say('y'), turnOptions());
    const isGone = conversations.delete(row.id, new AbortController().signal);
    await expect(ran).rejects.toThrow(code('CANCELLED'));
    await expect(waiting).rejects.toThrow(code('UNKNOWN_CONVERSATION'));
    expect(await isGone).toBe(true);
  });

  test('deleting a conversation while it begins is no different', async () => {
    const { conversations } = endless();
    const open = await conversations.openTurn({ model: MODEL }, say('x'), turnOptions());
    const ran = eventsOf(open);
    const isGone = conversations.delete(open.conversation.id, new AbortController().signal);
    await expect(ran).rejects.toThrow(code('CANCELLED'));
    expect(await isGone).toBe(true);
    expect(rows(conversations)).toEqual([]);
  });

  test('stop ends all turns and waits for them', async () => {
    const { conversations } = endless();
    const open = await conversations.openTurn({ model: MODEL }, say('x'), turnOptions());
    const ran = eventsOf(open);
    const stopped = conversations.stop();
    await expect(ran).rejects.toThrow(code('SHUTTING_DOWN'));
    await stopped;
    await expect(takeTurn(conversations)).rejects.toThrow(code('SHUTTING_DOWN'));
  });
});

describe('after a crash', () => {
  test('what began with the turn that was cut off is removed, all others rest', async () => {
    const owner = createFakeOwner();
    const conversations = createFakeConversations(owner);
    const left = { status: 'busy', updatedAt: 1 } as const;
    const begun = conversationRow({ ...left, provisional: true, nativeId: 'n1' });
    const older = conversationRow({ ...left });
    conversations.handles.create(begun);
    conversations.handles.create(older);
    conversations.recover(2);
    await expect.poll(() => conversations.get(begun.id)).toBeUndefined();
    expect(owner.removed).toMatchObject([{ id: begun.id, nativeId: 'n1' }]);
    expect(conversations.get(older.id)?.status).toBe('idle');
    await conversations.stop();
  });
});

test('every change of a row is told', async () => {
  const events = createFakeEventLog();
  const conversations = createFakeConversations(createFakeOwner(), events);
  const { row } = conversations.create({ model: MODEL });
  conversations.update(row.id, { title: 't' });
  await takeTurn(conversations, { conversation: row.id });
  await conversations.delete(row.id, new AbortController().signal);
  const changed = { kind: 'conversations-changed', conversation: row.id };
  // Made, titled, busy, native id, answered, deleted.
  expect(events.published).toEqual(Array.from({ length: 6 }, () => changed));
});

describe('what was said', () => {
  test('is asked of its owner', async () => {
    const owner = createFakeOwner();
    owner.transcript = [{ id: 'msg_1', message: { role: 'user', content: 'hi' } }];
    const conversations = createFakeConversations(owner);
    const { row } = conversations.create({ model: MODEL });
    const signal = new AbortController().signal;
    expect(await conversations.items(row, signal)).toEqual(owner.transcript);
    expect(conversations.describe(row)).toMatchObject({ readable: true, holder: 'A fake store' });
  });

  test('is hidden where its owner does not show it, with the reason', async () => {
    const { items: _items, ...rest } = createFakeOwner();
    const owner = { ...rest, whyHidden: 'Claude Code keeps it to itself' };
    const conversations = createFakeConversations(owner);
    const { row } = conversations.create({ model: MODEL });
    await expect(conversations.items(row, new AbortController().signal)).rejects.toThrow(
      code('NOT_SUPPORTED', { message: 'Claude Code keeps it to itself' }),
    );
    expect(conversations.describe(row).readable).toBe(false);
  });
});
