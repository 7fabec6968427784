/** Requests of sessions over HTTP: plain JSON where that is enough, a stream where it is not. */
import { request } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { ok } from '../../testing/fake-aggregator.ts';
import { createFakeMcp, type FakeMcp } from '../../testing/fake-mcp-parts.ts';
import { toolEntry } from '../../testing/fake-tool-servers.ts';
import { openMcpDoor, type McpDoor } from '../../testing/open-mcp-door.ts';
import { initializeParams, RAW_HEADERS } from './fixtures/raw-messages.ts';

let mcp: FakeMcp;
let door: McpDoor;
let headers: Record<string, string>;

const RESULT = { content: [{ type: 'text', text: 'ä' }], structuredContent: { odd: [1] } };

beforeEach(async () => {
  mcp = createFakeMcp();
  mcp.tools.add(toolEntry('a.run'), () => ({ content: [] }));
  mcp.aggregator.answer('tools/call', () => ok(RESULT));
  door = await openMcpDoor(mcp.parts);
  headers = {
    ...RAW_HEADERS,
    'mcp-protocol-version': '2025-11-25',
  };
  const params = initializeParams({ elicitation: {} });
  const hello = await post({ id: 0, method: 'initialize', params });
  await hello.text();
  headers['mcp-session-id'] = hello.headers.get('mcp-session-id') ?? '';
});
afterEach(() => door.close());

const post = (message: object) =>
  fetch(`${door.origin}/mcp`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ jsonrpc: '2.0', ...message }),
  });
const call = (id: string | number, params: object = {}) =>
  post({ id, method: 'tools/call', params: { name: 'a.run', ...params } });

const typeOf = (response: Response) => response.headers.get('content-type');
const messagesIn = (text: string) =>
  [...text.matchAll(/^data: (\{.*)$/gm)].map(([, json = '']): unknown => JSON.parse(json));

test('an answer alone is plain JSON, a refusal too', async () => {
  const answer = await call('a"b');
  expect(typeOf(answer)).toBe('application/json');
  expect(answer.headers.get('mcp-session-id')).toBe(headers['mcp-session-id']);
  expect(await answer.json()).toEqual({ jsonrpc: '2.0', id: 'a"b', result: RESULT });
  const refusal = await post({ id: 1, method: 'tools/call', params: {} });
  expect(await refusal.json()).toMatchObject({ id: 1, error: { code: -32_602 } });
});

test('what is said before the answer arrives before it, on a stream', async () => {
  mcp.aggregator.answer('tools/call', ({ options }) => {
    options.onProgress?.({ progress: 1 });
    options.onProgress?.({ progress: 2 });
    options.peer?.tell('notifications/message', { level: 'error', data: 'x' });
    return ok(RESULT);
  });
  const answer = await call(1, { _meta: { progressToken: 't' } });
  expect(typeOf(answer)).toBe('text/event-stream');
  const text = await answer.text();
  expect(text).toMatch(/^id: /m);
  expect(messagesIn(text)).toMatchObject([
    { method: 'notifications/progress', params: { progress: 1 } },
    { method: 'notifications/progress', params: { progress: 2 } },
    { method: 'notifications/message' },
    { id: 1, result: RESULT },
  ]);
});

test('what is said while the stream opens keeps its order', async () => {
  const steps = Array.from({ length: 200 }, (_, at) => at + 1);
  mcp.aggregator.answer('tools/call', async ({ options }) => {
    for (const progress of steps) {
      options.onProgress?.({ progress });
      // At each moment in which the stream may have just opened.
      await (progress % 20 === 0 ? nextTurn() : undefined);
    }
    return ok(RESULT);
  });
  const answer = await call(1, { _meta: { progressToken: 't' } });
  const told = messagesIn(await answer.text()) as { params?: { progress: number } }[];
  expect(told.map(({ params }) => params?.progress)).toEqual([...steps, undefined]);
});

test('a question goes out on the stream of its call', async () => {
  mcp.aggregator.answer('tools/call', async ({ options: { peer, signal } }) => {
    const outcome = await peer?.ask('elicitation/create', { message: '?' }, signal);
    return ok({ content: [], structuredContent: { outcome } });
  });
  const answer = await call(1);
  const reader = answer.body?.getReader();
  let text = '';
  const decoder = new TextDecoder();
  await vi.waitFor(async () => {
    text += decoder.decode((await reader?.read())?.value);
    expect(text).toContain('elicitation/create');
  });
  const [question] = messagesIn(text);
  const { id } = question as { id: number };
  await post({ id, result: { action: 'decline' } });
  for (;;) {
    const part = await reader?.read();
    if (part?.done !== false) break;
    text += decoder.decode(part.value);
  }
  expect(text).toContain('"decline"');
});

test('one that takes long becomes a stream whose answer can be fetched later', async () => {
  const finish = Promise.withResolvers<void>();
  mcp.aggregator.answer('tools/call', async () => {
    await finish.promise;
    return ok(RESULT);
  });
  const answer = await call(1);
  expect(typeOf(answer)).toBe('text/event-stream');
  finish.resolve();
  const text = await answer.text();
  expect(text).toMatch(/^id: /m);
  expect(messagesIn(text)).toEqual([{ jsonrpc: '2.0', id: 1, result: RESULT }]);
  expect(mcp.aggregator.calls).toHaveLength(1);
});

test('each of many at once gets its own answer', async () => {
  mcp.aggregator.answer('tools/call', ({ params }) => ok({ content: [], said: params }));
  const answers = await Promise.all(
    Array.from({ length: 20 }, async (_, at) => (await call(at, { arguments: { at } })).json()),
  );
  for (const [at, answer] of answers.entries()) {
    expect(answer).toMatchObject({ id: at, result: { said: { arguments: { at } } } });
  }
});

test('who hangs up harms nobody, and what was to be said to it is dropped', async () => {
  const finish = Promise.withResolvers<void>();
  mcp.aggregator.answer('tools/call', async ({ options }) => {
    await finish.promise;
    options.onProgress?.({ progress: 1 });
    return ok(RESULT);
  });
  const gone = request(`${door.origin}/mcp`, { method: 'POST', headers });
  gone.on('error', () => undefined);
  const params = { name: 'a.run', _meta: { progressToken: 't' } };
  gone.end(JSON.stringify({ jsonrpc: '2.0', id: 7, method: 'tools/call', params }));
  await vi.waitFor(() => expect(mcp.aggregator.calls).toHaveLength(1));
  gone.destroy();
  finish.resolve();
  await vi.waitFor(() => expect(mcp.parts.requests.inFlight()).toBe(0));
  expect(await (await post({ id: 7, method: 'ping' })).json()).toMatchObject({ id: 7, result: {} });
});

test('what is no request of JSON-RPC is refused as ever', async () => {
  const refused = await post({ id: { odd: true }, method: 'ping' });
  expect(refused.status).toBe(400);
  expect(await refused.json()).toMatchObject({ error: { code: -32_700 } });
});
