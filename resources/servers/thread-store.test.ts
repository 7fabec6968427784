import { fileURLToPath } from 'node:url';

import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { afterEach, beforeEach, expect, test } from 'vitest';

const SERVER = fileURLToPath(new URL('thread-store.ts', import.meta.url));
const HELLO = { role: 'user', content: 'hello', extra: { kept: true } };

let client: Client;

beforeEach(async () => {
  client = new Client({ name: 'test', version: '1' });
  await client.connect(new StdioClientTransport({ command: process.execPath, args: [SERVER] }));
});

afterEach(() => client.close());

async function call(name: string, args: Record<string, unknown> = {}): Promise<unknown> {
  const { content, isError } = await client.callTool({ name, arguments: args });
  const text = content.map((block) => (block.type === 'text' ? block.text : '')).join('');
  return isError === true ? `error: ${text}` : JSON.parse(text);
}

test('offers the four tools; those that change something say so', async () => {
  const { tools } = await client.listTools();
  expect(tools.map((tool) => [tool.name, tool.annotations?.readOnlyHint])).toEqual([
    ['create_thread', false],
    ['get_thread', true],
    ['append_turn', false],
    ['delete_thread', false],
  ]);
});

test('keeps messages as they came, in order, each thread by itself', async () => {
  const [thread_id, other] = [await call('create_thread'), await call('create_thread')];
  expect(await call('get_thread', { thread_id })).toEqual([]);
  await call('append_turn', { thread_id, messages: [HELLO] });
  await call('append_turn', { thread_id, messages: [{ role: 'assistant' }] });
  expect(await call('get_thread', { thread_id })).toEqual([HELLO, { role: 'assistant' }]);
  expect(await call('get_thread', { thread_id: other })).toEqual([]);
});

test('forgets a thread that was deleted', async () => {
  const thread = { thread_id: await call('create_thread') };
  const unknown = `error: unknown thread '${String(thread.thread_id)}'`;
  expect(await call('delete_thread', thread)).toBe(true);
  expect(await call('delete_thread', thread)).toBe(false);
  expect(await call('get_thread', thread)).toBe(unknown);
  expect(await call('append_turn', { ...thread, messages: [HELLO] })).toBe(unknown);
});

test('gives no thread the id of one that an earlier start had', async () => {
  const before = await call('create_thread');
  await client.close();
  client = new Client({ name: 'test', version: '1' });
  await client.connect(new StdioClientTransport({ command: process.execPath, args: [SERVER] }));
  expect(await call('create_thread')).not.toBe(before);
});
