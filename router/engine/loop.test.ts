import { describe, expect, it } from 'vitest';

import type { ChatRequest } from '#core/chat.ts';
import { RouterError } from '#core/router-error.ts';

import { createFakeRun } from '../testing/fake-recipe-run.ts';
import { answer, callsFor, toolCall } from '../testing/fake-scripted-model.ts';
import { createFakeToolServers, text } from '../testing/fake-tool-servers.ts';

const COUNT = { 'hello.count': () => text('1 2 3') };

describe('the hidden loop', () => {
  it('runs the called tools and shows the model their results in call order', async () => {
    const slow = Promise.withResolvers<void>();
    const run = createFakeRun({
      replies: [
        callsFor([toolCall('c1', 'mcp__a__slow', { x: 1 }), toolCall('c2', 'a.fast')]),
        answer('done'),
      ],
      tools: {
        'a.slow': async () => {
          await slow.promise;
          return text('slow');
        },
        'a.fast': () => {
          slow.resolve();
          return text('fast');
        },
      },
    });
    const completion = await run.complete();
    expect(completion.choices[0]?.message.content).toBe('done');
    expect(run.servers.calls).toEqual([
      { name: 'a.slow', args: { x: 1 } },
      { name: 'a.fast', args: {} },
    ]);
    expect(run.messages(2).slice(2)).toEqual([
      {
        role: 'assistant',
        content: '',
        tool_calls: [toolCall('c1', 'mcp__a__slow', { x: 1 }), toolCall('c2', 'a.fast')],
      },
      { role: 'tool', content: 'slow', tool_call_id: 'c1' },
      { role: 'tool', content: 'fast', tool_call_id: 'c2' },
    ]);
  });

  it.each(['mcp__hello__count', 'hello.count', 'hello__count'])('knows %s', async (name) => {
    const run = createFakeRun({
      replies: [callsFor([toolCall('c1', name)]), answer('done')],
      tools: COUNT,
    });
    await run.complete();
    expect(run.servers.calls).toHaveLength(1);
  });

  it('never runs a connected tool that the recipe does not list', async () => {
    const run = createFakeRun({
      replies: [callsFor([toolCall('c1', 'files.delete')]), answer('sorry')],
      tools: { ...COUNT, 'files.delete': () => text('gone') },
      recipe: { tools: ['hello.*'] },
    });
    await run.complete();
    expect(run.servers.calls).toEqual([]);
    const told = String(run.messages(2).at(-1)?.content);
    expect(told).toMatch(/^ERROR: .*'files.delete' is not permitted.*mcp__hello__count/);
  });

  it('reports malformed arguments to the model and gives it readable history', async () => {
    const run = createFakeRun({
      replies: [
        callsFor([toolCall('c1', 'hello.count', '{"n":'), toolCall('c2', 'hello.count', '[1]')]),
        answer('done'),
      ],
      tools: COUNT,
    });
    await run.complete();
    expect(run.servers.calls).toEqual([]);
    const [assistant, first, second] = run.messages(2).slice(2);
    expect(assistant?.tool_calls?.map((call) => call.function.arguments)).toEqual(['{}', '{}']);
    expect(first?.content).toMatch(/^ERROR: arguments are not a JSON object: .*JSON/);
    expect(second?.content).toBe('ERROR: arguments are not a JSON object: they are [1]');
  });

  it('reports arguments that break the schema, and runs the repaired call', async () => {
    const servers = createFakeToolServers(COUNT);
    const properties = { path: { type: 'string' } };
    servers.add({ ...servers.list()[0]!, inputSchema: { properties } }, () => text('ok'));
    const run = createFakeRun({
      replies: [
        callsFor([toolCall('c1', 'hello.count', { path: 5 })]),
        callsFor([toolCall('c2', 'hello.count', { path: '/' })]),
        answer('done'),
      ],
      tools: servers,
    });
    await run.complete();
    expect(run.messages(2).at(-1)?.content).toBe(
      "ERROR: arguments do not match the tool's schema: /path must be string",
    );
    expect(servers.calls).toEqual([{ name: 'hello.count', args: { path: '/' } }]);
  });

  it('tells the model of failing tools by code, never of internals', async () => {
    const run = createFakeRun({
      replies: [
        callsFor([toolCall('c1', 'a.slow'), toolCall('c2', 'a.bug'), toolCall('c3', 'a.bad')]),
        answer('done'),
      ],
      tools: {
        'a.slow': () => Promise.reject(new RouterError('TOOL_TIMEOUT', 'no answer in 5 s')),
        'a.bug': () => Promise.reject(new Error('secret path /home/x')),
        'a.bad': () => ({ ...text('nope'), isError: true }),
      },
    });
    await run.complete();
    expect(
      run
        .messages(2)
        .slice(3)
        .map(({ content }) => content),
    ).toEqual([
      'ERROR: TOOL_TIMEOUT: no answer in 5 s',
      'ERROR: INTERNAL: The router made a mistake',
      '[tool error] nope',
    ]);
    expect(run.log.lines).toMatchObject([{ level: 'error', facts: { tool: 'a.bug' } }]);
  });

  it('uses one synthetic id in call and answer when the upstream sends none', async () => {
    const run = createFakeRun({
      replies: [
        callsFor([toolCall('', 'hello.count'), toolCall('', 'hello.count')]),
        callsFor([toolCall('call_1_0', 'hello.count')]),
        answer('done'),
      ],
      tools: COUNT,
    });
    await run.complete();
    const history = run.messages(3).slice(2);
    expect(history.flatMap(({ tool_calls = [] }) => tool_calls.map(({ id }) => id))).toEqual([
      'call_1_0',
      'call_1_1',
      'call_1_0_2',
    ]);
    expect(history.flatMap(({ tool_call_id: id }) => id ?? [])).toEqual([
      'call_1_0',
      'call_1_1',
      'call_1_0_2',
    ]);
  });

  it('leaves a request alone once it is sent', async () => {
    let sent: ChatRequest | undefined;
    const run = createFakeRun({
      replies: [
        (request) => {
          sent = request;
          return Promise.resolve(callsFor([toolCall('c1', 'hello.count')]));
        },
        answer('done'),
      ],
      tools: COUNT,
    });
    await run.complete();
    expect(sent?.messages).toHaveLength(2);
  });

  it('ends with MAX_TURNS when the model calls for ever, without running the last calls', async () => {
    const run = createFakeRun({
      replies: [callsFor([toolCall('c1', 'hello.count')])],
      tools: COUNT,
    });
    const error = await run.complete().catch((error: unknown) => error);
    expect(error).toMatchObject({ code: 'MAX_TURNS', status: 500 });
    expect(String(error)).toContain('max turns (8)');
    expect(run.model.requests).toHaveLength(8);
    expect(run.servers.calls).toHaveLength(7);
  });

  it('obeys max_turns of the recipe', async () => {
    const run = createFakeRun({
      replies: [callsFor([toolCall('c1', 'hello.count')])],
      tools: COUNT,
      recipe: { max_turns: 2 },
    });
    await expect(run.complete()).rejects.toMatchObject({ code: 'MAX_TURNS' });
    expect(run.model.requests).toHaveLength(2);
  });

  it('never runs the calls of an answer that was cut off', async () => {
    const run = createFakeRun({
      replies: [callsFor([toolCall('c1', 'hello.count', '')], { finishReason: 'length' })],
      tools: COUNT,
    });
    const completion = await run.complete();
    expect(run.servers.calls).toEqual([]);
    expect(completion.choices[0]).toMatchObject({ finish_reason: 'length' });
    expect(completion.choices[0]?.message).not.toHaveProperty('tool_calls');
  });

  it('runs calls although the upstream says stop or nothing', async () => {
    for (const finishReason of ['stop', null]) {
      const run = createFakeRun({
        replies: [
          callsFor([toolCall('c1', 'hello.count')], { finishReason }),
          answer('done', { finishReason }),
        ],
        tools: COUNT,
      });
      const completion = await run.complete();
      expect(run.servers.calls).toHaveLength(1);
      expect(completion.choices[0]?.finish_reason).toBe('stop');
    }
  });

  it('forces a tool choice on the first turn only', async () => {
    const run = createFakeRun({
      replies: [callsFor([toolCall('c1', 'hello.count')]), answer('done')],
      tools: COUNT,
    });
    await run.complete({
      tool_choice: { type: 'function', function: { name: 'hello.count' } },
    });
    expect(run.model.requests[0]?.['tool_choice']).toEqual({
      type: 'function',
      function: { name: 'mcp__hello__count' },
    });
    expect(run.model.requests[1]).not.toHaveProperty('tool_choice');
  });

  it('says nothing about tools where there are none, as upstreams refuse that', async () => {
    const run = createFakeRun({ replies: [answer('done')], tools: {} });
    await run.complete({ tool_choice: 'auto', parallel_tool_calls: true, seed: 3 });
    expect(run.model.requests[0]).toMatchObject({ seed: 3 });
    expect(run.model.requests[0]).not.toHaveProperty('tool_choice');
    expect(run.model.requests[0]).not.toHaveProperty('parallel_tool_calls');
  });

  it('gives thinking models their reasoning back with the answers', async () => {
    const thought = {
      reasoning_content: 'hm',
      reasoning_details: [{ text: 'hm' }],
      reasoning: 'x',
    };
    const run = createFakeRun({
      replies: [callsFor([toolCall('c1', 'hello.count')], { message: thought }), answer('done')],
      tools: COUNT,
    });
    await run.complete();
    const assistant = run.messages(2)[2];
    expect(assistant).toMatchObject({
      reasoning_content: 'hm',
      reasoning_details: [{ text: 'hm' }],
    });
    expect(assistant).not.toHaveProperty('reasoning');
  });

  it('shows images only to models that evidently take them', async () => {
    const image = { type: 'image', mimeType: 'image/png', data: 'aGVsbG8=' };
    const setup = {
      replies: [callsFor([toolCall('c1', 'cam.shot')]), answer('done')],
      tools: { 'cam.shot': () => ({ content: [image] }) },
    };
    const blind = createFakeRun(setup);
    await blind.complete();
    expect(blind.messages(2).at(-1)).toMatchObject({
      role: 'tool',
      content: '[image image/png, 1 KB]',
    });

    const url = 'data:image/png;base64,aGVsbG8=';
    const shown = { role: 'user', content: [{ type: 'text' }, { image_url: { url } }] };
    const declared = createFakeRun({ ...setup, recipe: { vision: true } });
    await declared.complete();
    expect(declared.messages(2).at(-1)).toMatchObject(shown);

    const evident = createFakeRun(setup);
    const content = [{ type: 'image_url', image_url: { url } }];
    await evident.complete({ messages: [{ role: 'user', content }] });
    expect(evident.messages(2).at(-1)).toMatchObject(shown);
  });
});

describe('the events of a run', () => {
  it('are turns with their tool calls between them', async () => {
    const run = createFakeRun({
      replies: [
        callsFor([toolCall('c1', 'hello.count')], { tokens: [3, 2] }),
        answer('done', { finishReason: null }),
      ],
      tools: COUNT,
    });
    await run.complete();
    const turn = { requestId: 'request-1', model: 'fake/model-1' };
    const ended = { kind: 'turn-ended', requestId: 'request-1' };
    const usage = { promptTokens: 3, completionTokens: 2, totalTokens: 5 };
    expect(run.events.published).toEqual([
      { kind: 'turn-started', turn: 1, ...turn },
      { ...ended, turn: 1, toolCalls: 1, finishReason: 'tool_calls', usage },
      expect.objectContaining({ kind: 'tool-call-started', callId: 'c1', turn: 1 }),
      expect.objectContaining({ kind: 'tool-call-ended', callId: 'c1', outcome: 'ok' }),
      { kind: 'turn-started', turn: 2, ...turn },
      { ...ended, turn: 2, toolCalls: 0, finishReason: 'stop' },
    ]);
  });

  it('tell of a turn that failed', async () => {
    const run = createFakeRun({ replies: [new RouterError('UPSTREAM_UNREACHABLE')] });
    await expect(run.complete()).rejects.toThrow();
    expect(run.events.published.at(-1)).toMatchObject({
      kind: 'turn-ended',
      finishReason: 'error',
      toolCalls: 0,
    });
  });
});

describe('bad upstreams', () => {
  it('takes the first of two choices', async () => {
    const whole = answer('first');
    const [choice] = whole.choices;
    const second = { ...choice!, index: 1, message: { role: 'assistant', content: 'second' } };
    const run = createFakeRun({ replies: [{ ...whole, choices: [second, choice!] }] });
    const completion = await run.complete();
    expect(completion.choices).toHaveLength(1);
    expect(completion.choices[0]?.message.content).toBe('first');
  });

  it.each([{ choices: [] }, { choices: null }, { error: 'x' }, { choices: [{ index: 0 }] }])(
    'reports an answer without choices: %j',
    async (body) => {
      const run = createFakeRun({ replies: [body as never] });
      await expect(run.complete()).rejects.toMatchObject({
        code: 'UPSTREAM_INVALID',
        status: 502,
        upstreamBody: body,
      });
    },
  );

  it('reads null arguments as none', async () => {
    const call = toolCall('c1', 'hello.count');
    const nulled = { ...call, function: { ...call.function, arguments: null } };
    const run = createFakeRun({
      replies: [callsFor([nulled as never]), answer('done')],
      tools: COUNT,
    });
    await run.complete();
    expect(run.servers.calls).toEqual([{ name: 'hello.count', args: {} }]);
    expect(run.messages(2)[2]?.tool_calls?.[0]?.function.arguments).toBe('{}');
  });

  it('keeps a null content null', async () => {
    const run = createFakeRun({ replies: [answer(null)] });
    const completion = await run.complete();
    expect(completion.choices[0]?.message.content).toBeNull();
  });

  it('says stop when tool calls are announced but missing', async () => {
    const run = createFakeRun({ replies: [answer('hm', { finishReason: 'tool_calls' })] });
    const completion = await run.complete();
    expect(completion.choices[0]?.finish_reason).toBe('stop');
  });
});
