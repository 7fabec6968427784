import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';

import type { ChatDelta, ChatMessage } from '#core/chat.ts';
import type { BackendEvent } from '#core/ports/conversation-backend.ts';
import type { TurnInput } from '#core/ports/conversations.ts';
import { RouterError } from '#core/router-error.ts';
import { entryOf, Harness } from '../../mcp/fixtures/harness.ts';
import { answerOf } from '../../testing/fake-answer.ts';
import { conversationRow, say, turnOptions } from '../../testing/fake-conversations.ts';
import { createFakeToolServers, text } from '../../testing/fake-tool-servers.ts';
import { startThreadStore } from '../../testing/thread-store-process.ts';
import type { AskModel } from '../ask-model.ts';
import { createConfiguredStore } from './store-backed/configured-store.ts';
import { createStoreBacked } from './store-backed/create-store-backed.ts';
import { createHttpThreadStore } from './store-backed/http-thread-store.ts';
import { createMcpThreadStore } from './store-backed/mcp-thread-store.ts';
import type { ThreadStore } from './store-backed/thread-store.ts';

const MCP_STORE = fileURLToPath(
  new URL('../../../resources/servers/thread-store.ts', import.meta.url),
);
const signal = new AbortController().signal;
const closing: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

function httpStore(url: string, options: { readonly timeoutMs?: number } = {}): ThreadStore {
  const store = createHttpThreadStore({ url, headers: { 'x-key': 'secret' }, ...options });
  closing.push(() => store.close());
  return store;
}

async function realHttp(): Promise<ThreadStore> {
  const started = await startThreadStore();
  closing.push(async () => started[Symbol.asyncDispose]());
  return httpStore(started.url);
}

async function realMcp(): Promise<ThreadStore> {
  const harness = new Harness();
  closing.push(() => harness.tools.stop());
  harness.apply({ memory: entryOf({ command: process.execPath, args: [MCP_STORE] }) });
  // Still starting: the store waits for it.
  return createMcpThreadStore(harness.tools, 'memory');
}

function open(store: ThreadStore | undefined) {
  const asked: (readonly ChatMessage[])[] = [];
  const inputs: Parameters<AskModel>[1][] = [];
  let answer: ReturnType<typeof answerOf> | undefined;
  const backend = createStoreBacked({
    store: { current: () => store },
    ask(messages, input) {
      asked.push(messages);
      inputs.push(input);
      return answer ?? answerOf(['Hel', 'lo']);
    },
  });
  return {
    backend,
    asked,
    inputs,
    answerWith: (next: ReturnType<typeof answerOf>) => void (answer = next),
    run: (nativeId: string | null, input: TurnInput): Promise<BackendEvent[]> =>
      Array.fromAsync(backend.run(conversationRow({ nativeId }), input, turnOptions())),
    items: (nativeId: string) => backend.items?.(conversationRow({ nativeId }), signal),
  };
}

const nativeOf = (events: readonly BackendEvent[]): string =>
  events.flatMap((event) => (event.kind === 'native' ? [event.nativeId] : [])).at(-1) ?? '';

describe.each([
  ['over HTTP', realHttp],
  ['over MCP', realMcp],
])('a store %s, as a real process', (_name, openStore) => {
  test('gets each turn, gives it to the next one, and shows it', async () => {
    const { run, asked, items, inputs } = open(await openStore());
    const first = await run(null, { ...say('one'), params: { temperature: 0 } });
    const nativeId = nativeOf(first);
    expect(nativeId).not.toBe('');
    const result = { text: 'Hello', toolCalls: [], status: 'completed', usage: expect.anything() };
    expect(first.filter(({ kind }) => kind !== 'native')).toEqual([
      { kind: 'text', delta: 'Hel' },
      { kind: 'text', delta: 'lo' },
      { kind: 'finished', result, items: [0, 1, 2] },
    ]);
    expect(inputs[0]).toMatchObject({ model: 'demo/x', params: { temperature: 0 } });
    const rules = { role: 'system', content: 'be brief' };
    const second = await run(nativeId, {
      ...say('two'),
      messages: [rules, ...say('two').messages],
    });
    expect(second.at(-1)).toMatchObject({ kind: 'finished', items: [2, 3, 4] });
    const said = [
      { role: 'user', content: 'one' },
      { role: 'assistant', content: 'Hello' },
      { role: 'user', content: 'two' },
    ];
    expect(asked[1]).toEqual([rules, ...said]);
    const shown = await items(nativeId);
    // Instructions hold for one turn only.
    expect(shown?.map(({ message }) => message)).toEqual([
      ...said,
      { role: 'assistant', content: 'Hello' },
    ]);
    expect(new Set(shown?.map(({ id }) => id)).size).toBe(4);
    expect(await items(nativeId)).toEqual(shown);
  });

  test('keeps calls of tools and what came of them', async () => {
    const { run, answerWith, items } = open(await openStore());
    const piece = { index: 0, id: 'c1', function: { name: 'f', arguments: '{"a"' } };
    const more = { index: 0, function: { arguments: ':1}' } };
    answerWith(answerOf([{ tool_calls: [piece] }, { tool_calls: [more] }], 'tool_calls'));
    const events = await run(null, say('call'));
    const call = { id: 'c1', type: 'function', function: { name: 'f', arguments: '{"a":1}' } };
    expect(events.at(-1)).toMatchObject({ result: { toolCalls: [call], status: 'completed' } });
    const shown = await items(nativeOf(events));
    expect(shown?.at(-1)?.message).toEqual({
      role: 'assistant',
      content: null,
      tool_calls: [call],
    });
  });

  test('gets nothing of a turn that fails', async () => {
    const { run, answerWith, items } = open(await openStore());
    const nativeId = nativeOf(await run(null, say('one')));
    answerWith(
      (async function* () {
        yield* answerOf(['half'], 'stop');
        throw new RouterError('UPSTREAM_CUT');
      })(),
    );
    await expect(run(nativeId, say('two'))).rejects.toMatchObject({ code: 'UPSTREAM_CUT' });
    expect(await items(nativeId)).toHaveLength(2);
  });

  test('lets go of a thread; then it is gone', async () => {
    const { run, backend } = open(await openStore());
    const nativeId = nativeOf(await run(null, say('one')));
    const row = conversationRow({ nativeId });
    await backend.remove(row, signal);
    // Idempotent.
    await backend.remove(row, signal);
    await expect(run(nativeId, say('two'))).rejects.toMatchObject({ code: 'CONVERSATION_GONE' });
  });
});

test('an answer in parts, a refusal, and why it was cut short are kept as they are', async () => {
  const { run, answerWith, items } = open(await realHttp());
  const thought = { type: 'thinking', thinking: 'hm' };
  const inParts: ChatDelta = {};
  Reflect.set(inParts, 'content', [thought, { type: 'text', text: 'so ' }]);
  answerWith(answerOf([inParts, { refusal: 'no' }]));
  const events = await run(null, say('one'));
  expect(events.at(-1)).toMatchObject({ result: { text: 'so no' } });
  expect((await items(nativeOf(events)))?.at(-1)?.message.content).toBe('so no');
  answerWith(answerOf(['x'], 'content_filter'));
  expect((await run(null, say('two'))).at(-1)).toMatchObject({
    result: { status: 'incomplete', reason: 'content_filter' },
  });
});

test('before its first turn a conversation has no items, and nothing to remove', async () => {
  const { backend } = open(undefined);
  const row = conversationRow();
  expect(await backend.items?.(row, signal)).toEqual([]);
  await backend.remove(row, signal);
});

test('without a store there is nothing it could hold', async () => {
  const { backend, run } = open(undefined);
  expect(backend.accepts('demo/x')).toMatch(/conversationStore/);
  expect(() => backend.run(conversationRow(), say('x'), turnOptions())).toThrow(
    /conversationStore/,
  );
  expect(run).toBeDefined();
});

test('a store that another one replaces still gets the answer of a turn that runs', async () => {
  const started = await startThreadStore();
  closing.push(async () => started[Symbol.asyncDispose]());
  let url = started.url;
  const configured = createConfiguredStore({
    tools: createFakeToolServers({}),
    entry: () => ({ url, headers: {} }),
  });
  closing.push(() => configured.close());
  const before = configured.current();
  const thread = (await before?.create(undefined, signal)) ?? '';
  url = `${started.url}/other`;
  expect(configured.current()).not.toBe(before);
  await before?.append(thread, [{ role: 'user', content: 'x' }], signal);
  expect(await before?.read(thread, signal)).toHaveLength(1);
});

test('an answer cut by its limit is incomplete', async () => {
  const { run, answerWith } = open(await realHttp());
  answerWith(answerOf(['half'], 'length'));
  expect((await run(null, say('x'))).at(-1)).toMatchObject({ result: { status: 'incomplete' } });
});

test('the id of a new thread at an HTTP store is told before the store is asked', async () => {
  const { run } = open(httpStore('http://127.0.0.1:9'));
  const { backend } = open(httpStore('http://127.0.0.1:9'));
  const events = backend.run(conversationRow(), say('x'), turnOptions())[Symbol.asyncIterator]();
  expect((await events.next()).value).toMatchObject({ kind: 'native' });
  await expect(run(null, say('x'))).rejects.toMatchObject({ code: 'STORE_FAILED' });
});

describe('an HTTP store that', () => {
  const CANARY = 'CANARY-TEXT';

  async function answering(status: number, body: string | undefined): Promise<string> {
    const server = createServer((_request, response) => {
      if (body === undefined) return;
      response.writeHead(status).end(body);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    closing.push(async () => {
      server.closeAllConnections();
      server.close();
    });
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  test.each([
    ['fails', 500, CANARY, /status 500/],
    ['redirects', 302, CANARY, /status 302/],
    ['answers with something else', 200, `${CANARY} {`, /something else than JSON/],
    ['has no list', 200, `{"a":"${CANARY}"}`, /a list of messages/],
    ['has no messages', 200, `["${CANARY}"]`, /a list of messages/],
  ])('%s is a failure that quotes nothing', async (_name, status, body, message) => {
    const failure: unknown = await open(httpStore(await answering(status, body)))
      .run('thread', say('x'))
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({
      code: 'STORE_FAILED',
      message: expect.stringMatching(message),
    });
    expect(JSON.stringify(failure, Object.getOwnPropertyNames(failure))).not.toContain(CANARY);
  });

  test('stays silent is given up', async () => {
    const store = httpStore(await answering(200, undefined), { timeoutMs: 50 });
    await expect(store.read('t', signal)).rejects.toThrow(/no answer within/);
  });

  test('is asked for nothing any more when the client leaves', async () => {
    const store = httpStore(await answering(200, undefined));
    const client = new AbortController();
    const reading = store.read('t', client.signal);
    client.abort(new RouterError('CANCELLED'));
    await expect(reading).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  test('has nothing yet gives an empty thread', async () => {
    expect(await httpStore(await answering(200, '')).read('t', signal)).toEqual([]);
  });
});

describe('an MCP store that', () => {
  const storeOf = (tools: Parameters<typeof createFakeToolServers>[0]) =>
    createMcpThreadStore(createFakeToolServers(tools), 'memory');

  test.each([
    ['is missing', {}, /offers no tool 'get_thread'/],
    ['fails', { 'memory.get_thread': async () => ({ ...text('CANARY'), isError: true }) }, /error/],
    ['has no JSON', { 'memory.get_thread': async () => text('CANARY') }, /than JSON/],
  ])('%s is a failure that quotes nothing', async (_name, tools, message) => {
    const reading = storeOf(tools).read('t', signal);
    await expect(reading).rejects.toMatchObject({ code: 'STORE_FAILED' });
    await expect(reading).rejects.toThrow(message);
    await expect(reading).rejects.not.toThrow(/CANARY/);
  });

  test('says null has lost the thread', async () => {
    const reading = storeOf({ 'memory.get_thread': async () => text('null') }).read('t', signal);
    await expect(reading).rejects.toMatchObject({ code: 'CONVERSATION_GONE' });
  });

  test('answers in several blocks is read as a whole; its structured result is not', async () => {
    const result = { ...text('[{"role":', '"user"}]'), structuredContent: { result: 'other' } };
    const store = storeOf({ 'memory.get_thread': async () => result });
    expect(await store.read('t', signal)).toEqual([{ role: 'user' }]);
  });
});
