/** Listeners of 2026-07-28: acknowledged when the servers watch, and gone without a trace. */
import { once } from 'node:events';
import { request } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { JSONRPCMessage } from '@modelcontextprotocol/server';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import type { JsonObject } from '#core/ports/tools.ts';
import { ok, refused } from '../../testing/fake-aggregator.ts';
import { createFakeMcp, type FakeMcp } from '../../testing/fake-mcp-parts.ts';
import { openMcpDoor } from '../../testing/open-mcp-door.ts';
import { openStdioPair } from '../../testing/stdio-pair.ts';
import { modernMeta, RAW_HEADERS } from './fixtures/raw-messages.ts';
import { serveStdioClient } from './transports/stdio.ts';

const X = 'a+file:///x';
const NONE = 'a+file:///none';
const ACKNOWLEDGED = 'notifications/subscriptions/acknowledged';

let mcp: FakeMcp;
let agree: PromiseWithResolvers<void>;
const closers: (() => Promise<unknown>)[] = [];

beforeEach(() => {
  mcp = createFakeMcp();
  agree = Promise.withResolvers();
  mcp.aggregator.answer(`resources/subscribe ${NONE}`, () => refused(-32_602, 'unknown'));
  mcp.aggregator.answer('resources/subscribe', async ({ options: { signal } }) => {
    const gone = Promise.withResolvers<never>();
    signal.addEventListener('abort', () => gone.reject(new Error('gone')));
    await Promise.race([agree.promise, gone.promise]);
    return ok({});
  });
  mcp.aggregator.answer('resources/unsubscribe', () => ok({}));
});
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

/** What the servers were asked, in order. */
const asked = () => mcp.aggregator.calls.map(({ what }) => what.replace('resources/', ''));
const asking = () => mcp.aggregator.calls.filter(({ options: { signal } }) => !signal.aborted);

function listen(id: string | number, uris: readonly unknown[]) {
  const params = { _meta: modernMeta(), notifications: { resourceSubscriptions: uris } };
  return { jsonrpc: '2.0', id, method: 'subscriptions/listen', params } as const;
}

/** A connection that stays, and what was said on it. */
async function openConnection() {
  const { near, far } = openStdioPair();
  const server = serveStdioClient(mcp.parts, far);
  const said: JsonObject[] = [];
  near.onmessage = (message) => void said.push({ ...message });
  await near.start();
  closers.push(() => server.close());
  const send = (message: JSONRPCMessage) => near.send(message);
  const answered = (id: number) =>
    vi.waitFor(() => expect(said).toContainEqual(expect.objectContaining({ id })));
  const ping = async (id: number) => {
    await send({ jsonrpc: '2.0', id, method: 'tools/list', params: { _meta: modernMeta() } });
    await answered(id);
  };
  const acknowledged = () => said.filter(({ method }) => method === ACKNOWLEDGED);
  return { near, server, said, send, ping, answered, acknowledged };
}

const idOf = ({ params }: JsonObject) =>
  Object.entries({ ...(params as { _meta?: object })._meta }).find(([key]) =>
    key.endsWith('subscriptionId'),
  )?.[1];

describe('on a connection that stays', () => {
  test('only what is watched is acknowledged', async () => {
    const { send, ping, acknowledged } = await openConnection();
    await ping(1);
    await send(listen(2, [NONE, X]));
    agree.resolve();
    await vi.waitFor(() => expect(acknowledged()).toHaveLength(1));
    expect(acknowledged()).toMatchObject([
      { params: { notifications: { resourceSubscriptions: [X] } } },
    ]);
  });

  test.each([
    ['as its first message', false],
    ['later', true],
  ])('a listener that comes %s waits for the servers', async (_when, isLater) => {
    const { send, ping, acknowledged } = await openConnection();
    if (isLater) await ping(1);
    await send(listen(2, [X]));
    await vi.waitFor(() => expect(asked()).toEqual([`subscribe ${X}`]));
    // What would be said at once has been said by then.
    for (let turn = 0; turn < 50; turn += 1) await nextTurn();
    expect(acknowledged()).toEqual([]);
    agree.resolve();
    await vi.waitFor(() => expect(acknowledged()).toHaveLength(1));
  });

  test('a second listener for the same waits as well, and stays when the first is cancelled', async () => {
    const { send, ping, acknowledged } = await openConnection();
    await ping(1);
    for (const id of ['one', 'two']) await send(listen(id, [X]));
    await ping(2);
    expect(acknowledged()).toEqual([]);
    await send({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 'one' } });
    await ping(3);
    agree.resolve();
    await vi.waitFor(() => expect(acknowledged().map(idOf)).toEqual(['two']));
    expect(asked()).toEqual([`subscribe ${X}`]);
  });

  test('who is cancelled while it waits leaves nothing, and is not acknowledged', async () => {
    const { send, ping, acknowledged, said } = await openConnection();
    await ping(1);
    await send(listen(2, [X]));
    await vi.waitFor(() => expect(asked()).toHaveLength(1));
    await send({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 2 } });
    await vi.waitFor(() => expect(asked()).toEqual([`subscribe ${X}`, `unsubscribe ${X}`]));
    agree.resolve();
    await ping(3);
    expect(acknowledged()).toEqual([]);
    expect(said.filter(({ id }) => id === 2)).toEqual([]);
  });

  test('who is refused leaves nothing', async () => {
    const { send, ping, answered, said } = await openConnection();
    agree.resolve();
    await ping(1);
    const odd = listen(2, [X]);
    const notifications = { ...odd.params.notifications, toolsListChanged: 'yes' };
    await send({ ...odd, params: { ...odd.params, notifications } });
    await answered(2);
    expect(said.find(({ id }) => id === 2)).toMatchObject({ error: { code: -32_602 } });
    await vi.waitFor(() => expect(asked()).toEqual([`subscribe ${X}`, `unsubscribe ${X}`]));
  });

  test.each([
    ['the first message', false],
    ['a later one', true],
  ])('who hangs up while it waits leaves nothing; its listener was %s', async (_what, isLater) => {
    const { near, send, ping } = await openConnection();
    if (isLater) await ping(1);
    await send(listen(2, [X]));
    await vi.waitFor(() => expect(asking()).toHaveLength(1));
    await near.close();
    await vi.waitFor(() => expect(mcp.aggregator.seats).toMatchObject([{ isLeft: true }]));
    expect(asking()).toEqual([]);
    expect(mcp.parts.clients.list()).toEqual([]);
    await vi.waitFor(() => expect(mcp.aggregator.listeners).toBe(0));
  });
});

describe('over HTTP', () => {
  async function openListener(uris: readonly unknown[]) {
    const door = await openMcpDoor(mcp.parts);
    closers.push(() => door.close());
    const headers = {
      ...RAW_HEADERS,
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': 'subscriptions/listen',
    };
    const call = request(`${door.origin}/mcp`, { method: 'POST', headers });
    call.on('error', () => undefined);
    call.end(JSON.stringify(listen(1, uris)));
    closers.push(async () => call.destroy());
    return { call, door };
  }

  test('only what is watched is acknowledged', async () => {
    const { call } = await openListener([NONE, X]);
    agree.resolve();
    const [response] = await once(call, 'response');
    const [first] = await once(response, 'data');
    expect(String(first)).toContain(ACKNOWLEDGED);
    expect(String(first)).toContain(`"resourceSubscriptions":["${X}"]`);
  });

  test('who hangs up while it waits leaves nothing', async () => {
    const { call, door } = await openListener([X]);
    await vi.waitFor(() => expect(asking()).toHaveLength(1));
    const before = mcp.aggregator.listeners;
    call.destroy();
    await vi.waitFor(() => expect(mcp.aggregator.seats).toMatchObject([{ isLeft: true }]));
    expect(asking()).toEqual([]);
    expect(mcp.parts.clients.list()).toEqual([]);
    expect(mcp.aggregator.listeners).toBe(before);
    await vi.waitFor(async () => expect(await door.connections()).toBe(0));
  });
});
