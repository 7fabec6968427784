/** `tools/call` of 2026 past the SDK: nobody can tell the difference. */
import { request } from 'node:http';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { RouterError } from '#core/router-error.ts';
import type { RpcOutcome } from '#core/rpc.ts';
import { ok } from '../../testing/fake-aggregator.ts';
import { createFakeMcp, type FakeMcp } from '../../testing/fake-mcp-parts.ts';
import { toolEntry } from '../../testing/fake-tool-servers.ts';
import { openMcpDoor, type McpDoor } from '../../testing/open-mcp-door.ts';
import { modernMeta, RAW_HEADERS } from './fixtures/raw-messages.ts';

let mcp: FakeMcp;
let door: McpDoor;

beforeEach(async () => {
  mcp = createFakeMcp();
  mcp.tools.add(toolEntry('a.run'), () => ({ content: [] }));
  door = await openMcpDoor(mcp.parts);
});
afterEach(() => door.close());

const META = modernMeta({ elicitation: {} });
/** One more word, and the SDK answers. */
const VIA_SDK = { ...META, 'x.example/other': 1 };

function headersFor(name: string, more: Record<string, string> = {}): Record<string, string> {
  return {
    ...RAW_HEADERS,
    'mcp-protocol-version': '2026-07-28',
    'mcp-method': 'tools/call',
    'mcp-name': name,
    ...more,
  };
}

const body = (params: object) =>
  JSON.stringify({ jsonrpc: '2.0', id: 'a"b', method: 'tools/call', params });

async function call(params: object, { name = 'a.run', ...headers }: Record<string, string> = {}) {
  const response = await fetch(`${door.origin}/mcp`, {
    method: 'POST',
    headers: headersFor(name, headers),
    body: body({ name, ...params }),
  });
  return { status: response.status, message: (await response.json()) as Answer };
}

interface Answer {
  readonly result?: { readonly requestState?: string; readonly inputRequests?: object };
}

const content = [{ type: 'text', text: 'ä' }];
const serverInfo = { 'io.modelcontextprotocol/serverInfo': { name: 'other' } };

test.each<[string, RpcOutcome]>([
  ['text', ok({ content })],
  ['structured output', ok({ content, structuredContent: { odd: [1] }, odd: true })],
  ['a tool error', ok({ content, isError: true })],
  ['_meta', ok({ content, _meta: { 'x/y': 1 } })],
  ['somebody else’s name', ok({ content, _meta: serverInfo })],
  ['a result type', ok({ content, resultType: 'complete' })],
  ['a task', ok({ resultType: 'task', taskId: 'x', status: 'working', ttlMs: null })],
  ['a refusal', { ok: false, error: { code: -32_602, message: 'no', data: { why: 1 } } }],
  ['a missing resource', { ok: false, error: { code: -32_002, message: 'gone' } }],
])('is answered as the SDK would answer: %s', async (_what, outcome) => {
  mcp.aggregator.answer('tools/call', () => outcome);
  const plain = await call({ arguments: { a: 1 }, _meta: META });
  expect(plain).toEqual(await call({ arguments: { a: 1 }, _meta: VIA_SDK }));
  expect(mcp.aggregator.calls).toHaveLength(2);
});

test('failures and unknown tools are told as the SDK would tell them', async () => {
  mcp.aggregator.answer('tools/call', () => {
    throw new RouterError('TOOLS_UNAVAILABLE', 'away');
  });
  expect(await call({ _meta: META })).toEqual(await call({ _meta: VIA_SDK }));
  const unknown = await call({ _meta: META }, { name: 'a.other' });
  expect(unknown).toEqual(await call({ _meta: VIA_SDK }, { name: 'a.other' }));
  expect(unknown.message).toMatchObject({ error: { code: -32_602 } });
});

test('a result of an unknown type is our mistake', async () => {
  mcp.aggregator.answer('tools/call', () => ok({ content, resultType: 'odd' }));
  expect((await call({ _meta: META })).message).toMatchObject({ error: { code: -32_603 } });
});

test('who looks after tasks is known by them, and by nobody else’s', async () => {
  mcp.aggregator.answer('tools/call', () => ok({ content }));
  const declared = {
    'io.modelcontextprotocol/clientCapabilities': {
      extensions: { 'io.modelcontextprotocol/tasks': {} },
    },
  };
  await call({ _meta: META });
  await call({ _meta: { ...META, ...declared } });
  await call({ _meta: { ...VIA_SDK, ...declared } });
  await call({ _meta: { ...META, ...declared } }, { authorization: 'Bearer other' });
  const owners = mcp.aggregator.calls.map(({ options }) => options.taskOwner);
  expect(owners[0]).toBeUndefined();
  expect(owners[1]).toBeTypeOf('string');
  expect(owners[2]).toBe(owners[1]);
  expect(owners[3]).not.toBe(owners[1]);
});

test('questions go out in the answer, and its client comes back with theirs', async () => {
  mcp.aggregator.answer('tools/call', async ({ options: { peer, signal } }) => {
    const outcome = await peer?.ask('elicitation/create', { message: '?' }, signal);
    return ok({ content: [], structuredContent: { outcome } });
  });
  const { message } = await call({ _meta: META });
  const { requestState, inputRequests = {} } = message.result ?? {};
  expect(inputRequests).toMatchObject({ q1: { method: 'elicitation/create' } });
  const inputResponses = { q1: { action: 'decline' } };
  const end = await call({ _meta: META, requestState, inputResponses });
  expect(end.message.result).toMatchObject({
    structuredContent: { outcome: { result: { action: 'decline' } } },
  });
});

test('what is wrong with a request is still found', async () => {
  for (const wrong of [
    { 'mcp-method': 'tools/list' },
    { 'mcp-name': 'a.other' },
    { 'mcp-protocol-version': '2025-11-25' },
  ]) {
    expect((await call({ _meta: META }, wrong)).status).toBe(400);
  }
  expect(mcp.aggregator.calls).toHaveLength(0);
});

test('who asks is shown; who hangs up has cancelled', async () => {
  const heard = Promise.withResolvers<unknown>();
  mcp.aggregator.answer('tools/call', ({ options: { signal } }) => {
    signal.addEventListener('abort', () => heard.resolve(signal.reason));
    return new Promise(() => undefined);
  });
  const gone = request(`${door.origin}/mcp`, { method: 'POST', headers: headersFor('a.run') });
  gone.on('error', () => undefined);
  gone.end(body({ name: 'a.run', _meta: META }));
  await vi.waitFor(() => expect(mcp.aggregator.calls).toHaveLength(1));
  expect(mcp.parts.clients.list()).toMatchObject([{ name: 'raw', protocol: '2026-07-28' }]);
  gone.destroy();
  expect(await heard.promise).toMatchObject({ code: 'CANCELLED' });
});
