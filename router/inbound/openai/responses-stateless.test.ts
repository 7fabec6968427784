import { zodTextFormat } from 'openai/helpers/zod';
import type { ResponseCreateParamsNonStreaming } from 'openai/resources/responses/responses';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';

import { RouterError } from '#core/router-error.ts';
import { recipeOf } from '../../testing/fake-recipes.ts';
import { answer, callsFor, toolCall } from '../../testing/fake-scripted-model.ts';
import { createFakeToolServers, text, toolEntry } from '../../testing/fake-tool-servers.ts';
import { createOpenAiApp } from '../../testing/openai-app.ts';

const WEATHER = {
  type: 'function',
  name: 'weather',
  description: 'tells',
  parameters: { type: 'object', properties: { city: { type: 'string' } } },
  strict: true,
} as const;

describe('a whole response', () => {
  test('is complete for the official client', async () => {
    await using router = await createOpenAiApp({ replies: [answer('hello', { tokens: [3, 4] })] });
    const { data: response, response: raw } = await router.client.responses
      .create({
        model: 'acme/m',
        input: 'hi',
        instructions: 'be kind',
        temperature: 0.5,
        top_p: 0.9,
        max_output_tokens: 20,
        metadata: { team: 'one' },
        reasoning: { effort: 'low' },
        user: 'me',
      })
      .withResponse();
    expect(response.output_text).toBe('hello');
    expect(response).toMatchObject({
      object: 'response',
      status: 'completed',
      model: 'acme/m',
      error: null,
      incomplete_details: null,
      instructions: 'be kind',
      temperature: 0.5,
      top_p: 0.9,
      max_output_tokens: 20,
      metadata: { team: 'one' },
      reasoning: { effort: 'low' },
      text: { format: { type: 'text' } },
      tools: [],
      tool_choice: 'auto',
      conversation: null,
      previous_response_id: null,
      store: false,
      output: [{ type: 'message', role: 'assistant', status: 'completed' }],
      usage: {
        input_tokens: 3,
        input_tokens_details: { cached_tokens: 0 },
        output_tokens: 4,
        output_tokens_details: { reasoning_tokens: 0 },
        total_tokens: 7,
      },
    });
    expect(response.id).toMatch(/^resp_[0-9a-f]{32}$/);
    expect(response.output[0]?.id).toMatch(/^msg_[0-9a-f]{34}$/);
    expect(router.model.requests).toEqual([
      {
        model: 'm',
        stream: false,
        messages: [
          { role: 'system', content: 'be kind' },
          { role: 'user', content: 'hi' },
        ],
        temperature: 0.5,
        top_p: 0.9,
        max_tokens: 20,
        reasoning_effort: 'low',
        user: 'me',
      },
    ]);
    const [ended] = await router.ended();
    const usage = { promptTokens: 3, completionTokens: 4, totalTokens: 7 };
    expect(ended).toMatchObject({ outcome: 'ok', status: 200, usage });
    expect(raw.headers.get('x-woollama-request')).toBe(ended?.requestId);
    expect(router.events.published[0]).toMatchObject({
      surface: 'openai',
      operation: '/v1/responses',
      model: 'acme/m',
    });
  });

  test('says null where nobody counted', async () => {
    await using router = await createOpenAiApp({ replies: [answer('hello')] });
    const response = await router.client.responses.create({ model: 'acme/m', input: 'hi' });
    expect(response.usage).toBeNull();
  });

  test.each([
    ['length', 'max_output_tokens'],
    ['content_filter', 'content_filter'],
  ])('that ended with %s is incomplete', async (finishReason, reason) => {
    await using router = await createOpenAiApp({ replies: [answer('hel', { finishReason })] });
    const response = await router.client.responses.create({ model: 'acme/m', input: 'hi' });
    expect(response).toMatchObject({ status: 'incomplete', incomplete_details: { reason } });
    expect(response.output[0]).toMatchObject({ status: 'incomplete' });
  });

  test('of a recipe sums up its turns, tools and all', async () => {
    const tools = createFakeToolServers({ 'hello.count': () => text('2') });
    const recipe = recipeOf('helper', { inferencer: 'acme/m', tools: ['hello.*'] });
    const calls = callsFor([toolCall('c1', 'mcp__hello__count')], { tokens: [1, 2] });
    const replies = [calls, answer('two', { tokens: [3, 4] })];
    await using router = await createOpenAiApp({ replies, tools, recipes: [recipe] });
    const model = 'woollama/helper';
    const response = await router.client.responses.create({ model, input: 'count' });
    expect(response).toMatchObject({ model, output_text: 'two', usage: { total_tokens: 10 } });
    expect(router.model.requests[0]?.messages[0]).toEqual({ role: 'system', content: 'be kind' });
  });

  test('of auto/default asks what it stands for', async () => {
    await using router = await createOpenAiApp({ replies: [answer('hello')] });
    const body = { model: 'auto/default', input: 'hi', tools: [WEATHER] } as const;
    const response = await router.client.responses.create({ ...body, tools: [...body.tools] });
    expect(response.model).toBe('auto/default');
    expect(router.model.requests[0]?.model).toBe('auto-model');
    expect(router.model.autoAsked).toEqual([true]);
  });

  test('keeps a refusal apart', async () => {
    const replies = [answer(null, { message: { refusal: 'no' } })];
    await using router = await createOpenAiApp({ replies });
    const { output } = await router.client.responses.create({ model: 'acme/m', input: 'hi' });
    expect(output).toMatchObject([{ content: [{ type: 'refusal', refusal: 'no' }] }]);
  });
});

describe('tools', () => {
  test('of the client make a round trip', async () => {
    const replies = [
      callsFor([toolCall('c1', 'weather', { city: 'Oslo' })]),
      answer('It rains in Oslo.'),
    ];
    await using router = await createOpenAiApp({ replies });
    const tools = [WEATHER];
    const first = await router.client.responses.create({
      model: 'acme/m',
      input: 'weather?',
      tools,
      tool_choice: { type: 'function', name: 'weather' },
      parallel_tool_calls: false,
    });
    const call = first.output[0];
    expect(call).toMatchObject({
      type: 'function_call',
      call_id: 'c1',
      name: 'weather',
      arguments: '{"city":"Oslo"}',
      status: 'completed',
    });
    expect(first.output).toHaveLength(1);
    expect(first).toMatchObject({ tools, parallel_tool_calls: false });
    const { type: _type, ...called } = WEATHER;
    expect(router.model.requests[0]).toMatchObject({
      tools: [{ type: 'function', function: called }],
      tool_choice: { type: 'function', function: { name: 'weather' } },
      parallel_tool_calls: false,
    });

    const second = await router.client.responses.create({
      model: 'acme/m',
      input: [
        { role: 'user', content: 'weather?' },
        ...first.output,
        { type: 'function_call_output', call_id: 'c1', output: 'rain' },
      ] as ResponseCreateParamsNonStreaming['input'] & object,
      tools,
    });
    expect(second.output_text).toBe('It rains in Oslo.');
    expect(router.model.requests[1]?.messages).toEqual([
      { role: 'user', content: 'weather?' },
      {
        role: 'assistant',
        content: null,
        tool_calls: [toolCall('c1', 'weather', { city: 'Oslo' })],
      },
      { role: 'tool', tool_call_id: 'c1', content: 'rain' },
    ]);
  });

  test('of a server of ours run inside', async () => {
    const tools = createFakeToolServers({
      'hello.count': () => text('2'),
      'hello.other': () => text('3'),
    });
    const replies = [callsFor([toolCall('c1', 'mcp__hello__count')]), answer('two')];
    await using router = await createOpenAiApp({ replies, tools });
    const response = await router.client.responses.create({
      model: 'acme/m',
      input: 'count',
      tools: [
        { type: 'mcp', server_label: 'hello', allowed_tools: ['count'], authorization: 'secret' },
        WEATHER,
      ],
    });
    expect(response.output_text).toBe('two');
    expect(JSON.stringify(response)).not.toContain('secret');
    expect(tools.calls).toEqual([{ name: 'hello.count', args: {} }]);
    const offered = router.model.requests[0]?.tools?.map((tool) => tool.function.name);
    expect(offered).toEqual(['mcp__hello__count', 'weather']);
  });

  test('by the address of our own /mcp are all of them', async () => {
    const tools = createFakeToolServers({ 'hello.count': () => text('2'), 'b.x': () => text('3') });
    await using router = await createOpenAiApp({ replies: [answer('two')], tools });
    const mcp = {
      type: 'mcp',
      server_label: 'router',
      server_url: `${router.origin}/mcp`,
    } as const;
    await router.client.responses.create({ model: 'acme/m', input: 'count', tools: [mcp] });
    expect(router.model.requests[0]?.tools).toHaveLength(2);
  });

  test.each([
    [{ type: 'mcp', server_label: 'elsewhere' }, 'tools[1]'],
    [{ type: 'mcp', server_label: 'hello', server_url: 'https://example.org/mcp' }, 'tools[1]'],
    [{ type: 'web_search' }, 'tools[1]'],
    [{ type: 'function' }, 'tools[1].name'],
  ])('%o is refused', async (tool, param) => {
    const tools = createFakeToolServers({ 'hello.count': () => text('2') });
    await using router = await createOpenAiApp({ tools });
    const body = { model: 'acme/m', input: 'hi', tools: [WEATHER, tool] };
    const reply = await router.post('/v1/responses', body);
    expect(reply.status).toBe(400);
    expect(reply.json()).toMatchObject({ error: { param } });
  });

  test('of a server can be asked for by name', async () => {
    const tools = createFakeToolServers({ 'hello.count': () => text('2') });
    await using router = await createOpenAiApp({ replies: [answer('two')], tools });
    await router.client.responses.create({
      model: 'acme/m',
      input: 'count',
      tools: [{ type: 'mcp', server_label: 'hello' }],
      tool_choice: { type: 'mcp', server_label: 'hello', name: 'count' },
    });
    expect(router.model.requests[0]).toMatchObject({
      tool_choice: { type: 'function', function: { name: 'mcp__hello__count' } },
    });
  });

  test.each(['/mcp', '/mcp/'])('at %s of localhost are ours, too', async (path) => {
    const tools = createFakeToolServers({ 'hello.count': () => text('2') });
    await using router = await createOpenAiApp({ replies: [answer('two')], tools });
    const { port } = new URL(router.origin);
    const server_url = `http://localhost:${port}${path}`;
    const mcp = { type: 'mcp', server_label: 'hello', server_url } as const;
    await router.client.responses.create({ model: 'acme/m', input: 'count', tools: [mcp] });
    expect(router.model.requests[0]?.tools).toHaveLength(1);
  });

  test('of servers do not mix with a recipe', async () => {
    const tools = createFakeToolServers({ 'hello.count': () => text('2') });
    await using router = await createOpenAiApp({ tools, recipes: [recipeOf('helper')] });
    const mcp = { type: 'mcp', server_label: 'hello' };
    const body = { model: 'woollama/helper', input: 'hi', tools: [mcp] };
    expect((await router.post('/v1/responses', body)).json()).toMatchObject({
      error: { code: 'invalid_request', param: 'tools' },
    });
  });

  test('only those that say that they only read', async () => {
    const tools = createFakeToolServers({ 'hello.count': () => text('2') });
    await using router = await createOpenAiApp({ replies: [answer('two')], tools });
    const mcp = { type: 'mcp', server_label: 'hello', allowed_tools: { read_only: true } };
    const body = { model: 'acme/m', input: 'hi', tools: [mcp] };
    expect((await router.post('/v1/responses', body)).verdict).toBe('400 invalid_request');
    const harmless = { ...toolEntry('hello.look'), annotations: { readOnlyHint: true } };
    tools.add(harmless, () => text('3'));
    expect((await router.post('/v1/responses', body)).status).toBe(200);
    const offered = router.model.requests[0]?.tools?.map((tool) => tool.function.name);
    expect(offered).toEqual(['mcp__hello__look']);
  });
});

describe('structured output', () => {
  test('is parsed by the helper', async () => {
    const replies = [answer('{"city":"Oslo","degrees":4}')];
    await using router = await createOpenAiApp({ replies });
    const schema = z.object({ city: z.string(), degrees: z.number() });
    const response = await router.client.responses.parse({
      model: 'acme/m',
      input: 'weather?',
      text: { format: zodTextFormat(schema, 'weather') },
    });
    expect(response.output_parsed).toEqual({ city: 'Oslo', degrees: 4 });
    expect(router.model.requests[0]?.['response_format']).toMatchObject({
      type: 'json_schema',
      json_schema: { name: 'weather', strict: true, schema: { type: 'object' } },
    });
    expect(response.text?.format).toMatchObject({ type: 'json_schema', name: 'weather' });
  });

  test('as any JSON', async () => {
    await using router = await createOpenAiApp({ replies: [answer('{}')] });
    const format = { type: 'json_object' } as const;
    await router.client.responses.create({ model: 'acme/m', input: 'hi', text: { format } });
    expect(router.model.requests[0]?.['response_format']).toEqual(format);
  });
});

describe('what fails is a status', () => {
  test.each([
    [{ input: 'hi' }, '400 invalid_request'],
    [{ model: 'acme/m' }, '400 invalid_request'],
    [{ model: 'acme/m', input: 7 }, '400 invalid_request'],
    [{ model: 'nobody/m', input: 'hi' }, '400 unknown_namespace'],
    [{ model: 'woollama/none', input: 'hi' }, '404 unknown_recipe'],
    [{ model: 'acme/m', input: 'hi', store: true }, '501 not_supported'],
    [{ model: 'acme/m', input: 'hi', previous_response_id: 'resp_1' }, '501 not_supported'],
    [{ model: 'acme/m', input: 'hi', background: true }, '400 invalid_request'],
    [{ model: 'acme/m', input: 'hi', truncation: 'auto' }, '400 invalid_request'],
    [{ model: 'acme/m', input: 'hi', metadata: { a: 1 } }, '400 invalid_request'],
    [{ model: 'acme/m', input: 'hi', tool_choice: 'never' }, '400 invalid_request'],
    ['{', '400 invalid_json'],
  ])('%j: %s', async (body, verdict) => {
    await using router = await createOpenAiApp({ replies: [answer('hello')] });
    expect((await router.post('/v1/responses', body)).verdict).toBe(verdict);
  });

  test('with the way out where nothing keeps conversations', async () => {
    await using router = await createOpenAiApp();
    const reply = await router.post('/v1/responses', { model: 'acme/m', input: 'hi', store: true });
    expect(reply.text).toContain('store:false');
  });

  test.each([false, true])('an upstream that refuses (stream: %s)', async (stream) => {
    const refusal = new RouterError('UPSTREAM_STATUS', 'slow down', {
      status: 429,
      upstreamBody: { error: { message: 'slow down' } },
    });
    await using router = await createOpenAiApp({ replies: [refusal] });
    const asked = router.client.responses.create({ model: 'acme/m', input: 'hi', stream });
    await expect(asked).rejects.toMatchObject({ status: 429, error: { message: 'slow down' } });
    expect(await router.ended()).toMatchObject([{ outcome: 'error', status: 429 }]);
  });
});
