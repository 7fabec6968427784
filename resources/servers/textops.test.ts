import { fileURLToPath } from 'node:url';

import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { afterAll, beforeAll, expect, test } from 'vitest';

const TEXTOPS = fileURLToPath(new URL('textops.ts', import.meta.url));
const client = new Client({ name: 'test', version: '1' });

beforeAll(() =>
  client.connect(new StdioClientTransport({ command: process.execPath, args: [TEXTOPS] })),
);
afterAll(() => client.close());

test('the server names itself and its tools, with the schemas clients unwrap by', async () => {
  expect(client.getServerVersion()).toMatchObject({ name: 'textops', version: '1.0.0' });
  const { tools } = await client.listTools();
  const wrapped = (type: string): object => ({
    type: 'object',
    properties: { result: { type } },
    required: ['result'],
    'x-fastmcp-wrap-result': true,
  });
  expect(tools.map((tool) => [tool.name, tool.outputSchema])).toEqual([
    ['word_count', wrapped('integer')],
    ['uppercase', wrapped('string')],
    ['reverse_text', wrapped('string')],
  ]);
  expect(tools.map((tool) => tool.inputSchema.required)).toEqual([['text'], ['text'], ['text']]);
});

test.each([
  ['word_count', 'the quick brown fox', 4],
  ['word_count', '  spaced\n\tout  ', 2],
  ['word_count', '', 0],
  ['uppercase', 'straße', 'STRASSE'],
  ['reverse_text', 'abc', 'cba'],
  ['reverse_text', 'noe\u0301l 👩‍👩‍👧!', '!👩‍👩‍👧 le\u0301on'],
  ['reverse_text', '', ''],
])('%s of %j', async (name, text, result) => {
  expect(await client.callTool({ name, arguments: { text } })).toEqual({
    content: [{ type: 'text', text: String(result) }],
    structuredContent: { result },
  });
});

test('a missing argument is a tool error', async () => {
  expect(await client.callTool({ name: 'uppercase', arguments: {} })).toMatchObject({
    isError: true,
  });
});

test('an unknown tool is refused', async () => {
  await expect(client.callTool({ name: 'lowercase', arguments: {} })).rejects.toThrow(
    'Unknown tool',
  );
});
