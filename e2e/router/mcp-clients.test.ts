/** The router as one MCP server, seen by the official clients over stdio and HTTP. */
import {
  Client as ModernClient,
  StreamableHTTPClientTransport as ModernHttp,
} from '@modelcontextprotocol/client';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { WebSocketClientTransport } from '@modelcontextprotocol/sdk/client/websocket.js';
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { createControlClient } from '#contract/control-client.ts';
import {
  createHome,
  eventually,
  PROGRAM,
  startRouter,
  type Home,
} from '../fixtures/router-process.ts';

const NAMES = [
  'chat',
  'recipe.cc-assistant',
  'recipe.cc-counter',
  'recipe.streamer',
  'recipe.textcounter',
  'hello.ask_model',
  'hello.ask_user',
  'hello.count_to',
  'hello.hello',
  'textops.reverse_text',
  'textops.uppercase',
  'textops.word_count',
];

let home: Home;
const closers: (() => Promise<unknown>)[] = [];
beforeEach(() => {
  home = createHome();
});
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
  home.remove();
});

/** What the owner is told of connected clients. */
async function shownClients({ addressFile, ownerFile }: Home): Promise<unknown> {
  const read = (path: string) => readFileSync(path, 'utf8').trim();
  const control = createControlClient({
    origin: `http://${read(addressFile)}`,
    fetch,
    headers: () => ({ authorization: `Bearer ${read(ownerFile)}` }),
  });
  return (await control.call('status.get', {})).clients;
}

async function names(client: Pick<Client, 'listTools'>): Promise<string[]> {
  return (await client.listTools()).tools.map((tool) => tool.name);
}

async function useTools(client: Client): Promise<void> {
  await eventually(
    () => names(client),
    (list) => list.length === NAMES.length,
  );
  expect(await names(client)).toEqual(NAMES);
  const count = await client.callTool({ name: 'hello.count_to', arguments: { n: 3, delay_ms: 0 } });
  expect(count.structuredContent).toEqual({ count: 3, total: 3, done: true });
  const words = await client.callTool({ name: 'textops.word_count', arguments: { text: 'a b c' } });
  expect(words.structuredContent).toEqual({ result: 3 });
}

test('over stdio: `woollama mcp`, with nothing but protocol on stdout', async () => {
  const client = new Client({ name: 'test', version: '1' });
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [PROGRAM, 'mcp'],
    env: home.env as Record<string, string>,
    stderr: 'pipe',
  });
  const errors: unknown[] = [];
  client.onerror = (error) => errors.push(error);
  await client.connect(transport);
  closers.push(() => client.close());
  expect(client.getServerVersion()?.name).toBe('woollama');
  await useTools(client);
  expect(errors).toEqual([]);
});

/** `woollama mcp` as a client's child; `exited` is its exit code. */
async function connectStdio(...args: readonly string[]) {
  const client = new Client({ name: 'test', version: '1' });
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [PROGRAM, 'mcp', ...args],
    env: home.env as Record<string, string>,
    stderr: 'pipe',
  });
  const said = { stderr: '' };
  transport.stderr?.on('data', (chunk) => (said.stderr += String(chunk)));
  const closed = new Promise<void>((resolve) => (client.onclose = resolve));
  await client.connect(transport);
  closers.push(() => client.close());
  return { client, said, closed };
}

test('over stdio with a router that runs: its servers, and it shows the client', async () => {
  const router = await startRouter(home);
  closers.push(() => router.stop());
  const { client } = await connectStdio();
  await useTools(client);
  expect(await shownClients(home)).toMatchObject([
    { name: 'test', version: '1', transport: 'stdio' },
  ]);
});

test('over stdio with `--standalone` beside a router that runs: one of its own', async () => {
  const router = await startRouter(home);
  closers.push(() => router.stop());
  const { client } = await connectStdio('--standalone');
  await useTools(client);
  expect(await shownClients(home)).toEqual([]);
});

test('over stdio, when the router it joined goes away, it says so and ends', async () => {
  const router = await startRouter(home);
  closers.push(() => router.stop());
  const { said, closed } = await connectStdio();
  await router.stop();
  await closed;
  await eventually(
    async () => said.stderr,
    (text) => text.includes('the router is gone'),
  );
});

test('over WebSocket, the same', async () => {
  const router = await startRouter(home);
  closers.push(() => router.stop());
  const client = new Client({ name: 'test', version: '1' });
  const url = new URL(`${router.origin.replace('http', 'ws')}/api/v1/mcp/ws`);
  await client.connect(new WebSocketClientTransport(url));
  closers.push(() => client.close());
  await useTools(client);
  expect(await shownClients(home)).toMatchObject([{ transport: 'websocket' }]);
});

test('over HTTP, for a client of 2025 with progress as it happens', async () => {
  const router = await startRouter(home);
  closers.push(() => router.stop());
  const client = new Client({ name: 'test', version: '1' });
  await client.connect(new StreamableHTTPClientTransport(new URL(`${router.origin}/mcp`)));
  closers.push(() => client.close());
  await useTools(client);
  const progress: number[] = [];
  const call = { name: 'hello.count_to', arguments: { n: 4, delay_ms: 20 } };
  const onprogress = (step: { progress: number }) => progress.push(step.progress);
  await client.callTool(call, undefined, { onprogress });
  expect(progress.slice(0, 3)).toEqual([1, 2, 3]);
});

test('over HTTP, for a client of 2026', async () => {
  const router = await startRouter(home);
  closers.push(() => router.stop());
  const client = new ModernClient(
    { name: 'test', version: '1' },
    { versionNegotiation: { mode: 'auto' } },
  );
  await client.connect(new ModernHttp(new URL(`${router.origin}/mcp`)));
  closers.push(() => client.close());
  await eventually(
    async () => (await client.listTools()).tools.map((tool) => tool.name),
    (list) => list.length === NAMES.length,
  );
  const result = await client.callTool({ name: 'textops.uppercase', arguments: { text: 'abc' } });
  expect(result.structuredContent).toEqual({ result: 'ABC' });
});

test('a tool that fails is a tool error, an unknown one a protocol error', async () => {
  const router = await startRouter(home);
  closers.push(() => router.stop());
  const client = new Client({ name: 'test', version: '1' });
  await client.connect(new StreamableHTTPClientTransport(new URL(`${router.origin}/mcp`)));
  closers.push(() => client.close());
  await eventually(
    () => names(client),
    (list) => list.length === NAMES.length,
  );
  const counted = await client.callTool({ name: 'hello.count_to', arguments: { n: 'many' } });
  expect(counted.isError).toBe(true);
  await expect(client.callTool({ name: 'hello.nothing', arguments: {} })).rejects.toThrow(
    /unknown tool/,
  );
});
