/** Any OpenAI-compatible server behind the router: good answers untouched, bad ones told clearly. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import OpenAI from 'openai';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { startFakeUpstream, type FakeUpstream } from '../fixtures/fake-upstream.ts';
import {
  createHome,
  eventually,
  runCommand,
  startRouter,
  type Home,
  type RouterProcess,
} from '../fixtures/router-process.ts';

const KEY = 'sk-canary-key-123456';

let home: Home;
let upstream: FakeUpstream;
let router: RouterProcess;
let client: OpenAI;

beforeAll(async () => {
  upstream = await startFakeUpstream();
  home = createHome({ UP_KEY: KEY });
  home.write(
    'inferencers.toml',
    `
[inferencers.up]
base_url = "${upstream.baseUrl}"
api_key = "$UP_KEY"
discover = true
timeout = 1

[inferencers.keyless]
base_url = "${upstream.baseUrl}"
api_key_env = "NO_SUCH_KEY"

[inferencers.dead]
base_url = "http://127.0.0.1:9/v1"
`,
  );
  home.write(
    'recipes.toml',
    `
[recipes.clumsy]
inferencer = "up/clumsy"
tools = ["hello.count_to"]
system = "Count."

[recipes.toolless]
inferencer = "up/plain"
tools = []
system = "Answer."

[recipes.nowhere]
inferencer = "dead/x"
tools = []
system = "x"

[recipes.without-server]
inferencer = "up/plain"
tools = ["ghost.tool"]
system = "x"
`,
  );
  router = await startRouter(home);
  client = new OpenAI({ baseURL: router.baseUrl, apiKey: 'client-key', maxRetries: 0 });
});

afterAll(async () => {
  await router.stop();
  await upstream.stop();
  home.remove();
});

function post(body: unknown, path = '/chat/completions', signal?: AbortSignal): Promise<Response> {
  return fetch(router.baseUrl + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
    ...(signal !== undefined && { signal }),
  });
}

const messages = [{ role: 'user' as const, content: 'hi' }];

test('an answer comes back as it is, with the rate-limit headers', async () => {
  const answer = await post({ model: 'up/plain', messages, vendor_option: { x: [1] } });
  expect(answer.status).toBe(200);
  expect(answer.headers.get('x-ratelimit-remaining-requests')).toBe('41');
  expect(await answer.json()).toMatchObject({ vendor_field: { kept: true }, model: 'up' });
  const sent = upstream.seen.at(-1);
  expect(JSON.parse(sent?.body ?? '')).toEqual({
    model: 'plain',
    messages,
    vendor_option: { x: [1] },
  });
  expect(sent?.headers.authorization).toBe(`Bearer ${KEY}`);
});

test('the official SDK streams through', async () => {
  const stream = await client.chat.completions.create({
    model: 'up/stream',
    messages,
    stream: true,
  });
  let text = '';
  for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? '';
  expect(text).toBe('one two');
});

test('characters cut between two packets survive', async () => {
  const stream = await client.chat.completions.create({
    model: 'up/split',
    messages,
    stream: true,
  });
  let text = '';
  for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? '';
  expect(text).toBe('a€b');
});

test('an error keeps its status, body and Retry-After', async () => {
  const answer = await post({ model: 'up/limited', messages });
  expect(answer.status).toBe(429);
  expect(answer.headers.get('retry-after')).toBe('7');
  expect(await answer.json()).toEqual({
    error: { message: 'slow down', type: 'rate_limit', vendor: 1 },
  });
});

test('an HTML error is passed on with its status and type', async () => {
  const answer = await post({ model: 'up/html', messages });
  expect(answer.status).toBe(502);
  expect(answer.headers.get('content-type')).toContain('text/html');
  expect(await answer.text()).toContain('Bad gateway');
});

test('silence ends with a 504 that says whose', async () => {
  const answer = await post({ model: 'up/silent', messages });
  expect(answer.status).toBe(504);
  expect(await answer.json()).toMatchObject({
    error: { code: 'upstream_timeout', message: expect.stringContaining("'up'") },
  });
});

test.each(['cut', 'stall'])(
  'a stream that breaks (%s) is an error to the SDK, not an end',
  async (model) => {
    const stream = await client.chat.completions.create({
      model: `up/${model}`,
      messages,
      stream: true,
    });
    let text = '';
    const read = async () => {
      for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? '';
    };
    await expect(read()).rejects.toThrow();
    expect(text).not.toBe('');
  },
);

test('a client that hangs up takes the upstream call with it', async () => {
  await eventually(
    () => upstream.open(),
    (open) => open === 0,
  );
  const hangUp = new AbortController();
  const answer = await post(
    { model: 'up/stall', messages, stream: true },
    undefined,
    hangUp.signal,
  );
  expect(answer.status).toBe(200);
  expect(upstream.open()).toBe(1);
  hangUp.abort();
  await eventually(
    () => upstream.open(),
    (open) => open === 0,
    900,
  );
});

test('discovered models are listed under their namespace', async () => {
  const list = async () => (await client.models.list()).data.map((model) => model.id);
  await eventually(list, (ids) => ids.includes('up/plain') && ids.includes('up/stream'));
});

test('embeddings and images go the same way', async () => {
  for (const path of ['/embeddings', '/images/generations', '/completions']) {
    expect((await post({ model: 'up/plain', input: 'x' }, path)).status).toBe(200);
    expect(upstream.seen.at(-1)?.path).toBe(`/v1${path}`);
  }
});

test('a model that sends broken tool arguments is told so and may try again', async () => {
  const answer = await client.chat.completions.create({ model: 'woollama/clumsy', messages });
  expect(answer.choices[0]?.message.content).toMatch(/^got .*"count":2/);
  expect(answer.usage).toMatchObject({ prompt_tokens: 15, completion_tokens: 9, total_tokens: 24 });
  const last = JSON.parse(upstream.seen.at(-1)?.body ?? '{}');
  expect(last.messages[3]).toMatchObject({
    role: 'tool',
    content: expect.stringMatching(/^ERROR:/),
  });
});

test("the client's sampling reaches the model of a recipe", async () => {
  await client.chat.completions.create({
    model: 'woollama/toolless',
    messages,
    temperature: 0.7,
    seed: 5,
  });
  expect(JSON.parse(upstream.seen.at(-1)?.body ?? '')).toMatchObject({ temperature: 0.7, seed: 5 });
});

const refusals: [string, unknown, number, string][] = [
  ['unknown namespace', { model: 'nobody/x', messages }, 400, 'unknown model namespace'],
  ['no slash', { model: 'up', messages }, 400, 'up/<model>'],
  ['unknown recipe', { model: 'woollama/nothing', messages }, 404, "unknown recipe 'nothing'"],
  ['missing key', { model: 'keyless/x', messages }, 400, 'requires $NO_SUCH_KEY'],
  ['dead upstream', { model: 'dead/x', messages }, 502, 'refused'],
  ['recipe on a dead upstream', { model: 'woollama/nowhere', messages }, 502, 'refused'],
  ['recipe without its tools', { model: 'woollama/without-server', messages }, 503, 'ghost'],
  ['model missing', { messages }, 400, "'model' is missing"],
  ['model of a wrong type', { model: 7, messages }, 400, "'model' must be a string"],
  ['messages of a wrong type', { model: 'woollama/toolless', messages: 'hi' }, 400, 'messages'],
  ['broken JSON', '{"model": "up/plain", ', 400, 'not valid JSON'],
  ['no object', '[]', 400, 'not valid JSON'],
  ['nothing', '', 400, 'not valid JSON'],
];

test.each(refusals)('%s: a clear error', async (...refusal) => {
  const [, body, status, fragment] = refusal;
  const answer = await post(body);
  expect(answer.status).toBe(status);
  const { error } = (await answer.json()) as { error: Record<string, unknown> };
  expect(error['message']).toContain(fragment);
  expect(error).toMatchObject({ type: expect.any(String), code: expect.any(String) });
  expect(error).toHaveProperty('param');
});

test('the same errors come before a stream, as statuses', async () => {
  expect((await post({ model: 'woollama/nowhere', messages, stream: true })).status).toBe(502);
  expect((await post({ model: 'up/limited', messages, stream: true })).status).toBe(429);
});

test('a response asks a model of the file, at its address and with its key', async () => {
  const response = await client.responses.create({ model: 'up/plain', input: 'hi' });
  expect(response).toMatchObject({ status: 'completed', model: 'up/plain' });
  const sent = upstream.seen.at(-1);
  expect(JSON.parse(sent?.body ?? '')).toMatchObject({ model: 'plain', messages });
  expect(sent?.headers.authorization).toBe(`Bearer ${KEY}`);
});

test('base_url may be doubled, without version, or with a slash at its end', async () => {
  for (const path of ['/v1/v1/models', '/models', '/v1/models/', '//v1//models']) {
    expect((await fetch(router.origin + path)).status, path).toBe(200);
  }
});

test('the key shows nowhere: not in output, status, logs, errors or models', async () => {
  const texts = [
    router.output(),
    router.errors(),
    (await runCommand(home, ['status', '--json'])).out,
    await (await fetch(`${router.baseUrl}/models`)).text(),
    await (await post({ model: 'keyless/x', messages })).text(),
    ...readdirSync(join(home.stateDir, 'logs')).map((name) =>
      readFileSync(join(home.stateDir, 'logs', name), 'utf8'),
    ),
  ];
  for (const text of texts) expect(text).not.toContain(KEY);
});
