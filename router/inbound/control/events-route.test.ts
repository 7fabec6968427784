/** The stream as the window uses it: through the contract's client, over a real listener. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { createControlClient, type ControlClient } from '#contract/control-client.ts';
import type { StreamBatch, StreamHello } from '#contract/stream.ts';
import { createControlApp, type ControlApp } from '../../testing/control-app.ts';

let router: ControlApp;
let client: ControlClient;
let hellos: StreamHello[];
let batches: StreamBatch[];
let closeServer: () => Promise<void>;

beforeEach(async () => {
  router = await createControlApp();
  const server = createServer((request, response) => router.app.routing(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  client = createControlClient({ fetch, origin, headers: () => ({}), strict: true });
  hellos = [];
  batches = [];
  closeServer = () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
});
afterEach(async () => {
  await closeServer();
  await router[Symbol.asyncDispose]();
});

function follow(after?: string, logs = false) {
  const controller = new AbortController();
  const ended = client.stream({
    after,
    logs,
    signal: controller.signal,
    onHello: (hello) => hellos.push(hello),
    onBatch: (batch) => batches.push(batch),
  });
  return { ended, leave: () => controller.abort() };
}

const publish = (server: string) =>
  router.parts.events.publish({ kind: 'tools-changed', server, tools: 1 });

const seen = () =>
  batches.flatMap(({ events }) => events.map((event) => 'server' in event && event.server));

test('a reader that was cut off gets everything once', async () => {
  const first = follow();
  await vi.waitFor(() => expect(hellos).toHaveLength(1));
  publish('a');
  publish('b');
  await vi.waitFor(() => expect(seen()).toEqual(['a', 'b']));
  first.leave();
  const last = await first.ended;
  publish('c');
  const second = follow(last);
  publish('d');
  await vi.waitFor(() => expect(seen()).toEqual(['a', 'b', 'c', 'd']));
  expect(hellos.map(({ resumed }) => resumed)).toEqual([false, true]);
  second.leave();
  await second.ended;
});

test('an id of another start of the router begins anew', async () => {
  publish('a');
  const { leave, ended } = follow('another.1.0');
  await vi.waitFor(() => expect(hellos).toMatchObject([{ run: 'run1', seq: 1, resumed: false }]));
  leave();
  await ended;
});

test('log lines come with `logs=1`', async () => {
  const { leave, ended } = follow(undefined, true);
  await vi.waitFor(() => expect(hellos).toHaveLength(1));
  router.parts.lines.say('hello');
  await vi.waitFor(() => expect(batches[0]?.logs).toMatchObject([{ message: 'hello' }]));
  leave();
  await ended;
});

test('the stream ends when the router stops', async () => {
  const { ended } = follow();
  await vi.waitFor(() => expect(hellos).toHaveLength(1));
  await router.app.close();
  expect(await ended).toBe('run1.0.0');
});

test('browsers ask again with the header that they know', async () => {
  publish('a');
  publish('b');
  const reply = await router.app.inject({
    url: '/control/events?after=run1.2.0',
    headers: { 'last-event-id': 'run1.1.0' },
    payloadAsStream: true,
  });
  const [text] = await reply.stream().take(1).toArray();
  expect(reply.headers).toMatchObject({
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
  });
  expect(String(text)).toContain('"seq":1,"logSeq":0,"resumed":true');
});

test('it is for the owner only', async () => {
  await using other = await createControlApp({}, 'client');
  expect((await other.get('/control/events')).verdict).toBe('403 owner_only');
});
