import { once } from 'node:events';
import { expect, test, vi } from 'vitest';

import { answer, callsFor, toolCall } from '#testing/fake-scripted-model.ts';
import { createFakeToolServers, text } from '#testing/fake-tool-servers.ts';
import { fakeRecipe } from '#testing/fake-recipe-run.ts';
import { RouterError } from '#core/router-error.ts';
import { createChatTool } from './chat-tool.ts';
import { createFakeView, type FakeViewSetup, textOf } from '#testing/fake-view.ts';

const MESSAGES = [{ role: 'user', content: 'hello' }];
const OUTPUT_SCHEMA = {
  type: 'object',
  properties: { result: { type: 'string' } },
  required: ['result'],
  'x-fastmcp-wrap-result': true,
};

function create(setup: FakeViewSetup = {}) {
  const view = createFakeView({ recipes: [fakeRecipe()], replies: [answer('hi')], ...setup });
  return { ...view, chat: createChatTool(view.parts) };
}

test('it describes itself as the contract says', () => {
  const { raw } = create().chat;
  expect(raw).toMatchObject({ name: 'chat', outputSchema: OUTPUT_SCHEMA });
  expect(raw['inputSchema']).toMatchObject({
    type: 'object',
    properties: { messages: { type: 'array' }, recipe: { type: 'string' } },
    required: ['messages'],
  });
});

test.each([
  { recipe: 'helper' },
  { model: 'woollama/helper' },
  { model: 'helper' },
  { recipe: '', model: 'woollama/helper' },
  { recipe: null, model: 'helper' },
  { recipe: 'helper', model: 'woollama/other' },
])('a recipe is chosen by %j', async (selector) => {
  const { chat, scope, model } = create();
  expect(await chat.call({ messages: MESSAGES, ...selector }, scope())).toEqual({
    content: [{ type: 'text', text: 'hi' }],
    structuredContent: { result: 'hi' },
  });
  expect(model.requests[0]?.messages).toEqual([
    { role: 'system', content: 'Be brief.' },
    ...MESSAGES,
  ]);
  expect(chat.model?.(selector)).toBe('woollama/helper');
});

test.each([
  [{}, "requires a 'recipe'"],
  [{ recipe: '', model: '' }, "requires a 'recipe'"],
  [{ recipe: 7, model: ['helper'] }, "requires a 'recipe'"],
  [{ model: 'woollama/' }, "requires a 'recipe'"],
  [{ recipe: 'nope' }, "unknown recipe 'nope'; there are: helper"],
  [{ recipe: 'woollama/helper' }, 'unknown recipe'],
  [{ model: 'ollama/qwen3' }, "unknown recipe 'ollama/qwen3'"],
  [{ recipe: '__proto__' }, 'unknown recipe'],
  [{ recipe: 'helper', messages: 'hello' }, 'messages must be a list'],
  [{ recipe: 'helper', messages: undefined }, 'messages must be a list'],
  [{ recipe: 'helper', messages: ['hello'] }, 'messages must be a list'],
])('%j is refused inside the result', async (args, problem) => {
  const { chat, scope, model } = create();
  const result = await chat.call({ messages: MESSAGES, ...args }, scope());
  expect(result).toMatchObject({ isError: true });
  expect(result['structuredContent']).toBeUndefined();
  expect(textOf(result)).toContain(problem);
  expect(model.requests).toEqual([]);
});

test('a name that is far too long is not repeated', async () => {
  const { chat, scope } = create();
  const result = await chat.call({ recipe: 'x'.repeat(100_000) }, scope());
  expect(textOf(result).length).toBeLessThan(200);
  expect(chat.model?.({ recipe: 'nope' })).toBeUndefined();
});

test('without recipes it says so', async () => {
  const { chat, scope } = create({ recipes: [] });
  expect(textOf(await chat.call({}, scope()))).toContain('no recipe is configured');
});

test('hidden calls are told live, and the answer is the last text only', async () => {
  const tools = createFakeToolServers({
    'hello.count': async (_args, { onProgress }) => {
      onProgress?.({ progress: 1, total: 2, message: 'one' });
      return text('counted');
    },
    'hello.fail': () => ({ ...text('no'), isError: true }),
  });
  const calls = [
    toolCall('c1', 'mcp__hello__count', { word: 'hunter2' }),
    toolCall('c2', 'mcp__hello__fail'),
  ];
  const first = callsFor(calls, { message: { content: 'let me see' }, tokens: [5, 2] });
  const { chat, scope, published, isFollowing } = create({
    tools,
    recipes: [fakeRecipe({ tools: ['hello.*'] })],
    replies: [first, answer('two', { tokens: [9, 1] })],
  });
  const mine = scope();
  const result = await chat.call({ messages: MESSAGES, recipe: 'helper' }, mine);
  expect(result['structuredContent']).toEqual({ result: 'two' });
  expect(mine.said.toSorted()).toEqual([
    '← hello.count: ok',
    '← hello.fail: error',
    '→ hello.count({"word":"[secret]"})',
    '→ hello.fail({})',
  ]);
  const numbers = mine.progressed.map(({ progress }) => progress);
  expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
  expect(numbers.at(-1)).toBe(4);
  expect(mine.progressed.map(({ message }) => message)).toContain('hello.count: 1/2 one');
  // The activity shows it all under the client's own request, and what it cost.
  expect(published.filter((event) => event.kind === 'request-started')).toHaveLength(1);
  expect(published.at(-1)).toMatchObject({
    kind: 'request-ended',
    requestId: mine.open.id,
    outcome: 'ok',
    usage: { promptTokens: 14, completionTokens: 3 },
  });
  expect(isFollowing()).toBe(false);
});

test('parts of an answer are joined, and no answer is an empty text', async () => {
  const parts = [{ type: 'text', text: 'a' }, null, { type: 'image' }, { text: 7 }, { text: 'b' }];
  const { chat, scope } = create({ replies: [answer(parts), answer(null)] });
  const args = { messages: MESSAGES, recipe: 'helper' };
  expect(textOf(await chat.call(args, scope()))).toBe('ab');
  expect(textOf(await chat.call(args, scope()))).toBe('');
});

test('what fails on the way is a tool error with its own words, and an error in the activity', async () => {
  const failure = new RouterError('UPSTREAM_UNREACHABLE', 'no route with hunter2\u0007');
  const { chat, scope, published, isFollowing } = create({ replies: [failure] });
  const result = await chat.call({ messages: MESSAGES, recipe: 'helper' }, scope());
  expect(result).toEqual({
    isError: true,
    content: [{ type: 'text', text: 'no route with [secret]' }],
  });
  expect(published.at(-1)).toMatchObject({ outcome: 'error', errorCode: 'UPSTREAM_UNREACHABLE' });
  expect(isFollowing()).toBe(false);
});

test('a mistake of ours is not shown, but logged', async () => {
  const { chat, scope, log } = create({ replies: [new TypeError('x is not a function')] });
  const result = await chat.call({ messages: MESSAGES, recipe: 'helper' }, scope());
  expect(textOf(result)).toBe('The router made a mistake');
  expect(log.lines).toContainEqual(expect.objectContaining({ level: 'error' }));
});

test.each([
  ['the client gives up', 'CANCELLED'],
  ['the window cancels', 'CANCELLED'],
  ['the router stops', 'SHUTTING_DOWN'],
])('it ends up to the model when %s', async (who, code) => {
  const { chat, scope, requests, model, isFollowing } = create({
    replies: [
      async (_request, { signal }) => {
        await once(signal, 'abort');
        throw signal.reason;
      },
    ],
  });
  const mine = scope();
  const call = chat.call({ messages: MESSAGES, recipe: 'helper' }, mine);
  const ended = expect(call).rejects.toMatchObject({ code });
  await vi.waitFor(() => expect(model.requests).toHaveLength(1));
  if (who === 'the client gives up') mine.cancel();
  else if (who === 'the window cancels') requests.cancel(mine.open.id);
  else requests.abortAll(new RouterError('SHUTTING_DOWN'));
  await ended;
  expect(isFollowing()).toBe(false);
});
