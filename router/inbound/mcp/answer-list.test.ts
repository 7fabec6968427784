import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { JsonObject } from '#core/ports/tools.ts';
import { createClientRegistry } from '../../events/client-registry.ts';
import { createFakeMcp, type FakeMcp } from '../../testing/fake-mcp-parts.ts';
import { toolEntry } from '../../testing/fake-tool-servers.ts';
import { openMcpDoor, type McpDoor } from '../../testing/open-mcp-door.ts';
import { initializeParams, modernMeta, RAW_HEADERS } from './fixtures/raw-messages.ts';

let mcp: FakeMcp;
let door: McpDoor;

beforeEach(async () => {
  mcp = createFakeMcp();
  door = await openMcpDoor(mcp.parts);
});
afterEach(() => door.close());

function add(name: string, more: JsonObject = {}): void {
  const entry = toolEntry(name);
  mcp.tools.add({ ...entry, raw: { ...entry.raw, ...more } }, () => ({ content: [] }));
}

const META = modernMeta();

function post(message: object, headers: Record<string, string>): Promise<Response> {
  return fetch(`${door.origin}/mcp`, {
    method: 'POST',
    headers: { ...RAW_HEADERS, ...headers },
    body: JSON.stringify({ jsonrpc: '2.0', ...message }),
  });
}

/** Content type and message of an answer. */
async function ask(params: object | undefined, headers: Record<string, string>) {
  const response = await post({ id: 'a"b', method: 'tools/list', params }, headers);
  const text = await response.text();
  const data = /^data: (\{.*)$/m.exec(text)?.[1] ?? text;
  const type = response.headers.get('content-type');
  return { status: response.status, type, message: JSON.parse(data) as unknown };
}

describe.each([
  ['a client without a session', undefined, { cursor: 'x' }, {}],
  [
    'a client of 2026',
    { _meta: META },
    { _meta: META, cursor: 'x' },
    { 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'tools/list' },
  ],
] as const)('%s', (_name, plain, viaSdk, headers) => {
  test.each([
    ['plain tools', {}],
    ['structured output', { outputSchema: { type: 'object' }, title: 'T', icons: [] }],
    ['output that is no object', { outputSchema: { type: 'array', items: {} } }],
    ['tasks', { execution: { taskSupport: 'optional' } }],
  ])('is answered as the SDK would answer: %s', async (_what, more) => {
    add('a.one', more);
    add('a.two');
    const prepared = await ask(plain, headers);
    expect(prepared.status).toBe(200);
    expect(prepared.message).toEqual((await ask(viaSdk, headers)).message);
    add('a.three');
    expect(JSON.stringify((await ask(plain, headers)).message)).toContain('a.three');
  });
});

test('what is wrong with a request is still found', async () => {
  add('a.one');
  const version = { 'mcp-protocol-version': '2026-07-28' };
  for (const headers of [{ accept: 'text/html' }, { 'mcp-protocol-version': '1999-01-01' }]) {
    expect((await ask(undefined, headers)).status).toBeGreaterThanOrEqual(400);
  }
  expect((await ask({ _meta: META }, { ...version, 'mcp-method': 'tools/call' })).status).toBe(400);
  expect((await ask({ _meta: META }, { 'mcp-protocol-version': '2025-11-25' })).status).toBe(400);
  expect((await ask(undefined, { 'mcp-session-id': 'made-up' })).status).toBe(404);
});

test('who asks is shown', async () => {
  await ask({ _meta: META }, { 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'tools/list' });
  expect(mcp.parts.clients.list()).toMatchObject([
    { name: 'raw', version: '1', transport: 'http', protocol: '2026-07-28' },
  ]);
});

test('a session whose list is all it asks for is seen, too', async () => {
  let now = 0;
  const events = { publish: () => undefined };
  const clients = createClientRegistry({ events, now: () => (now += 1) });
  await door.close();
  door = await openMcpDoor({
    ...mcp.parts,
    clients,
  });
  add('a.one');
  const params = initializeParams();
  const opened = await post({ id: 1, method: 'initialize', params }, {});
  await opened.text();
  const session = { 'mcp-session-id': opened.headers.get('mcp-session-id') ?? '' };
  await ask(undefined, session);
  const [first] = clients.list();
  await ask(undefined, session);
  const [then] = clients.list();
  expect(first).toMatchObject({ name: 'raw', transport: 'http', protocol: params.protocolVersion });
  expect(then?.id).toBe(first?.id);
  expect(then?.lastAt).toBeGreaterThan(first?.lastAt ?? Infinity);
});
