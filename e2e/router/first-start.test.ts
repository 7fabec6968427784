/** What somebody sees who starts it for the first time: no key, no account, no file. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import OpenAI from 'openai';
import { afterAll, beforeAll, expect, test } from 'vitest';

import type { RouterStatus } from '../../router/contract/status.ts';
import {
  createHome,
  eventually,
  runCommand,
  startRouter,
  type Home,
  type RouterProcess,
} from '../fixtures/router-process.ts';

let home: Home;
let router: RouterProcess;
let client: OpenAI;

beforeAll(async () => {
  home = createHome();
  router = await startRouter(home);
  client = new OpenAI({ baseURL: router.baseUrl, apiKey: 'x', maxRetries: 0 });
});

afterAll(async () => {
  await router.stop();
  home.remove();
});

test('says where it is and what it found', async () => {
  const output = await eventually(
    () => router.output(),
    (text) => text.includes('auto/default:'),
  );
  expect(output).toMatch(/^woollama \d+\.\d+\.\d+ - starting\n/);
  expect(output).toMatch(/OpenAI base_url: http:\/\/127\.0\.0\.1:\d+\/v1\n/);
  expect(output).toMatch(/MCP URL: +http:\/\/127\.0\.0\.1:\d+\/mcp\n/);
  expect(output).toMatch(/Window: +http:\/\/127\.0\.0\.1:\d+\/ui\/\n/);
  // What is written here may end in a log that others read.
  expect(output).not.toContain('link=');
  expect(output).toContain(home.socket);
  expect(output).toContain(home.configDir);
  expect(output).toMatch(/Found: +Ollama no, claude (yes|no), keys none/);
  expect(output).toMatch(/auto\/default: +demo\/echo/);
});

test('leaves files and a socket that only this user can open', () => {
  const address = readFileSync(home.addressFile, 'utf8').trim();
  expect(`http://${address}/v1`).toBe(router.baseUrl);
  expect(statSync(home.addressFile).mode & 0o777).toBe(0o600);
  expect(statSync(home.ownerFile).mode & 0o777).toBe(0o600);
  expect(statSync(home.socket).mode & 0o777).toBe(0o600);
});

test('writes no configuration nobody asked for', () => {
  expect(existsSync(home.configDir)).toBe(false);
});

test('lists models, also one by one', async () => {
  const models = (await client.models.list()).data.map((model) => model.id);
  expect(models).toEqual(
    expect.arrayContaining(['auto/default', 'demo/echo', 'demo/tools', 'woollama/streamer']),
  );
  expect(models).toEqual(expect.arrayContaining(['woollama/textcounter', 'woollama/cc-counter']));
  expect((await client.models.retrieve('demo/echo')).owned_by).toBe('demo');
});

test('chats with the demo inferencer', async () => {
  const answer = await client.chat.completions.create({
    model: 'demo/echo',
    messages: [{ role: 'user', content: 'Grüße, 世界!' }],
  });
  expect(answer.choices[0]?.message.content).toContain('Grüße, 世界!');
  expect(answer.usage?.total_tokens).toBeGreaterThan(0);
});

const count = {
  model: 'woollama/streamer',
  messages: [{ role: 'user' as const, content: 'Please count to 4' }],
};

test('runs a recipe whose tool really runs in a child process', async () => {
  const answer = await client.chat.completions.create(count);
  expect(answer.model).toBe('woollama/streamer');
  expect(answer.choices[0]?.finish_reason).toBe('stop');
  expect(answer.choices[0]?.message.content).toMatch(/"count":\s*4/);
  expect(answer.choices[0]?.message.tool_calls).toBeUndefined();
  const { servers } = await status();
  expect(servers.find((server) => server.name === 'hello')).toMatchObject({
    state: 'connected',
    transport: 'stdio',
    tools: 4,
  });
});

test('streams the same, with usage when asked', async () => {
  const stream = await client.chat.completions.create({
    ...count,
    stream: true,
    stream_options: { include_usage: true },
  });
  let text = '';
  const finishes: unknown[] = [];
  let usage: unknown;
  for await (const chunk of stream) {
    const choice = chunk.choices[0];
    text += choice?.delta.content ?? '';
    expect(choice?.delta.tool_calls).toBeUndefined();
    if (choice?.finish_reason != null) finishes.push(choice.finish_reason);
    if (chunk.usage != null) usage = chunk.usage;
  }
  expect(text).toMatch(/"count":\s*4/);
  expect(finishes).toEqual(['stop']);
  expect(usage).toMatchObject({ total_tokens: expect.any(Number) });
});

test('a recipe of two tools uses both', async () => {
  const answer = await client.chat.completions.create({
    model: 'woollama/textcounter',
    messages: [{ role: 'user', content: 'one two three' }],
  });
  expect(answer.choices[0]?.message.content).toMatch(/word_count/);
});

test('a response runs the tools of a server that it names', async () => {
  const stream = client.responses.stream({
    model: 'demo/tools',
    input: 'Please count to 4',
    tools: [{ type: 'mcp', server_label: 'hello', allowed_tools: ['count_to'] }],
  });
  const response = await stream.finalResponse();
  expect(response.output_text).toMatch(/"count":\s*4/);
  expect(response).toMatchObject({ status: 'completed', model: 'demo/tools' });
  expect(response.output.at(-1)?.type).toBe('message');
  expect(response.output.slice(0, 2)).toMatchObject([
    { type: 'mcp_list_tools', server_label: 'hello', tools: [{ name: 'count_to' }] },
    { type: 'mcp_call', status: 'completed', server_label: 'hello', name: 'count_to' },
  ]);
  expect(response.usage?.total_tokens).toBeGreaterThan(0);
});

test('tells the whole status to its owner', async () => {
  const { out, code } = await runCommand(home, ['status']);
  expect(code).toBe(0);
  expect(out).toContain(`OpenAI base_url: ${router.baseUrl}`);
  expect(out).toMatch(/hello: connected, 4 tools/);
});

test('tells nothing of it to others', async () => {
  const answer = await fetch(`${router.origin}/control/status.get`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  expect(answer.status).toBe(403);
  expect(await answer.json()).toMatchObject({ error: { code: 'owner_only' } });
});

async function status(): Promise<RouterStatus> {
  const { out } = await runCommand(home, ['status', '--json']);
  return JSON.parse(out);
}
