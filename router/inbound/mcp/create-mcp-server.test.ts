import { Client, InMemoryTransport } from '@modelcontextprotocol/client';
import { once } from 'node:events';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { createEventBus } from '../../events/event-bus.ts';
import { createRequestTracker } from '../../events/request-tracker.ts';
import { createFakeEventLog, type FakeEventLog } from '../../testing/fake-event-log.ts';
import { createFakeLog } from '../../testing/fake-log.ts';
import {
  createFakeToolServers,
  text,
  toolEntry,
  type FakeToolServers,
} from '../../testing/fake-tool-servers.ts';
import { createMcpServer } from './create-mcp-server.ts';

// One connection, as over stdio.
let tools: FakeToolServers;
let events: FakeEventLog;
let client: Client;

beforeEach(async () => {
  tools = createFakeToolServers();
  events = createFakeEventLog();
  const requests = createRequestTracker({ events, logger: createFakeLog() });
  const server = createMcpServer({
    tools,
    requests,
    version: '9.9.9',
    client: 'transport',
    events,
    mask: (text) => text.replaceAll('hunter2', '[secret]'),
  });
  const [near, far] = InMemoryTransport.createLinkedPair();
  client = new Client({ name: 'a-host', version: '1' });
  await Promise.all([server.connect(far), client.connect(near)]);
});
afterEach(() => client.close());

const call = (name: string, options?: { signal: AbortSignal }) =>
  client.request({ method: 'tools/call', params: { name } }, options);

test('a client that introduced itself is named so', async () => {
  tools.add(toolEntry('hello.quick'), () => text('done'));
  await call('hello.quick');
  expect(events.published[0]).toMatchObject({ client: 'a-host', surface: 'mcp' });
});

test('the activity shows what it was given, how far it got and what it answered', async () => {
  tools.add(toolEntry('hello.slow'), async (_args, { onProgress }) => {
    onProgress?.({ progress: 1, total: 2, message: 'half' });
    return text('done with hunter2');
  });
  const params = { name: 'hello.slow', arguments: { word: 'hunter2' } };
  await client.request({ method: 'tools/call', params });
  const [started, ...rest] = events.published;
  const requestId = started?.kind === 'request-started' ? started.requestId : '';
  const callId = expect.any(String);
  expect(rest).toEqual([
    {
      kind: 'tool-call-started',
      requestId,
      callId,
      turn: 0,
      tool: 'hello.slow',
      argumentsPreview: '{"word":"[secret]"}',
    },
    {
      kind: 'tool-call-progressed',
      requestId,
      callId,
      progress: 1,
      total: 2,
      message: 'half',
    },
    {
      kind: 'tool-call-ended',
      requestId,
      callId,
      outcome: 'ok',
      durationMs: expect.any(Number),
      resultPreview: 'done with [secret]',
    },
    expect.objectContaining({ kind: 'request-ended', requestId, outcome: 'ok' }),
  ]);
});

test('a client that asks for no progress gets none', async () => {
  const told = vi.fn();
  client.setNotificationHandler('notifications/progress', told);
  tools.add(toolEntry('hello.slow'), (_args, { onProgress }) => {
    onProgress?.({ progress: 1 });
    return text('done');
  });
  await call('hello.slow');
  expect(told).not.toHaveBeenCalled();
});

test('tools that come later are found and called', async () => {
  expect((await client.listTools()).tools).toEqual([]);
  tools.add(toolEntry('hello.late'), () => text('here'));
  expect((await client.listTools()).tools).toMatchObject([{ name: 'hello.late' }]);
  expect(await call('hello.late')).toMatchObject({ content: [{ text: 'here' }] });
});

test('who asks while servers are starting waits for their tools', async () => {
  tools.add(toolEntry('early.one'), () => text('1'));
  tools.onSettle = () => tools.add(toolEntry('late.one'), () => text('late'));
  expect((await client.listTools()).tools.map(({ name }) => name)).toEqual([
    'early.one',
    'late.one',
  ]);
  expect(tools.settledFor).toEqual([['early']]);
});

test('so does who calls a tool that is not there yet, and nobody else', async () => {
  tools.add(toolEntry('early.one'), () => text('1'));
  await call('early.one');
  expect(tools.settledFor).toEqual([]);
  tools.onSettle = () => tools.add(toolEntry('late.one'), () => text('late'));
  expect(await call('late.one')).toMatchObject({ content: [{ text: 'late' }] });
});

test('cancelling one call ends it and no other', async () => {
  const aborted: unknown[] = [];
  const finish = Promise.withResolvers<void>();
  tools.add(toolEntry('hello.endless'), async (_args, { signal }) => {
    await once(signal, 'abort');
    aborted.push(signal.reason);
    throw signal.reason;
  });
  tools.add(toolEntry('hello.other'), async (_args, { signal }) => {
    await finish.promise;
    return text(String(signal.aborted));
  });
  const controller = new AbortController();
  const endless = call('hello.endless', { signal: controller.signal });
  const other = call('hello.other');
  await vi.waitFor(() => expect(tools.calls).toHaveLength(2));
  controller.abort();
  await expect(endless).rejects.toThrow();
  await vi.waitFor(() => expect(aborted).toMatchObject([{ code: 'CANCELLED' }]));
  finish.resolve();
  expect(await other).toMatchObject({ content: [{ text: 'false' }] });
  await vi.waitFor(() =>
    expect(events.published.filter(({ kind }) => kind === 'request-ended')).toMatchObject([
      { outcome: 'cancelled', status: 499 },
      { outcome: 'ok' },
    ]),
  );
});

test('a connection that lasts is told when tools come and go, until it ends', async () => {
  const bus = createEventBus({ remembered: 10 });
  const requests = createRequestTracker({ events, logger: createFakeLog() });
  const server = createMcpServer({
    tools,
    requests,
    version: '1',
    events: bus,
    mask: (text) => text,
    lasting: true,
  });
  const [near, far] = InMemoryTransport.createLinkedPair();
  const listener = new Client({ name: 'listener', version: '1' });
  const told = vi.fn();
  listener.setNotificationHandler('notifications/tools/list_changed', told);
  await Promise.all([server.connect(far), listener.connect(near)]);
  bus.publish({ kind: 'tools-changed', server: 'a', tools: 1 });
  await vi.waitFor(() => expect(told).toHaveBeenCalledOnce());
  await listener.close();
  bus.publish({ kind: 'tools-changed', server: 'a', tools: 2 });
  expect(told).toHaveBeenCalledOnce();
});

test('a server that is long in starting does not hold up the list for ever', async () => {
  vi.useFakeTimers();
  tools.add(toolEntry('early.one'), () => text('1'));
  tools.settled = (_servers, signal) =>
    new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason));
    });
  const timeout = vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), ms);
    return controller.signal;
  });
  try {
    const list = client.listTools();
    await vi.advanceTimersByTimeAsync(3_000);
    expect((await list).tools).toMatchObject([{ name: 'early.one' }]);
  } finally {
    timeout.mockRestore();
    vi.useRealTimers();
  }
});
