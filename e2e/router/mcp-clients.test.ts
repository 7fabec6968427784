/** The router as one MCP server, seen by the official clients over stdio and HTTP. */
import {
  Client as ModernClient,
  StreamableHTTPClientTransport as ModernHttp,
} from '@modelcontextprotocol/client';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { afterEach, beforeEach, expect, test } from 'vitest';

import {
  createHome,
  eventually,
  PROGRAM,
  startRouter,
  type Home,
} from '../fixtures/router-process.ts';

const NAMES = [
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
  const asked = await client.callTool({ name: 'hello.ask_user', arguments: { question: 'why?' } });
  expect(asked.isError).toBe(true);
  await expect(client.callTool({ name: 'hello.nothing', arguments: {} })).rejects.toThrow(
    /unknown tool/,
  );
});
