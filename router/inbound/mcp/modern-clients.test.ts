/** Every method for clients of 2026-07-28, over HTTP without sessions and on a connection that stays. */
import { Client } from '@modelcontextprotocol/client';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';

import type { Peer } from '#core/ports/peer.ts';
import { ok, refused, type FakeCall } from '../../testing/fake-aggregator.ts';
import { createFakeMcp, type FakeMcp } from '../../testing/fake-mcp-parts.ts';
import { toolEntry } from '../../testing/fake-tool-servers.ts';
import { openStdioPair } from '../../testing/stdio-pair.ts';
import { openTwoWires, type TwoWires } from './fixtures/two-wires.ts';
import { serveStdioClient } from './transports/stdio.ts';

const anything = z.looseObject({});
const FORM = {
  mode: 'form',
  message: 'who?',
  requestedSchema: { type: 'object', properties: { name: { type: 'string' } } },
};

let mcp: FakeMcp;
let wires: TwoWires;
const closers: (() => Promise<unknown>)[] = [];

beforeEach(async () => {
  mcp = createFakeMcp();
  mcp.tools.add(toolEntry('a.ask'), () => ({ content: [] }));
  wires = await openTwoWires(mcp.parts);
  closers.push(() => wires.close());
});
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

/** Answers `a.ask` with what the peer said. */
function asking(ask: (peer: Peer, call: FakeCall) => Promise<unknown>): void {
  mcp.aggregator.answer('tools/call', async (call) => {
    const { peer } = call.options;
    if (peer === undefined) return refused(-1, 'nobody to ask');
    return ok({ content: [], structuredContent: { said: await ask(peer, call) } });
  });
}

describe.each([
  ['HTTP', 'http', 'overHttp'],
  ['stdio', 'stdio', 'overStdio'],
] as const)('over %s', (_name, transport, attach) => {
  async function connect(): Promise<Client> {
    const client = new Client(
      { name: 'host', version: '4' },
      {
        versionNegotiation: { mode: 'auto' },
        capabilities: {
          sampling: { tools: {} },
          elicitation: { form: {}, url: {} },
          roots: {},
        },
      },
    );
    await wires[attach](client);
    closers.push(() => client.close());
    expect(client.getNegotiatedProtocolVersion()).toBe('2026-07-28');
    return client;
  }
  const call = (client: Client, params: object = {}) =>
    client.request(
      { method: 'tools/call', params: { name: 'a.ask', arguments: {}, ...params } },
      anything,
    );

  test('lists, reads and completes what servers have', async () => {
    const client = await connect();
    const prompt = { name: 'a.greet', title: 'Greet', arguments: [{ name: 'who' }] };
    const entry = { server: 'a', prompt: 'greet', name: 'a.greet', raw: prompt };
    const resource = { uri: 'a+file:///x', name: 'x', size: 3 };
    const template = { uriTemplate: 'a+file:///{y}', name: 'y' };
    mcp.aggregator.setPrompts([entry]);
    mcp.aggregator.setResources(
      [{ server: 'a', uri: resource.uri, raw: resource }],
      [{ server: 'a', uri: template.uriTemplate, raw: template }],
    );
    const message = { role: 'user', content: { type: 'text', text: 'hi' } };
    mcp.aggregator.answer('prompts/get', () => ok({ messages: [message] }));
    mcp.aggregator.answer('resources/read', () => ok({ contents: [] }));
    mcp.aggregator.answer('completion/complete', () => ok({ completion: { values: ['bob'] } }));
    expect((await client.listTools()).tools).toMatchObject([{ name: 'a.ask' }]);
    expect((await client.listPrompts()).prompts).toEqual([prompt]);
    expect((await client.listResources()).resources).toEqual([resource]);
    expect((await client.listResourceTemplates()).resourceTemplates).toEqual([template]);
    const got = await client.getPrompt({ name: 'a.greet', arguments: { who: 'bob' } });
    expect(got.messages).toEqual([message]);
    expect((await client.readResource({ uri: 'a+file:///x' })).contents).toEqual([]);
    const ref = { type: 'ref/prompt', name: 'a.greet' } as const;
    const argument = { name: 'who', value: 'b' };
    expect((await client.complete({ ref, argument })).completion.values).toEqual(['bob']);
    expect(mcp.parts.clients.list()).toMatchObject([
      { name: 'host', version: '4', transport, protocol: '2026-07-28' },
    ]);
  });

  test("passes a server's result and refusal on as they are, and no wish for a task", async () => {
    const client = await connect();
    mcp.aggregator.answer('tools/call', () => ok({ content: [], odd: [1], _meta: { x: 1 } }));
    const result = await call(client, { task: { ttl: 1 }, _meta: { trace: 'abc' } });
    expect(result).toMatchObject({ content: [], odd: [1], _meta: { x: 1 } });
    const given = mcp.aggregator.calls[0]?.params;
    expect(given).toMatchObject({ _meta: { trace: 'abc' } });
    expect(given).not.toHaveProperty('task');
    mcp.aggregator.answer('tools/call', () => refused(-32_099, 'no', { url: 'x' }));
    await expect(call(client)).rejects.toMatchObject({ code: -32_099, data: { url: 'x' } });
  });

  test('is asked by answers that need input, questions of one moment together', async () => {
    const client = await connect();
    client.setRequestHandler('elicitation/create', () => ({
      action: 'accept',
      content: { name: 'Ada' },
    }));
    client.setRequestHandler('sampling/createMessage', ({ params }) => ({
      role: 'assistant',
      model: 'm',
      content: { type: 'text', text: `four of ${params.maxTokens}` },
    }));
    client.setRequestHandler('roots/list', () => ({ roots: [{ uri: 'file:///r' }] }));
    asking(async (peer, { options: { signal } }) => {
      const sampling = { messages: [], maxTokens: 9 };
      const [elicit, roots] = await Promise.all([
        peer.ask('elicitation/create', FORM, signal),
        peer.ask('roots/list', {}, signal),
      ]);
      return { elicit, roots, sample: await peer.ask('sampling/createMessage', sampling, signal) };
    });
    expect(await call(client)).toMatchObject({
      structuredContent: {
        said: {
          sample: { ok: true, result: { content: { text: 'four of 9' } } },
          elicit: { ok: true, result: { action: 'accept', content: { name: 'Ada' } } },
          roots: { ok: true, result: { roots: [{ uri: 'file:///r' }] } },
        },
      },
    });
    // However many requests it took, it was one call.
    expect(mcp.aggregator.calls).toHaveLength(1);
    expect(mcp.log.published.filter(({ kind }) => kind === 'request-started')).toHaveLength(1);
  });

  test('cancels, and the tool hears of it', async () => {
    const client = await connect();
    const heard = Promise.withResolvers<unknown>();
    mcp.aggregator.answer('tools/call', ({ options: { signal } }) => {
      signal.addEventListener('abort', () => heard.resolve(signal.reason));
      return new Promise(() => undefined);
    });
    const controller = new AbortController();
    const params = { name: 'a.ask' };
    const calling = client.request({ method: 'tools/call', params }, anything, {
      signal: controller.signal,
    });
    calling.catch(() => undefined);
    await vi.waitFor(() => expect(mcp.aggregator.calls).toHaveLength(1));
    controller.abort();
    await expect(calling).rejects.toThrow();
    expect(await heard.promise).toMatchObject({ code: 'CANCELLED' });
  });

  test('hears log messages of its call when the request says from which level on', async () => {
    const client = await connect();
    const told: unknown[] = [];
    client.setNotificationHandler('notifications/message', ({ params }) => void told.push(params));
    mcp.aggregator.answer('tools/call', ({ options: { peer } }) => {
      peer?.tell('notifications/message', { level: 'info', data: 'quiet' });
      peer?.tell('notifications/message', { level: 'error', data: 'loud' });
      mcp.aggregator.tell({ kind: 'message', params: { level: 'error', data: 'all' } });
      return ok({ content: [] });
    });
    await call(client);
    await call(client, { _meta: { 'io.modelcontextprotocol/logLevel': 'warning' } });
    expect(told).toMatchObject([{ data: 'loud' }]);
  });

  test('is told of an unknown resource in the code of its era', async () => {
    const client = await connect();
    const error = { code: -32_002, message: 'Resource not found', data: { uri: 'a+x://y' } };
    mcp.aggregator.answer('resources/read', () => ({ ok: false, error }));
    const reading = client.readResource({ uri: 'a+x://y' });
    await expect(reading).rejects.toMatchObject({ ...error, code: -32_602 });
  });

  test('hears with its answers what was said while it had no request', async () => {
    const client = await connect();
    const told: unknown[] = [];
    client.setNotificationHandler('notifications/message', ({ params }) => void told.push(params));
    const meanwhile = Promise.withResolvers<() => void>();
    client.setRequestHandler('elicitation/create', async () => {
      (await meanwhile.promise)();
      return { action: 'accept', content: { name: 'Ada' } };
    });
    mcp.aggregator.answer('tools/call', async ({ options: { peer, onProgress, signal } }) => {
      meanwhile.resolve(() => {
        peer?.tell('notifications/message', { level: 'info', data: 'quiet' });
        peer?.tell('notifications/message', { level: 'error', data: 'loud' });
        for (const progress of [7, 8]) onProgress?.({ progress });
      });
      await peer?.ask('elicitation/create', FORM, signal);
      return ok({ content: [] });
    });
    const progressed: unknown[] = [];
    const _meta = { 'io.modelcontextprotocol/logLevel': 'warning' };
    const request = { method: 'tools/call', params: { name: 'a.ask', _meta } };
    await client.request(request, anything, {
      onprogress: (progress) => void progressed.push(progress),
    });
    expect(told).toMatchObject([{ data: 'loud' }]);
    // The SDK itself tells of each round, too.
    expect(progressed).toMatchObject([
      { message: expect.stringContaining('input required') },
      { progress: 8 },
    ]);
  });

  test('listens: to changed lists, and to resources that are really watched meanwhile', async () => {
    const client = await connect();
    const told: unknown[] = [];
    client.setNotificationHandler(
      'notifications/tools/list_changed',
      () => void told.push('tools'),
    );
    client.setNotificationHandler('notifications/resources/updated', ({ params }) => {
      told.push(params.uri);
    });
    mcp.aggregator.answer('resources/subscribe', () => ok({}));
    mcp.aggregator.answer('resources/unsubscribe', () => ok({}));
    const watched = () =>
      new Set(
        mcp.aggregator.seats.filter((seat) => !seat.isLeft).flatMap((seat) => [...seat.uris]),
      );
    const listening = await client.listen({
      toolsListChanged: true,
      resourceSubscriptions: ['a+file:///x'],
    });
    await vi.waitFor(() => expect(watched()).toEqual(new Set(['a+file:///x'])));
    mcp.aggregator.tell({ kind: 'tools-changed' });
    for (const uri of ['a+file:///y', 'a+file:///x']) {
      mcp.aggregator.tell({ kind: 'resource-updated', uri, params: { uri } });
    }
    await vi.waitFor(() => expect(told).toHaveLength(2));
    expect(told).toEqual(expect.arrayContaining(['tools', 'a+file:///x']));
    await listening.close();
    await vi.waitFor(() => expect(watched()).toEqual(new Set()));
  });

  test('is heard as a listener when the servers watch, or refused to', async () => {
    const client = await connect();
    const begun: string[] = [];
    const agree = Promise.withResolvers<void>();
    mcp.aggregator.answer('resources/subscribe', async ({ params }) => {
      begun.push(String(params['uri']));
      if (params['uri'] === 'a+file:///none') return refused(-32_602, 'unknown resource');
      await agree.promise;
      return ok({});
    });
    mcp.aggregator.answer('resources/unsubscribe', () => ok({}));
    await client.listTools();
    let heard = false;
    const resourceSubscriptions = ['a+file:///none', 'a+file:///x'];
    const listening = client.listen({ resourceSubscriptions }).finally(() => (heard = true));
    await vi.waitFor(() => expect(begun).toEqual(resourceSubscriptions));
    await client.listTools();
    expect(heard).toBe(false);
    agree.resolve();
    await (await listening).close();
  });
});

test('a client that stays has one seat until it goes', async () => {
  const { near, far } = openStdioPair();
  const server = serveStdioClient(mcp.parts, far);
  const client = new Client(
    { name: 'host', version: '4' },
    { versionNegotiation: { mode: 'auto' } },
  );
  await client.connect(near);
  await client.listTools();
  await client.listTools();
  expect(mcp.aggregator.seats).toMatchObject([{ isLeft: false }]);
  expect(mcp.parts.clients.list()).toMatchObject([{ transport: 'stdio', name: 'host' }]);
  await client.close();
  await vi.waitFor(() => expect(mcp.aggregator.seats).toMatchObject([{ isLeft: true }]));
  expect(mcp.parts.clients.list()).toEqual([]);
  await server.close();
});
