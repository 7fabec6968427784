/** What waits for a client that does not read is bounded on every transport. */
import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';

import { MCP_WEBSOCKET_PATH } from '#contract/mcp-websocket.ts';
import type { JsonObject } from '#core/ports/tools.ts';
import { ok } from '../../testing/fake-aggregator.ts';
import { createFakeMcp, type FakeMcp } from '../../testing/fake-mcp-parts.ts';
import { openMcpDoor, type McpDoor } from '../../testing/open-mcp-door.ts';
import { INITIALIZE, INITIALIZED, modernMeta, RAW_HEADERS } from './fixtures/raw-messages.ts';

const MEGABYTE = 'x'.repeat(1024 * 1024);
const MANY = 100;

let mcp: FakeMcp;
let door: McpDoor;
const cleanUp: (() => void)[] = [];

beforeEach(async () => {
  mcp = createFakeMcp();
  door = await openMcpDoor(mcp.parts);
});
afterEach(async () => {
  for (const end of cleanUp.splice(0)) end();
  await door.close();
});

/** The answer's head is here; its body waits to be read. */
async function ask(
  method: 'GET' | 'POST',
  headers: Record<string, string>,
  message?: JsonObject,
): Promise<IncomingMessage> {
  const call = request(`${door.origin}/mcp`, { method, headers: { ...RAW_HEADERS, ...headers } });
  call.on('error', () => undefined);
  call.end(message && JSON.stringify(message));
  const [response] = (await once(call, 'response')) as [IncomingMessage];
  response.on('error', () => undefined);
  cleanUp.push(() => call.destroy());
  return response;
}

/** A session whose own stream is open. */
async function openStream(): Promise<IncomingMessage> {
  const first = await ask('POST', {}, INITIALIZE);
  first.resume();
  const id = { 'mcp-session-id': String(first.headers['mcp-session-id']) };
  (await ask('POST', id, INITIALIZED)).resume();
  await vi.waitFor(() => expect(mcp.aggregator.seats).toHaveLength(1));
  return await ask('GET', { ...id, accept: 'text/event-stream' });
}

/** Each message leaves before the next one, as servers' messages do. */
async function saySo(times: number): Promise<void> {
  for (let count = 0; count < times; count += 1) {
    mcp.aggregator.tell({ kind: 'message', params: { level: 'info', data: MEGABYTE } });
    await new Promise(setImmediate);
  }
}

test('a WebSocket whose client reads nothing is cut off', async () => {
  const socket = new WebSocket(`${door.origin.replace('http', 'ws')}${MCP_WEBSOCKET_PATH}`, 'mcp');
  cleanUp.push(() => socket.terminate());
  socket.on('error', () => undefined);
  await once(socket, 'open');
  socket.send(JSON.stringify(INITIALIZE));
  await once(socket, 'message');
  socket.send(JSON.stringify(INITIALIZED));
  await vi.waitFor(() => expect(mcp.aggregator.seats).toHaveLength(1));
  socket.pause();
  await saySo(MANY);
  await vi.waitFor(() => expect(mcp.aggregator.seats).toMatchObject([{ isLeft: true }]));
});

test('the stream of a session is cut off, and the session stays', async () => {
  await openStream();
  expect(door.streams).toBe(1);
  await saySo(MANY);
  await vi.waitFor(() => expect(door.streams).toBe(0));
  expect(mcp.aggregator.seats).toMatchObject([{ isLeft: false }]);
});

test('who reads is told as much as there is', async () => {
  const stream = await openStream();
  let size = 0;
  stream.on('data', (chunk: Buffer) => (size += chunk.length));
  for (let count = 1; count <= MANY; count += 1) {
    await saySo(1);
    await vi.waitFor(() => expect(size).toBeGreaterThan(count * MEGABYTE.length));
  }
  expect(door.streams).toBe(1);
});

test('a listener of 2026 that reads nothing is cut off', async () => {
  const uri = 'a+memo://one';
  mcp.aggregator.answer('resources/subscribe', () => ok({}));
  await ask(
    'POST',
    { 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'subscriptions/listen' },
    {
      jsonrpc: '2.0',
      id: 1,
      method: 'subscriptions/listen',
      params: { _meta: modernMeta(), notifications: { resourceSubscriptions: [uri] } },
    },
  );
  await vi.waitFor(() => expect(mcp.aggregator.seats).toMatchObject([{ isLeft: false }]));
  for (let count = 0; count < MANY; count += 1) {
    const params = { uri, _meta: { why: MEGABYTE } };
    mcp.aggregator.tell({ kind: 'resource-updated', uri, params });
    await new Promise(setImmediate);
  }
  await vi.waitFor(() => expect(mcp.aggregator.seats).toMatchObject([{ isLeft: true }]));
});
