/** Tasks for clients of 2026-07-28, over HTTP and on a connection that stays; and what is gone since before. */
import { Client } from '@modelcontextprotocol/client';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';

import { ok, refused } from '../../testing/fake-aggregator.ts';
import { createFakeMcp, type FakeMcp } from '../../testing/fake-mcp-parts.ts';
import { toolEntry } from '../../testing/fake-tool-servers.ts';
import { openTwoWires, type TwoWires } from './fixtures/two-wires.ts';

const anything = z.looseObject({});
const EXTENSIONS = { 'io.modelcontextprotocol/tasks': {} };
const PARAMS = { taskId: 'x1' };

let mcp: FakeMcp;
let wires: TwoWires;
const closers: (() => Promise<unknown>)[] = [];

beforeEach(async () => {
  mcp = createFakeMcp();
  mcp.tools.add(toolEntry('a.job'), () => ({ content: [] }));
  wires = await openTwoWires(mcp.parts);
  closers.push(() => wires.close());
});
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

describe.each([
  ['HTTP', 'overHttp'],
  ['stdio', 'overStdio'],
] as const)('over %s', (_name, attach) => {
  async function connect(capabilities: object, name = 'host'): Promise<Client> {
    const client = new Client(
      { name, version: '4' },
      { versionNegotiation: { mode: 'auto' }, capabilities },
    );
    await wires[attach](client);
    closers.push(() => client.close());
    expect(client.getNegotiatedProtocolVersion()).toBe('2026-07-28');
    return client;
  }
  const request = (client: Client, method: string, params: object = PARAMS) =>
    client.request({ method, params: { ...params } }, anything);
  /** The owner that its call named. */
  const ownerOf = async (client: Client) => {
    mcp.aggregator.answer('tools/call', () => ok({ content: [] }));
    await request(client, 'tools/call', { name: 'a.job', arguments: {} });
    return mcp.aggregator.calls.at(-1)?.options.taskOwner;
  };

  test('a client that declares them asks for its tasks', async () => {
    const client = await connect({ extensions: EXTENSIONS, elicitation: {} });
    expect(client.getServerCapabilities()?.extensions).toEqual(EXTENSIONS);
    const owner = await ownerOf(client);
    const state = { taskId: 'x1', status: 'completed', result: { content: [] }, ttlMs: null };
    mcp.aggregator.answer('tasks/get', () => ok(state));
    mcp.aggregator.answer('tasks/cancel', () => ok({}));
    mcp.aggregator.answer('tasks/update', () => ok({}));
    expect(await request(client, 'tasks/get')).toMatchObject(state);
    await request(client, 'tasks/cancel');
    const inputResponses = { q: { action: 'decline' } };
    await request(client, 'tasks/update', { ...PARAMS, inputResponses });
    const heard = mcp.aggregator.calls.slice(-3);
    expect(heard.map(({ what }) => what)).toEqual(['tasks/get', 'tasks/cancel', 'tasks/update']);
    expect(heard.map(({ params }) => params['taskId'])).toEqual(['x1', 'x1', 'x1']);
    expect(heard.at(-1)?.params).toMatchObject({ inputResponses });
    for (const { options } of heard) {
      expect(options.taskOwner).toBe(owner);
      expect(options.peer?.can).toMatchObject({ elicitForm: true, sampling: false });
    }
    expect(await ownerOf(await connect({ extensions: EXTENSIONS }, 'other'))).not.toBe(owner);
  });

  test('a call that goes on as a task is shown as that', async () => {
    const client = await connect({ extensions: EXTENSIONS });
    mcp.aggregator.answer('tools/call', () => ok({ resultType: 'task', taskId: 'x1' }));
    // The SDK's client knows no tasks.
    await expect(request(client, 'tools/call', { name: 'a.job' })).rejects.toThrow("'task'");
    expect(JSON.stringify(mcp.log.published)).toContain('goes on as a task');
  });

  test('a refusal of the server passes', async () => {
    const client = await connect({ extensions: EXTENSIONS });
    mcp.aggregator.answer('tasks/get', () => refused(-32_602, 'There is no such task'));
    await expect(request(client, 'tasks/get')).rejects.toMatchObject({
      code: -32_602,
      message: expect.stringContaining('There is no such task'),
    });
    await expect(request(client, 'tasks/get', {})).rejects.toMatchObject({ code: -32_602 });
  });

  test('a client that does not is told what it misses', async () => {
    const client = await connect({});
    expect(await ownerOf(client)).toBeUndefined();
    for (const method of ['tasks/get', 'tasks/cancel', 'tasks/update']) {
      await expect(request(client, method)).rejects.toMatchObject({
        code: -32_021,
        message: expect.stringContaining(method),
        data: { requiredCapabilities: { extensions: EXTENSIONS } },
      });
    }
    expect(mcp.aggregator.calls).toHaveLength(1);
  });
});

/** The SDK's client would not send what its revision does not have. */
async function post(method: string) {
  const _meta = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientInfo': { name: 'raw', version: '1' },
    'io.modelcontextprotocol/clientCapabilities': {},
  };
  const response = await fetch(`${wires.origin}/mcp`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': method,
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: { _meta } }),
  });
  return await response.json();
}

test.each([
  ['tasks/result', 'tasks/get'],
  ['tasks/list', 'told its id'],
  ['ping', 'no connection'],
  ['logging/setLevel', '_meta'],
  ['resources/subscribe', 'subscriptions/listen'],
  ['resources/unsubscribe', 'subscriptions/listen'],
])('%s is gone, and the refusal says why', async (method, why) => {
  expect(await post(method)).toMatchObject({
    error: { code: -32_601, message: expect.stringContaining(why) },
  });
});
