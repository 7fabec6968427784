import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as TransportV1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import {
  CallToolResultSchema,
  ProgressNotificationSchema,
} from '@modelcontextprotocol/sdk/types.js';
import { once } from 'node:events';
import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import type { RequestEnded } from '#contract/events.ts';
import { RouterError } from '#core/router-error.ts';
import { createFakeMcp, type FakeMcp } from '../../testing/fake-mcp-parts.ts';
import { text, toolEntry } from '../../testing/fake-tool-servers.ts';
import { openMcpDoor } from '../../testing/open-mcp-door.ts';
import { RAW_HEADERS } from './fixtures/raw-messages.ts';

let mcp: FakeMcp;
let url: URL;
let stop: (() => Promise<void>)[];

beforeEach(async () => {
  mcp = createFakeMcp();
  const door = await openMcpDoor(mcp.parts);
  url = new URL(`${door.origin}/mcp`);
  stop = [() => door.close()];
});
afterEach(async () => {
  for (const each of stop.toReversed()) await each();
});

const ended = (): RequestEnded[] =>
  mcp.log.published.filter((event): event is RequestEnded => event.kind === 'request-ended');

/** What the tests ask of a client of either line. */
interface AnyClient {
  readonly serverInfo: unknown;
  list(): Promise<unknown>;
  call(params: object, options?: { signal: AbortSignal }): Promise<unknown>;
  /** A call with a progress token of our own: the SDKs' `onprogress` may lose the last one. */
  callWithProgress(params: object, onProgress: (progress: object) => void): Promise<unknown>;
  close(): Promise<void>;
}

async function connectV1(): Promise<AnyClient> {
  const client = new ClientV1({ name: 'v1-host', version: '1' });
  await client.connect(new TransportV1(url));
  const call = (params: object, options?: { signal: AbortSignal }) =>
    client.request(
      { method: 'tools/call', params: params as { name: string } },
      CallToolResultSchema,
      options,
    );
  return {
    serverInfo: client.getServerVersion(),
    list: async () => (await client.listTools()).tools,
    call,
    callWithProgress(params, onProgress) {
      client.setNotificationHandler(ProgressNotificationSchema, ({ params }) => {
        if (params.progressToken === 'token') onProgress(params);
      });
      return call({ ...params, _meta: { progressToken: 'token' } });
    },
    close: () => client.close(),
  };
}

async function connectV2(mode: 'legacy' | 'auto'): Promise<AnyClient> {
  const client = new Client({ name: 'v2-host', version: '2' }, { versionNegotiation: { mode } });
  await client.connect(new StreamableHTTPClientTransport(url));
  const call = (params: object, options?: { signal: AbortSignal }) =>
    client.request({ method: 'tools/call', params: params as { name: string } }, options);
  return {
    serverInfo: client.getServerVersion(),
    list: async () => (await client.listTools()).tools,
    call,
    callWithProgress(params, onProgress) {
      client.setNotificationHandler('notifications/progress', ({ params }) => {
        if (params.progressToken === 'token') onProgress(params);
      });
      return call({ ...params, _meta: { progressToken: 'token' } });
    },
    close: () => client.close(),
  };
}

describe.each([
  ['the v1 SDK', connectV1, 'legacy'],
  ['the v2 SDK, speaking 2025-11-25', () => connectV2('legacy'), 'legacy'],
  ['the v2 SDK, speaking the newest', () => connectV2('auto'), 'modern'],
])('%s', (_name, connectAny, era) => {
  let client: AnyClient;
  beforeEach(async () => {
    client = await connectAny();
    stop.push(() => client.close());
  });

  test('learns who we are', () =>
    expect(client.serverInfo).toMatchObject({ name: 'woollama', version: '9.9.9' }));

  test('finds every tool as its server describes it', async () => {
    expect(await client.list()).toEqual([]);
    const outputSchema = {
      type: 'object',
      properties: { result: { type: 'number' } },
      required: ['result'],
      'x-fastmcp-wrap-result': true,
    };
    const inputSchema = {
      type: 'object',
      properties: { n: { type: 'integer', default: 5 } },
      $defs: { a: {} },
    };
    const annotations = { readOnlyHint: true };
    const entry = toolEntry('hello.count_to', inputSchema);
    const raw = { ...entry.raw, title: 'Count', outputSchema, annotations };
    mcp.add({ ...entry, raw }, () => text());
    mcp.add(toolEntry('text.up'), () => text());
    expect(await client.list()).toEqual([
      {
        name: 'hello.count_to',
        title: 'Count',
        description: 'does count_to',
        inputSchema,
        outputSchema,
        annotations,
      },
      { name: 'text.up', description: 'does up', inputSchema: { type: 'object' } },
    ]);
  });

  test('calls one and gets its whole result', async () => {
    const result = {
      content: [
        { type: 'text', text: 'ü🎈' },
        { type: 'image', data: 'aGk=', mimeType: 'image/png' },
        { type: 'resource_link', uri: 'file:///x', name: 'x' },
      ],
      structuredContent: { count: 5, done: true },
    };
    mcp.add(toolEntry('hello.count_to'), () => result);
    const args = { n: 5, nested: { a: [null] } };
    expect(await client.call({ name: 'hello.count_to', arguments: args })).toMatchObject(result);
    expect(mcp.tools.calls).toEqual([{ name: 'hello.count_to', args }]);
    expect(mcp.log.published[0]).toMatchObject({
      kind: 'request-started',
      surface: 'mcp',
      operation: 'tools/call hello.count_to',
    });
    expect(ended()).toMatchObject([{ outcome: 'ok', status: 200 }]);
    expect(mcp.parts.requests.inFlight()).toBe(0);
  });

  test.each(['hello.add', 'hello__add', 'mcp__hello__add'])('may call it %s', async (name) => {
    mcp.add(toolEntry('hello.add'), (args) => text(JSON.stringify(args)));
    expect(await client.call({ name })).toMatchObject({ content: [{ type: 'text', text: '{}' }] });
  });

  test('learns of progress while it waits, the last one included', async () => {
    mcp.add(toolEntry('hello.slow'), async (_args, { onProgress }) => {
      onProgress?.({ progress: 1, total: 2, message: 'one' });
      await Promise.resolve();
      onProgress?.({ progress: 2, total: 2 });
      return text('done');
    });
    const seen: object[] = [];
    const result = await client.callWithProgress({ name: 'hello.slow' }, (progress) =>
      seen.push(progress),
    );
    expect(result).toMatchObject({ content: [{ text: 'done' }] });
    await vi.waitFor(() => expect(seen).toHaveLength(2));
    expect(seen).toMatchObject([
      { progress: 1, total: 2, message: 'one' },
      { progress: 2, total: 2 },
    ]);
  });

  test('is told of an unknown tool as a mistake of its own', async () => {
    await expect(client.call({ name: 'nope.tool' })).rejects.toMatchObject({
      code: -32_602,
      message: expect.stringContaining("unknown tool 'nope.tool'"),
    });
    expect(mcp.log.published).toEqual([]);
  });

  test("gets a tool's failure as a result", async () => {
    mcp.add(toolEntry('hello.bad'), () => ({ ...text('no such file'), isError: true }));
    expect(await client.call({ name: 'hello.bad' })).toMatchObject({
      isError: true,
      content: [{ type: 'text', text: 'no such file' }],
    });
  });

  test.each([
    [
      new RouterError('TOOLS_UNAVAILABLE', "server 'hello' is not connected"),
      "server 'hello' is not connected",
      'TOOLS_UNAVAILABLE',
    ],
    [new RouterError('TOOL_TIMEOUT'), 'stopped answering', 'TOOL_TIMEOUT'],
    [new TypeError('secret detail'), 'The router made a mistake', 'INTERNAL'],
  ])(
    'gets a failure to reach the tool as a result, too: %s',
    async (error, fragment, errorCode) => {
      mcp.add(toolEntry('hello.gone'), () => {
        throw error;
      });
      const result = await client.call({ name: 'hello.gone' });
      expect(result).toMatchObject({ isError: true });
      expect(JSON.stringify(result)).toContain(`dispatch failed: `);
      expect(JSON.stringify(result)).toContain(fragment);
      expect(JSON.stringify(result)).not.toContain('secret');
      expect(ended()).toMatchObject([{ outcome: 'error', errorCode }]);
    },
  );

  test('cancels, and the tool hears of it', async () => {
    const heard = vi.fn();
    mcp.add(toolEntry('hello.endless'), async (_args, { signal }) => {
      await once(signal, 'abort');
      heard(signal.reason);
      throw signal.reason;
    });
    const controller = new AbortController();
    const call = client.call({ name: 'hello.endless' }, { signal: controller.signal });
    await vi.waitFor(() => expect(mcp.tools.calls).toHaveLength(1));
    controller.abort();
    await expect(call).rejects.toThrow();
    await vi.waitFor(() => expect(heard).toHaveBeenCalled(), { timeout: 5_000 });
    expect(heard.mock.calls[0]?.[0]).toMatchObject({ code: 'CANCELLED' });
    await vi.waitFor(() => expect(ended()).toMatchObject([{ outcome: 'cancelled' }]));
  });

  // Until 2025 a client may come back for the answer; see the sessions' own tests.
  test.runIf(era === 'modern')('goes away, and the tool hears of it', async () => {
    const heard = Promise.withResolvers<unknown>();
    mcp.add(toolEntry('hello.endless'), async (_args, { signal }) => {
      await once(signal, 'abort');
      heard.resolve(signal.reason);
      throw signal.reason;
    });
    client.call({ name: 'hello.endless' }).catch(() => undefined);
    await vi.waitFor(() => expect(mcp.tools.calls).toHaveLength(1));
    await client.close();
    expect(await heard.promise).toMatchObject({ code: 'CANCELLED' });
    await vi.waitFor(() => expect(mcp.parts.requests.inFlight()).toBe(0));
  });

  test('makes many calls at once', async () => {
    mcp.add(toolEntry('hello.echo'), async ({ n }) => text(String(n)));
    const results = await Promise.all(
      Array.from({ length: 10 }, (_, n) => client.call({ name: 'hello.echo', arguments: { n } })),
    );
    results.forEach((result, n) =>
      expect(result).toMatchObject({ content: [{ text: String(n) }] }),
    );
  });
});

describe('without an SDK', () => {
  const post = (body: string, headers: Record<string, string> = RAW_HEADERS) =>
    fetch(url, { method: 'POST', headers, body });

  test('broken JSON is answered in JSON-RPC’s words', async () => {
    const response = await post('{"jsonrpc":');
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ jsonrpc: '2.0', error: { code: -32_700 } });
  });

  test.each(['text/plain', 'application/x-www-form-urlencoded'])('%s is refused', async (type) => {
    const response = await post('{}', { ...RAW_HEADERS, 'content-type': type });
    expect(response.status).toBe(415);
  });

  test.each(['', '[]', '7', '{}', '{"jsonrpc":"2.0"}'])(
    '%j is refused, and not with a 5xx',
    async (body) => {
      const response = await post(body);
      expect(response.status).toBeGreaterThanOrEqual(400);
      expect(response.status).toBeLessThan(500);
      expect(await response.json()).toHaveProperty('error');
    },
  );

  test('nobody can be asked back without a session, and nothing is kept for it', async () => {
    mcp.tools.add(toolEntry('a.ask'), () => text());
    const said = Promise.withResolvers<unknown>();
    mcp.aggregator.answer('tools/call', async ({ params, options: { peer, signal } }) => {
      await peer?.ask('roots/list', {}, signal).catch(said.resolve);
      return { ok: true, result: { can: peer?.can.roots, task: params['task'] ?? 'none' } };
    });
    const params = { name: 'a.ask', task: { ttl: 1 } };
    const response = await post(
      JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params }),
    );
    expect(await response.text()).toContain('"can":false,"task":"none"');
    expect(await said.promise).toMatchObject({ code: 'NOT_SUPPORTED' });
    expect(mcp.aggregator.seats).toEqual([]);
    for (const method of ['resources/subscribe', 'tasks/get', 'tasks/list']) {
      const params = { uri: 'a+file:///x', taskId: 'a:1' };
      const refused = await post(JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }));
      expect(await refused.text()).toContain('this needs a session');
    }
  });

  test('an unknown method is -32601', async () => {
    const response = await post(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'no/such' }));
    expect(await response.text()).toContain('-32601');
  });

  test.each(['GET', 'DELETE'])('%s has no session to speak of', async (method) => {
    const response = await fetch(url, { method, headers: { accept: 'text/event-stream' } });
    expect(response.status).toBe(405);
    await response.body?.cancel();
  });

  test('a client that hangs up ends its call', async () => {
    const heard = Promise.withResolvers<void>();
    mcp.add(toolEntry('hello.endless'), async (_args, { signal }) => {
      await once(signal, 'abort');
      heard.resolve();
      throw signal.reason;
    });
    const call = request(url, {
      method: 'POST',
      headers: { ...RAW_HEADERS, 'user-agent': 'raw/1' },
    });
    call.on('error', () => undefined);
    call.end(
      JSON.stringify({
        jsonrpc: '2.0',
        id: 1,
        method: 'tools/call',
        params: { name: 'hello.endless' },
      }),
    );
    await vi.waitFor(() => expect(mcp.tools.calls).toHaveLength(1));
    expect(mcp.log.published[0]).toMatchObject({ client: 'raw/1' });
    call.destroy();
    await heard.promise;
  });
});
