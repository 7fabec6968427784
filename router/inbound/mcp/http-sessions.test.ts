import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { ok } from '../../testing/fake-aggregator.ts';
import { createFakeMcp, type FakeMcp } from '../../testing/fake-mcp-parts.ts';
import { toolEntry } from '../../testing/fake-tool-servers.ts';
import { openMcpDoor, type McpDoor } from '../../testing/open-mcp-door.ts';
import { initializeParams, RAW_HEADERS } from './fixtures/raw-messages.ts';

let mcp: FakeMcp;
let door: McpDoor;
let url: string;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'] });
  mcp = createFakeMcp();
  mcp.tools.add(toolEntry('a.run'), () => ({ content: [] }));
  door = await openMcpDoor(mcp.parts);
  url = `${door.origin}/mcp`;
});
afterEach(async () => {
  await door.close();
  vi.useRealTimers();
});

const MINUTE = 60_000;

const post = (message: object, headers: Record<string, string> = {}) =>
  fetch(url, {
    method: 'POST',
    headers: { ...RAW_HEADERS, ...headers },
    body: JSON.stringify({ jsonrpc: '2.0', ...message }),
  });

/** The id of a new session. */
async function initialize(name = 'raw'): Promise<string> {
  const params = initializeParams({}, name);
  const response = await post({ id: 1, method: 'initialize', params });
  expect(await response.text()).toContain('"serverInfo"');
  return response.headers.get('mcp-session-id') ?? '';
}

const list = (id: string) => post({ id: 2, method: 'tools/list' }, { 'mcp-session-id': id });

test('a session lasts from initialize to DELETE', async () => {
  const id = await initialize();
  expect(await (await list(id)).text()).toContain('"a.run"');
  const end = await fetch(url, { method: 'DELETE', headers: { 'mcp-session-id': id } });
  expect(end.status).toBe(200);
  const late = await list(id);
  expect(late.status).toBe(404);
  expect(await late.json()).toMatchObject({ id: null, error: { code: -32_001 } });
});

test.each(['POST', 'GET', 'DELETE'])('%s with an unknown session is 404', async (method) => {
  const response = await fetch(url, {
    method,
    headers: { ...RAW_HEADERS, 'mcp-session-id': 'made-up' },
    ...(method === 'POST' && { body: '{"jsonrpc":"2.0","id":1,"method":"ping"}' }),
  });
  expect(response.status).toBe(404);
  await response.body?.cancel();
});

test.each([
  ['a wrong Accept header', { accept: 'application/json' }, 406],
  ['an unknown revision', { 'mcp-protocol-version': '1999-01-01' }, 400],
])('%s is refused, and the session stays', async (_name, headers, status) => {
  const id = await initialize();
  const refused = await post({ id: 2, method: 'ping' }, { 'mcp-session-id': id, ...headers });
  expect(refused.status).toBe(status);
  await refused.body?.cancel();
  expect((await list(id)).status).toBe(200);
});

test('a refused initialize opens nothing', async () => {
  const params = initializeParams();
  const response = await post({ id: 1, method: 'initialize', params }, { accept: 'text/html' });
  expect(response.status).toBe(406);
  expect(response.headers.get('mcp-session-id')).toBeNull();
  expect(mcp.aggregator.seats).toEqual([]);
});

test('batches of old clients are answered', async () => {
  const id = await initialize();
  const response = await fetch(url, {
    method: 'POST',
    headers: { ...RAW_HEADERS, 'mcp-session-id': id },
    body: JSON.stringify([
      { jsonrpc: '2.0', id: 5, method: 'ping' },
      { jsonrpc: '2.0', id: 6, method: 'tools/list' },
    ]),
  });
  const text = await response.text();
  expect(text).toContain('"id":5');
  expect(text).toContain('"id":6');
});

test('one that rests for half an hour is over, one with a stream is not', async () => {
  const [resting, listening] = [await initialize(), await initialize()];
  const stream = await fetch(url, {
    headers: { accept: 'text/event-stream', 'mcp-session-id': listening },
  });
  await vi.advanceTimersByTimeAsync(29 * MINUTE);
  expect((await list(resting)).status).toBe(200);
  await vi.advanceTimersByTimeAsync(31 * MINUTE);
  expect((await list(resting)).status).toBe(404);
  expect((await list(listening)).status).toBe(200);
  await stream.body?.cancel();
});

describe('where only three can be', () => {
  beforeEach(async () => {
    await door.close();
    door = await openMcpDoor(mcp.parts, { mostSessions: 3 });
    url = `${door.origin}/mcp`;
  });

  /** A moment after the one before. */
  async function next(name?: string): Promise<string> {
    vi.setSystemTime(Date.now() + 1);
    return await initialize(name);
  }

  test('the one that rested longest makes room', async () => {
    const [first, second] = [await next(), await next(), await next()];
    vi.setSystemTime(Date.now() + 1);
    expect((await list(first)).status).toBe(200);
    await next();
    expect((await list(first)).status).toBe(200);
    expect((await list(second)).status).toBe(404);
  });

  test('a client that begins one after the other crowds out nobody else', async () => {
    const modest = await next('modest');
    for (let count = 0; count < 5; count += 1) await next('greedy');
    expect((await list(modest)).status).toBe(200);
  });
});

test('an answer that was missed can be fetched by the last event’s id', async () => {
  const id = await initialize();
  const finish = Promise.withResolvers<void>();
  mcp.aggregator.answer('tools/call', async ({ options }) => {
    options.onProgress?.({ progress: 1 });
    await finish.promise;
    return ok({ content: [], structuredContent: { late: true } });
  });
  const params = { name: 'a.run', _meta: { progressToken: 't' } };
  const headers = { ...RAW_HEADERS, 'mcp-session-id': id, 'mcp-protocol-version': '2025-11-25' };
  const call = request(url, { method: 'POST', headers });
  call.on('error', () => undefined);
  call.end(JSON.stringify({ jsonrpc: '2.0', id: 7, method: 'tools/call', params }));
  let seen = '';
  call.on('response', (response) => {
    response.on('data', (chunk) => (seen += String(chunk)));
    response.on('error', () => undefined);
  });
  await vi.waitFor(() => expect(seen).toContain('"progress":1'));
  const lastId = [...seen.matchAll(/^id: (.*)$/gm)].at(-1)?.[1] ?? '';
  call.destroy();
  finish.resolve();
  await vi.waitFor(() => expect(mcp.parts.requests.inFlight()).toBe(0));
  const again = await fetch(url, {
    headers: {
      accept: 'text/event-stream',
      'mcp-session-id': id,
      'mcp-protocol-version': '2025-11-25',
      'last-event-id': lastId,
    },
  });
  expect(await again.text()).toContain('"late":true');
});

test('who hangs up in the middle of a call and stays away is gone, and its call with it', async () => {
  const id = await initialize();
  const heard = vi.fn();
  mcp.aggregator.answer('tools/call', ({ options: { signal } }) => {
    signal.addEventListener('abort', () => heard(signal.reason));
    return new Promise(() => undefined);
  });
  const call = request(url, { method: 'POST', headers: { ...RAW_HEADERS, 'mcp-session-id': id } });
  call.on('error', () => undefined);
  call.end(
    JSON.stringify({ jsonrpc: '2.0', id: 7, method: 'tools/call', params: { name: 'a.run' } }),
  );
  await vi.waitFor(() => expect(mcp.aggregator.calls).toHaveLength(1));
  call.destroy();
  await vi.waitFor(async () => expect(await door.connections()).toBe(1));
  await vi.advanceTimersByTimeAsync(2 * MINUTE);
  expect(heard.mock.calls[0]?.[0]).toMatchObject({ code: 'CANCELLED' });
  expect((await list(id)).status).toBe(404);
});

test('the end of the router ends all, and leaves nothing behind', async () => {
  const id = await initialize();
  await post({ method: 'notifications/initialized' }, { 'mcp-session-id': id });
  const stream = await fetch(url, {
    headers: { accept: 'text/event-stream', 'mcp-session-id': id },
  });
  await vi.waitFor(() => expect(mcp.aggregator.seats).toHaveLength(1));
  await door.close();
  expect(await stream.text()).not.toContain('error');
  expect(mcp.aggregator.seats).toMatchObject([{ isLeft: true }]);
  expect(mcp.aggregator.listeners).toBe(0);
  expect(mcp.parts.clients.list()).toEqual([]);
  expect(vi.getTimerCount()).toBe(0);
  door = await openMcpDoor(mcp.parts);
});
