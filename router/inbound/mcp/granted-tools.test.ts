import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { createRequestGuard } from '../../access/request-guard.ts';
import { createToolGrants } from '../../access/tool-grants.ts';
import type { ToolGrant, ToolGrants } from '#core/ports/tool-grants.ts';
import { createFakeMcp, type FakeMcp } from '../../testing/fake-mcp-parts.ts';
import { text, toolEntry } from '../../testing/fake-tool-servers.ts';
import { createHttpApp } from '../shared/create-http-app.ts';
import { mcpSurface } from './mcp-surface.ts';
import { createGrantedToolsHandler } from './grants/granted-tools-handler.ts';

let mcp: FakeMcp;
let grants: ToolGrants;
let origin = '';
const closers: (() => Promise<unknown>)[] = [];

beforeEach(async () => {
  mcp = createFakeMcp();
  mcp.add(toolEntry('hello.count'), ({ to }) => text(`counted to ${String(to)}`));
  mcp.add(toolEntry('files.delete'), () => text('gone'));
  grants = createToolGrants({ origin: () => origin });
  const { tools, log: events } = mcp;
  const { mask, version, logger } = mcp.parts;
  const granted = createGrantedToolsHandler({ tools, grants, events, mask, version, logger });
  const guard = createRequestGuard({ token: () => 'tok', owner: { isOwner: () => false }, grants });
  const app = createHttpApp({
    bodyLimit: 1_000_000,
    admit: ({ method = '', url = '', headers, rawHeaders, socket }) =>
      guard({ listener: 'tcp', method, url, headers, rawHeaders, ...addressesOf(socket) }),
    onBug: () => undefined,
  });
  await app.register(mcpSurface, { ...mcp.parts, granted });
  await app.ready();
  const server = createServer((request, response) => app.routing(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  closers.push(async () => {
    server.closeAllConnections();
    server.close();
    await app.close();
  });
});
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

function addressesOf({
  localAddress,
  remoteAddress,
}: {
  readonly localAddress?: string | undefined;
  readonly remoteAddress?: string | undefined;
}) {
  return { localAddress, remoteAddress };
}

function open(): ToolGrant {
  const entry = mcp.tools.find('hello.count');
  return grants.open(entry ? [entry] : [], { requestId: 'req_1', turn: () => 2 });
}

async function connect(
  { url, token }: Pick<ToolGrant, 'url' | 'token'>,
  mode: 'legacy' | 'auto',
): Promise<Client> {
  const client = new Client({ name: 'run', version: '1' }, { versionNegotiation: { mode } });
  const requestInit = { headers: { authorization: `Bearer ${token}` } };
  await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit }));
  closers.push(() => client.close());
  return client;
}

test.each(['legacy', 'auto'] as const)('a run sees and calls its tools only (%s)', async (mode) => {
  const client = await connect(open(), mode);
  const { tools } = await client.listTools();
  expect(tools.map(({ name }) => name)).toEqual(['hello__count']);
  const capabilities = client.getServerCapabilities();
  expect(Object.keys(capabilities ?? {})).toEqual(['tools']);
  const result = await client.callTool({ name: 'hello__count', arguments: { to: 3 } });
  expect(result.content).toEqual([{ type: 'text', text: 'counted to 3' }]);
  for (const name of [
    'files__delete',
    'files.delete',
    'mcp__files__delete',
    'hello.count',
    'chat',
  ]) {
    await expect(client.callTool({ name, arguments: {} })).rejects.toThrow(/unknown tool/);
  }
  expect(mcp.tools.calls).toEqual([{ name: 'hello.count', args: { to: 3 } }]);
});

test('calls show under the request of the run, in its turn', async () => {
  const client = await connect(open(), 'legacy');
  await client.callTool({ name: 'hello__count', arguments: { to: 3 } });
  const shown = mcp.log.published.filter(({ kind }) => kind.startsWith('tool-call'));
  expect(shown).toEqual([
    expect.objectContaining({ requestId: 'req_1', turn: 2, tool: 'hello.count' }),
    expect.objectContaining({ requestId: 'req_1', outcome: 'ok' }),
  ]);
  expect(mcp.log.published.some(({ kind }) => kind === 'request-started')).toBe(false);
});

test('whose run it is hears of its calls, with all they say', async () => {
  const entry = mcp.tools.find('hello.count');
  const heard: unknown[] = [];
  const holder = { requestId: 'req_1', turn: () => 1, onCall: (news: unknown) => heard.push(news) };
  const client = await connect(grants.open(entry ? [entry] : [], holder), 'legacy');
  await client.callTool({ name: 'hello__count', arguments: { to: 3 } });
  expect(heard).toMatchObject([
    { kind: 'started', entry: { name: 'hello.count' }, arguments: '{"to":3}' },
    { kind: 'ended', failed: false, text: 'counted to 3' },
  ]);
});

test('the end of the run ends its calls, and its token', async () => {
  const started = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<void>();
  mcp.add(toolEntry('hello.count'), async (_args, { signal }) => {
    started.resolve();
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
    ended.resolve();
    throw signal.reason;
  });
  const grant = open();
  const client = await connect(grant, 'legacy');
  const call = client.callTool({ name: 'hello__count', arguments: {} });
  await started.promise;
  expect(grant.busy()).toBe(true);
  grant.close();
  await ended.promise;
  expect(await call).toMatchObject({ isError: true });
  expect(grant.busy()).toBe(false);
  await expect(client.listTools()).rejects.toThrow(/401|unauthorized/i);
});

test('a tool that cannot be reached is an answer to the model', async () => {
  mcp.add(toolEntry('hello.count'), () => {
    throw new Error('hunter2');
  });
  const client = await connect(open(), 'legacy');
  const result = await client.callTool({ name: 'hello__count', arguments: {} });
  expect(result).toMatchObject({ isError: true });
  expect(JSON.stringify(result)).not.toContain('hunter2');
});
