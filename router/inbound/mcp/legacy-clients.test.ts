/** Every method and every question back, for clients that stay on one connection. */
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { WebSocketClientTransport } from '@modelcontextprotocol/sdk/client/websocket.js';
import type { ClientCapabilities } from '@modelcontextprotocol/sdk/types.js';
import {
  CreateMessageRequestSchema,
  ElicitationCompleteNotificationSchema,
  ElicitRequestSchema,
  ListRootsRequestSchema,
  LoggingMessageNotificationSchema,
  PromptListChangedNotificationSchema,
  ProgressNotificationSchema,
  ResourceListChangedNotificationSchema,
  ResourceUpdatedNotificationSchema,
  ResultSchema,
  TaskStatusNotificationSchema,
  ToolListChangedNotificationSchema,
} from '@modelcontextprotocol/sdk/types.js';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';

import type { Peer } from '#core/ports/peer.ts';
import { ok, refused, type FakeCall } from '../../testing/fake-aggregator.ts';
import { createFakeMcp, type FakeMcp } from '../../testing/fake-mcp-parts.ts';
import { toolEntry } from '../../testing/fake-tool-servers.ts';
import { openMcpDoor, type McpDoor } from '../../testing/open-mcp-door.ts';

const anything = z.looseObject({});
const CAN_ALL: ClientCapabilities = {
  sampling: { tools: {} },
  elicitation: { form: {}, url: {} },
  roots: { listChanged: true },
};

let mcp: FakeMcp;
let door: McpDoor;
const clients: Client[] = [];

beforeEach(async () => {
  mcp = createFakeMcp();
  mcp.tools.add(toolEntry('a.ask'), () => ({ content: [] }));
  door = await openMcpDoor(mcp.parts);
});
afterEach(async () => {
  for (const client of clients.splice(0)) await client.close();
  await door.close();
});

/** Answers `a.ask` with what the peer said. */
function asking(ask: (peer: Peer, call: FakeCall) => Promise<object>): void {
  mcp.aggregator.answer('tools/call', async (call) => {
    const { peer } = call.options;
    if (peer === undefined) return refused(-1, 'nobody to ask');
    return ok({ content: [], structuredContent: { said: await ask(peer, call) } });
  });
}

describe.each([
  ['HTTP', 'http', () => new StreamableHTTPClientTransport(new URL(`${door.origin}/mcp`))],
  [
    'WebSocket',
    'websocket',
    () =>
      new WebSocketClientTransport(new URL(`${door.origin.replace('http', 'ws')}/api/v1/mcp/ws`)),
  ],
] as const)('over %s', (_name, transport, open) => {
  async function connect(capabilities: ClientCapabilities = CAN_ALL, name = 'host') {
    const client = new Client({ name, version: '3' }, { capabilities });
    await client.connect(open());
    clients.push(client);
    return client;
  }
  const call = (client: Client, params: object = {}) =>
    client.request(
      { method: 'tools/call', params: { name: 'a.ask', arguments: {}, ...params } },
      anything,
    );
  const seated = async () => {
    await vi.waitFor(() => expect(mcp.aggregator.seats).toHaveLength(1));
    // What belongs to no call needs the stream that HTTP clients open right after the handshake.
    if (transport === 'http') await vi.waitFor(() => expect(door.streams).toBe(1));
    const [seat] = mcp.aggregator.seats;
    if (seat === undefined) throw new Error('nobody is seated');
    return seat;
  };

  test('is told who we are and what we can', async () => {
    const client = await connect();
    expect(client.getServerVersion()).toMatchObject({ name: 'woollama', version: '9.9.9' });
    expect(client.getServerCapabilities()).toEqual({
      tools: { listChanged: true },
      prompts: { listChanged: true },
      resources: { listChanged: true, subscribe: true },
      completions: {},
      logging: {},
      tasks: { list: {}, cancel: {}, requests: { tools: { call: {} } } },
    });
    expect(client.getInstructions()).toContain('Woollama');
  });

  test('sits while it is connected, and is shown by name', async () => {
    const client = await connect();
    const seat = await seated();
    expect(seat.peer).toMatchObject({
      client: 'host 3',
      can: {
        sampling: true,
        samplingTools: true,
        elicitForm: true,
        elicitUrl: true,
        roots: true,
      },
    });
    expect(mcp.parts.clients.list()).toMatchObject([
      { name: 'host', version: '3', transport, protocol: '2025-11-25' },
    ]);
    if (transport === 'http') {
      const { transport: http } = client;
      if (http instanceof StreamableHTTPClientTransport) await http.terminateSession();
    }
    await client.close();
    await vi.waitFor(() => expect(seat.isLeft).toBe(true));
    expect(mcp.parts.clients.list()).toEqual([]);
  });

  test('lists, reads and completes what servers have, as they say it', async () => {
    const client = await connect();
    const prompt = { name: 'a.greet', title: 'Greet', arguments: [{ name: 'who' }], icons: [] };
    const entry = { server: 'a', prompt: 'greet', name: 'a.greet', raw: prompt };
    const resource = { uri: 'a+file:///x', name: 'x', _meta: { more: 1 }, size: 3 };
    const template = { uriTemplate: 'a+file:///{y}', name: 'y' };
    mcp.aggregator.setPrompts([entry]);
    mcp.aggregator.setResources(
      [{ server: 'a', uri: resource.uri, raw: resource }],
      [{ server: 'a', uri: template.uriTemplate, raw: template }],
    );
    const message = { role: 'user', content: { type: 'text', text: 'hi' } };
    mcp.aggregator.answer('prompts/get', () => ok({ messages: [message], odd: true }));
    mcp.aggregator.answer('resources/read', () => ok({ contents: [], _meta: { a: 1 } }));
    mcp.aggregator.answer('completion/complete', () => ok({ completion: { values: ['bob'] } }));

    expect((await client.listPrompts({ cursor: 'any' })).prompts).toEqual([prompt]);
    expect((await client.listResources()).resources).toEqual([resource]);
    expect((await client.listResourceTemplates()).resourceTemplates).toEqual([template]);
    const got = await client.getPrompt({ name: 'a.greet', arguments: { who: 'bob' } });
    expect(got).toEqual({ messages: [message], odd: true });
    expect(await client.readResource({ uri: 'a+file:///x' })).toMatchObject({ _meta: { a: 1 } });
    const ref = { type: 'ref/prompt', name: 'a.greet' } as const;
    const argument = { name: 'who', value: 'b' };
    expect((await client.complete({ ref, argument })).completion.values).toEqual(['bob']);
    expect(mcp.aggregator.calls.map(({ what, params }) => [what, params])).toMatchObject([
      ['prompts/get a.greet', { name: 'a.greet', arguments: { who: 'bob' } }],
      ['resources/read a+file:///x', { uri: 'a+file:///x' }],
      ['completion/complete', { ref, argument }],
    ]);
    expect(
      mcp.log.published.flatMap((event) =>
        event.kind === 'request-started' ? [event.operation] : [],
      ),
    ).toEqual(['prompts/get a.greet', 'resources/read a+file:///x', 'completion/complete a.greet']);
  });

  test.each([
    [{ uri: 'a+x://y' }, -32_002],
    [{ uri: 'a+x://y', why: 'odd' }, -32_602],
    [undefined, -32_602],
  ])('is told of an unknown resource in the code of its era: %j', async (data, code) => {
    const client = await connect();
    const message = 'Resource not found';
    mcp.aggregator.answer('resources/read', () => ({
      ok: false,
      error: { code: code === -32_002 ? code : -32_602, message, data },
    }));
    const reading = client.readResource({ uri: 'a+x://y' });
    await expect(reading).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message),
    });
  });

  test.each([
    ['prompts/get', { name: 'none' }, -32_602, "unknown prompt 'none'"],
    ['prompts/get', {}, -32_602, "'name'"],
    ['tools/call', { name: 7 }, -32_602, "'name'"],
    ['tools/call', { name: 'a.ask', arguments: [1] }, -32_602, "'arguments'"],
    ['resources/read', {}, -32_602, "'uri'"],
    ['completion/complete', { ref: { type: 'x' } }, -32_602, "'ref"],
    ['tools/list', { cursor: 1 }, -32_602, "'cursor'"],
    ['logging/setLevel', { level: 'loud' }, -32_602, "'level'"],
    ['tasks/get', {}, -32_602, "'taskId'"],
    ['tasks/update', { taskId: 'x' }, -32_601, 'tasks/result'],
    ['no/such', {}, -32_601, 'unknown method'],
  ])('refuses %s %j', async (method, params, code, fragment) => {
    const client = await connect();
    const refusal = client.request({ method, params }, anything);
    await expect(refusal).rejects.toMatchObject({
      code,
      message: expect.stringContaining(fragment),
    });
  });

  test("passes a server's refusal on with its code and data", async () => {
    const client = await connect();
    mcp.aggregator.answer('tools/call', () => refused(-32_042, 'sign in', { url: 'x' }));
    await expect(call(client)).rejects.toMatchObject({ code: -32_042, data: { url: 'x' } });
    const ended = mcp.log.published.find(({ kind }) => kind === 'request-ended');
    expect(ended).toMatchObject({ outcome: 'error', errorCode: '-32042' });
  });

  test('passes `_meta`, tasks and results on as they are', async () => {
    const client = await connect();
    const result = { task: { taskId: 'a:1', status: 'working' }, _meta: { x: 1 } };
    mcp.aggregator.answer('tools/call', () => ok(result));
    const params = { _meta: { trace: 'abc' }, task: { ttl: 5 } };
    expect(await call(client, params)).toEqual(result);
    expect(mcp.aggregator.calls[0]?.params).toMatchObject(params);
    for (const method of ['tasks/get', 'tasks/result', 'tasks/cancel']) {
      mcp.aggregator.answer(method, ({ options }) =>
        ok({ taskId: 'a:1', status: method, peer: options.peer?.id }),
      );
      const answer = await client.request({ method, params: { taskId: 'a:1' } }, anything);
      expect(answer).toEqual({ taskId: 'a:1', status: method, peer: (await seated()).peer.id });
    }
    mcp.aggregator.answer('tasks/list', () => ok({ tasks: [{ taskId: 'a:1' }] }));
    const list = await client.request({ method: 'tasks/list' }, anything);
    expect(list).toEqual({ tasks: [{ taskId: 'a:1' }] });
  });

  test('is asked back in the middle of a call', async () => {
    const client = await connect();
    const answer = { role: 'assistant', model: 'm', content: { type: 'text', text: 'four' } };
    client.setRequestHandler(CreateMessageRequestSchema, ({ params }) => ({
      ...answer,
      role: 'assistant',
      content: { type: 'text', text: `four of ${params.maxTokens}` },
    }));
    client.setRequestHandler(ElicitRequestSchema, () => ({
      action: 'accept',
      content: { name: 'Ada' },
    }));
    client.setRequestHandler(ListRootsRequestSchema, () => ({ roots: [{ uri: 'file:///r' }] }));
    asking(async (peer, { options: { signal } }) => {
      const sampling = { messages: [], maxTokens: 9 };
      const form = { message: 'who?', requestedSchema: { type: 'object', properties: {} } };
      return {
        sample: await peer.ask('sampling/createMessage', sampling, signal),
        elicit: await peer.ask('elicitation/create', form, signal),
        roots: await peer.ask('roots/list', {}, signal),
      };
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
  });

  test('may refuse, and then the server hears why', async () => {
    const client = await connect();
    client.setRequestHandler(ElicitRequestSchema, () => {
      throw Object.assign(new Error('not now'), { code: -32_099 });
    });
    const form = { message: 'who?', requestedSchema: { type: 'object', properties: {} } };
    asking((peer, { options: { signal } }) => peer.ask('elicitation/create', form, signal));
    expect(await call(client)).toMatchObject({
      structuredContent: {
        said: { ok: false, error: { code: -32_099, message: expect.stringContaining('not now') } },
      },
    });
  });

  test.each([
    [{}, { sampling: false, elicitForm: false, elicitUrl: false, roots: false }],
    [{ elicitation: {} }, { elicitForm: true, elicitUrl: false }],
    [{ elicitation: { url: {} } }, { elicitForm: false, elicitUrl: true }],
    [{ sampling: {} }, { sampling: true, samplingTools: false }],
  ])('with the capabilities %j can do no more', async (capabilities, can) => {
    await connect(capabilities);
    expect((await seated()).peer.can).toMatchObject(can);
  });

  test('cancels a call, and a question withdrawn is cancelled at the client', async () => {
    const client = await connect();
    const asked = Promise.withResolvers<AbortSignal>();
    client.setRequestHandler(ListRootsRequestSchema, () => ({ roots: [] }));
    client.setRequestHandler(ElicitRequestSchema, async (_request, { signal }) => {
      asked.resolve(signal);
      return await new Promise<never>(() => undefined);
    });
    const form = { message: 'who?', requestedSchema: { type: 'object', properties: {} } };
    const failed = vi.fn();
    asking(async (peer, { options: { signal } }) => {
      // A client of this SDK cannot take a cancellation of the connection's first question, number 0.
      await peer.ask('roots/list', {}, signal);
      try {
        return await peer.ask('elicitation/create', form, signal);
      } catch (error) {
        failed(error);
        throw error;
      }
    });
    const controller = new AbortController();
    const params = { name: 'a.ask', arguments: {} };
    const { signal } = controller;
    const calling = client.request({ method: 'tools/call', params }, anything, { signal });
    calling.catch(() => undefined);
    const question = await asked.promise;
    controller.abort();
    await expect(calling).rejects.toThrow();
    await vi.waitFor(() => expect(failed).toHaveBeenCalled());
    expect(failed.mock.calls[0]?.[0]).toMatchObject({ code: 'CANCELLED' });
    await vi.waitFor(() => expect(question.aborted).toBe(true));
  });

  test('subscribes, and hears of what it subscribed to alone', async () => {
    const client = await connect();
    const updated = vi.fn();
    client.setNotificationHandler(ResourceUpdatedNotificationSchema, ({ params }) =>
      updated(params.uri),
    );
    mcp.aggregator.answer('resources/subscribe', () => ok({}));
    mcp.aggregator.answer('resources/unsubscribe', () => ok({}));
    await client.subscribeResource({ uri: 'a+file:///x' });
    const tell = (uri: string) =>
      mcp.aggregator.tell({ kind: 'resource-updated', uri, params: { uri } });
    tell('a+file:///other');
    tell('a+file:///x');
    await vi.waitFor(() => expect(updated.mock.calls).toEqual([['a+file:///x']]));
    await client.unsubscribeResource({ uri: 'a+file:///x' });
    expect((await seated()).uris.size).toBe(0);
  });

  test('hears of changed lists, once for several changes in one moment', async () => {
    const client = await connect();
    const told: string[] = [];
    const tell = (kind: string) => () => void told.push(kind);
    client.setNotificationHandler(ToolListChangedNotificationSchema, tell('tools'));
    client.setNotificationHandler(PromptListChangedNotificationSchema, tell('prompts'));
    client.setNotificationHandler(ResourceListChangedNotificationSchema, tell('resources'));
    await seated();
    mcp.aggregator.tell({ kind: 'tools-changed' });
    mcp.aggregator.tell({ kind: 'tools-changed' });
    mcp.aggregator.tell({ kind: 'prompts-changed' });
    mcp.aggregator.tell({ kind: 'resources-changed' });
    await vi.waitFor(() => expect(told.toSorted()).toEqual(['prompts', 'resources', 'tools']));
  });

  test('a change of the configuration that changes its tools is told, another is not', async () => {
    const client = await connect();
    const told = vi.fn();
    client.setNotificationHandler(ToolListChangedNotificationSchema, told);
    await seated();
    const { tools } = mcp;
    const stable = tools.list();
    tools.list = () => stable;
    mcp.aggregator.tell({ kind: 'tools-changed' });
    await vi.waitFor(() => expect(told).toHaveBeenCalledTimes(1));
    const change = {
      kind: 'config-changed',
      file: 'recipes.toml',
      applied: true,
      issues: 0,
    } as const;
    mcp.bus.publish(change);
    tools.list = () => [...stable];
    mcp.bus.publish(change);
    await vi.waitFor(() => expect(told).toHaveBeenCalledTimes(2));
  });

  test('hears log messages from its level on, its own tasks and finished sign-ins', async () => {
    const client = await connect();
    const told: unknown[] = [];
    const keep = ({ params }: { params?: unknown }) => void told.push(params);
    client.setNotificationHandler(LoggingMessageNotificationSchema, keep);
    client.setNotificationHandler(TaskStatusNotificationSchema, keep);
    client.setNotificationHandler(ElicitationCompleteNotificationSchema, keep);
    await client.setLoggingLevel('warning');
    const seat = await seated();
    expect(seat.level).toBe('warning');
    const { id } = seat.peer;
    for (const level of ['info', 'error']) {
      mcp.aggregator.tell({ kind: 'message', params: { level, data: 1 } });
    }
    const task = {
      taskId: 'a:1',
      status: 'working',
      ttl: null,
      createdAt: '2026-01-01T00:00:00Z',
      lastUpdatedAt: '2026-01-01T00:00:00Z',
    };
    mcp.aggregator.tell({ kind: 'task-status', params: task, peerId: 'somebody-else' });
    mcp.aggregator.tell({ kind: 'task-status', params: task, peerId: id });
    mcp.aggregator.tell({ kind: 'elicitation-complete', params: { elicitationId: 'e' } });
    await vi.waitFor(() => expect(told).toHaveLength(3));
    expect(told).toMatchObject([{ level: 'error' }, { taskId: 'a:1' }, { elicitationId: 'e' }]);
  });

  test('tells of changed roots', async () => {
    const client = await connect();
    const seat = await seated();
    // Over HTTP it can only be asked once its stream is open; servers hear of that, too.
    const first = transport === 'http' ? 1 : 0;
    await vi.waitFor(() => expect(seat.rootsChanges).toBe(first));
    await client.sendRootsListChanged();
    await vi.waitFor(() => expect(seat.rootsChanges).toBe(first + 1));
  });

  test('progress has its own token, and log messages of the call come with it', async () => {
    const client = await connect();
    const seen: unknown[] = [];
    client.setNotificationHandler(
      ProgressNotificationSchema,
      ({ params }) => void seen.push(params),
    );
    client.setNotificationHandler(LoggingMessageNotificationSchema, ({ params }) => {
      seen.push(params);
    });
    mcp.aggregator.answer('tools/call', ({ options }) => {
      options.onProgress?.({ progress: 1, total: 2, message: 'half' });
      options.peer?.tell('notifications/message', { level: 'info', data: 'working' });
      return ok({ content: [] });
    });
    await client.request(
      { method: 'tools/call', params: { name: 'a.ask', _meta: { progressToken: 'mine' } } },
      ResultSchema,
    );
    await vi.waitFor(() => expect(seen).toHaveLength(2));
    expect(seen).toEqual([
      { progress: 1, total: 2, message: 'half', progressToken: 'mine' },
      { level: 'info', data: 'working' },
    ]);
  });

  test('log messages of a call begin at the level that the client set', async () => {
    const client = await connect();
    const seen: unknown[] = [];
    client.setNotificationHandler(LoggingMessageNotificationSchema, ({ params }) => {
      seen.push(params.data);
    });
    await client.setLoggingLevel('warning');
    mcp.aggregator.answer('tools/call', ({ options: { peer } }) => {
      peer?.tell('notifications/message', { level: 'info', data: 'quiet' });
      peer?.tell('notifications/message', { level: 'error', data: 'loud' });
      return ok({ content: [] });
    });
    await call(client);
    await vi.waitFor(() => expect(seen).toEqual(['loud']));
  });

  test('a call that was answered, as a task is, can still ask and tell', async () => {
    const client = await connect();
    const seen: unknown[] = [];
    client.setRequestHandler(ListRootsRequestSchema, () => ({ roots: [{ uri: 'file:///r' }] }));
    client.setNotificationHandler(ProgressNotificationSchema, ({ params }) => {
      seen.push(params.progressToken);
    });
    let peer: Peer | undefined;
    mcp.aggregator.answer('tools/call', ({ options }) => {
      ({ peer } = options);
      return ok({ task: { taskId: 'a:1' } });
    });
    await call(client);
    await seated();
    const { signal } = new AbortController();
    expect(await peer?.ask('roots/list', {}, signal)).toMatchObject({ ok: true });
    peer?.tell('notifications/progress', { progressToken: 'task', progress: 1 });
    await vi.waitFor(() => expect(seen).toEqual(['task']));
    await client.close();
    if (transport === 'websocket') {
      await vi.waitFor(() => expect(mcp.aggregator.seats).toMatchObject([{ isLeft: true }]));
    } else {
      await vi.waitFor(() => expect(door.streams).toBe(0));
    }
    await expect(peer?.ask('roots/list', {}, signal)).rejects.toMatchObject({
      code: 'NOT_SUPPORTED',
    });
  });

  test('two at once are two peers, each asked about its own call', async () => {
    const [one, two] = await Promise.all([connect(CAN_ALL, 'one'), connect(CAN_ALL, 'two')]);
    for (const [client, uri] of [
      [one, 'file:///one'],
      [two, 'file:///two'],
    ] as const) {
      client.setRequestHandler(ListRootsRequestSchema, () => ({ roots: [{ uri }] }));
    }
    asking((peer, { options: { signal } }) => peer.ask('roots/list', {}, signal));
    const said = await Promise.all([call(one), call(two)]);
    expect(said).toMatchObject([
      { structuredContent: { said: { result: { roots: [{ uri: 'file:///one' }] } } } },
      { structuredContent: { said: { result: { roots: [{ uri: 'file:///two' }] } } } },
    ]);
    expect(new Set(mcp.aggregator.seats.map(({ peer }) => peer.id)).size).toBe(2);
  });
});
