import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import { Client as NewClient } from '@modelcontextprotocol/client';
import { StdioClientTransport as NewStdio } from '@modelcontextprotocol/client/stdio';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import {
  CreateMessageRequestSchema,
  ElicitRequestSchema,
  type CreateMessageRequest,
  type CreateMessageResult,
  type ElicitResult,
} from '@modelcontextprotocol/sdk/types.js';
import { afterEach, describe, expect, test } from 'vitest';

const HELLO = fileURLToPath(new URL('hello.ts', import.meta.url));
const INFO = { name: 'test', version: '1' };
const WRAPPED_STRING = {
  type: 'object',
  properties: { result: { type: 'string' } },
  required: ['result'],
  'x-fastmcp-wrap-result': true,
};

const open: { close(): Promise<void> }[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((client) => client.close()));
});

/** The older SDK's client, as most programs still use it. With an answer it can be asked. */
async function connect(answer?: ElicitResult): Promise<Client> {
  const client = new Client(INFO, {
    capabilities: answer === undefined ? {} : { elicitation: {} },
  });
  if (answer !== undefined) client.setRequestHandler(ElicitRequestSchema, () => answer);
  await client.connect(new StdioClientTransport({ command: process.execPath, args: [HELLO] }));
  open.push(client);
  return client;
}

test('the server names itself and its four tools', async () => {
  const client = await connect();
  expect(client.getServerVersion()).toMatchObject({ name: 'hello', version: '1.0.0' });
  const { tools } = await client.listTools();
  expect(tools.map((tool) => [tool.name, tool.outputSchema])).toEqual([
    ['hello', WRAPPED_STRING],
    ['count_to', { type: 'object', additionalProperties: true }],
    ['ask_user', WRAPPED_STRING],
    ['ask_model', WRAPPED_STRING],
  ]);
  expect(tools[1]?.inputSchema).toMatchObject({
    type: 'object',
    properties: {
      n: { type: 'integer', minimum: 1, maximum: 1000, default: 5 },
      delay_ms: { type: 'integer', minimum: 0, maximum: 10_000, default: 200 },
    },
  });
  expect(tools.map((tool) => tool.inputSchema.required)).toEqual([
    undefined,
    undefined,
    undefined,
    ['text'],
  ]);
});

describe('hello', () => {
  test.each([
    [{}, 'Hello, world!'],
    [{ name: 'Ada' }, 'Hello, Ada!'],
  ])('%j', async (args, greeting) => {
    const client = await connect();
    expect(await client.callTool({ name: 'hello', arguments: args })).toEqual({
      content: [{ type: 'text', text: greeting }],
      structuredContent: { result: greeting },
    });
  });

  test('wrong arguments are a tool error that says what is wrong', async () => {
    const client = await connect();
    const result = await client.callTool({ name: 'hello', arguments: { name: 5 } });
    expect(result).toMatchObject({ isError: true });
    expect(JSON.stringify(result.content)).toContain('name');
  });
});

describe('count_to', () => {
  test('reports each step and returns the count', async () => {
    const client = await connect();
    const steps: unknown[] = [];
    const result = await client.callTool(
      { name: 'count_to', arguments: { n: 3, delay_ms: 20 } },
      undefined,
      { onprogress: (step) => steps.push(step) },
    );
    const count = { count: 3, total: 3, done: true };
    expect(result).toEqual({
      content: [{ type: 'text', text: JSON.stringify(count) }],
      structuredContent: count,
    });
    expect(steps.slice(0, 2)).toEqual([
      { progress: 1, total: 3, message: 'Counted 1 of 3' },
      { progress: 2, total: 3, message: 'Counted 2 of 3' },
    ]);
  });

  test('counts to five by default, without delay when told so', async () => {
    const client = await connect();
    const result = await client.callTool({ name: 'count_to', arguments: { delay_ms: 0 } });
    expect(result.structuredContent).toEqual({ count: 5, total: 5, done: true });
  });

  test.each([{ n: 0 }, { n: 1001 }, { n: 1.5 }, { delay_ms: -1 }, { delay_ms: 10_001 }])(
    '%j is refused',
    async (args) => {
      const client = await connect();
      const result = await client.callTool({ name: 'count_to', arguments: args });
      expect(result).toMatchObject({ isError: true });
    },
  );

  test('stops counting at once when it is cancelled', async () => {
    const client = await connect();
    const controller = new AbortController();
    let steps = 0;
    const call = client.callTool(
      { name: 'count_to', arguments: { n: 1000, delay_ms: 20 } },
      undefined,
      {
        signal: controller.signal,
        onprogress: () => {
          steps++;
          controller.abort();
        },
      },
    );
    await expect(call).rejects.toThrow();
    // Ten of its steps later it would have said so.
    await client.callTool({ name: 'count_to', arguments: { n: 10, delay_ms: 20 } });
    expect(steps).toBe(1);
  });
});

describe('ask_user', () => {
  const ask = { name: 'ask_user', arguments: { question: 'Tea or coffee?' } };

  test('returns the answer', async () => {
    const client = await connect({ action: 'accept', content: { answer: 'tea' } });
    expect(await client.callTool(ask)).toEqual({
      content: [{ type: 'text', text: 'tea' }],
      structuredContent: { result: 'tea' },
    });
  });

  test('without a question it asks for a name and greets', async () => {
    const client = await connect({ action: 'accept', content: { name: 'Ada' } });
    const result = await client.callTool({ name: 'ask_user', arguments: {} });
    expect(result.structuredContent).toEqual({ result: 'Hello, Ada!' });
    const shy = await connect({ action: 'cancel' });
    expect(await shy.callTool({ name: 'ask_user', arguments: {} })).toEqual({
      content: [{ type: 'text', text: 'The user did not tell a name.' }],
      isError: true,
    });
  });

  test('a declined question is a tool error', async () => {
    const client = await connect({ action: 'decline' });
    expect(await client.callTool(ask)).toEqual({
      content: [{ type: 'text', text: 'The user did not answer.' }],
      isError: true,
    });
  });

  test('a client that cannot ask gets a tool error that says so', async () => {
    const client = await connect();
    const result = await client.callTool(ask);
    expect(result).toMatchObject({ isError: true });
    expect(JSON.stringify(result.content)).toContain('cannot be asked');
  });

  test('works on the newer protocol revision, too', async () => {
    const client = new NewClient(INFO, {
      capabilities: { elicitation: { form: {} } },
      versionNegotiation: { mode: { pin: '2026-07-28' } },
    });
    client.setRequestHandler('elicitation/create', () => ({
      action: 'accept',
      content: { answer: 'coffee' },
    }));
    await client.connect(new NewStdio({ command: process.execPath, args: [HELLO] }));
    open.push(client);
    expect(await client.callTool(ask)).toMatchObject({ structuredContent: { result: 'coffee' } });
  });
});

describe('ask_model', () => {
  const ask = { name: 'ask_model', arguments: { text: 'A long story.' } };
  const ANSWER: CreateMessageResult = {
    role: 'assistant',
    content: { type: 'text', text: 'Short.' },
    model: 'm',
  };

  async function connectModel(
    onAsk: (request: CreateMessageRequest) => CreateMessageResult,
  ): Promise<Client> {
    const client = new Client(INFO, { capabilities: { sampling: {} } });
    client.setRequestHandler(CreateMessageRequestSchema, onAsk);
    await client.connect(new StdioClientTransport({ command: process.execPath, args: [HELLO] }));
    open.push(client);
    return client;
  }

  test('returns what the model says', async () => {
    const asked: unknown[] = [];
    const client = await connectModel(({ params }) => {
      asked.push(params.messages);
      return ANSWER;
    });
    expect(await client.callTool(ask)).toEqual({
      content: [{ type: 'text', text: 'Short.' }],
      structuredContent: { result: 'Short.' },
    });
    expect(asked).toEqual([[{ role: 'user', content: { type: 'text', text: 'A long story.' } }]]);
  });

  test('a refusal is a tool error that says why', async () => {
    const client = await connectModel(() => {
      throw new Error('User rejected sampling request');
    });
    const result = await client.callTool(ask);
    expect(result).toMatchObject({ isError: true });
    expect(JSON.stringify(result.content)).toContain('User rejected sampling request');
  });

  test('a client without a model gets a tool error that says so', async () => {
    const client = await connect();
    const result = await client.callTool(ask);
    expect(result).toMatchObject({ isError: true });
    expect(JSON.stringify(result.content)).toContain('No model can be asked');
  });

  test('works on the newer protocol revision, too', async () => {
    const client = new NewClient(INFO, {
      capabilities: { sampling: {} },
      versionNegotiation: { mode: { pin: '2026-07-28' } },
    });
    client.setRequestHandler('sampling/createMessage', () => ({
      role: 'assistant',
      content: { type: 'text', text: 'Brief.' },
      model: 'm',
    }));
    await client.connect(new NewStdio({ command: process.execPath, args: [HELLO] }));
    open.push(client);
    expect(await client.callTool(ask)).toMatchObject({ structuredContent: { result: 'Brief.' } });
  });
});

test('the process ends when its input closes', async () => {
  const child = spawn(process.execPath, [HELLO], { stdio: ['pipe', 'ignore', 'inherit'] });
  child.stdin.end();
  expect(await once(child, 'exit')).toEqual([0, null]);
});
