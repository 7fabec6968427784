import { describe, expect, it } from 'vitest';

import { RouterError } from '#core/router-error.ts';

import { createFakeRun, fakeRecipe, USER_SAYS } from '../testing/fake-recipe-run.ts';
import { answer, callsFor, toolCall } from '../testing/fake-scripted-model.ts';
import { createFakeToolServers, text, toolEntry } from '../testing/fake-tool-servers.ts';
import { createRecipes } from './create-recipes.ts';

describe('setting a run up', () => {
  it('refuses an unknown inferencer and lists the known ones', async () => {
    const run = createFakeRun({ recipe: { inferencer: 'nowhere/m' } });
    const error = await run.complete().catch((error: unknown) => error);
    expect(error).toMatchObject({ code: 'UNSUPPORTED_INFERENCER', status: 501 });
    expect(String(error)).toMatch(/unsupported inferencer 'nowhere\/m'.*fake/);
  });

  it.each(['claude-code/haiku', 'woollama/other', 'fake/', 'fake'])(
    'refuses to run on %s',
    async (inferencer) => {
      const run = createFakeRun({ replies: [answer('hi')], recipe: { inferencer } });
      await expect(run.complete()).rejects.toMatchObject({ code: 'UNSUPPORTED_INFERENCER' });
      expect(run.model.requests).toEqual([]);
    },
  );

  it('rejects the first piece of a stream with the same errors', async () => {
    const run = createFakeRun({ recipe: { inferencer: 'nowhere/m' } });
    const iterator = run.stream()[Symbol.asyncIterator]();
    await expect(iterator.next()).rejects.toMatchObject({ code: 'UNSUPPORTED_INFERENCER' });
  });

  it('asks for auto/default with and without tools', async () => {
    const setup = { replies: [answer('hi')], recipe: { inferencer: 'auto/default' } };
    const plain = createFakeRun(setup);
    await plain.complete();
    expect(plain.model.requests[0]?.model).toBe('auto-model');
    expect(plain.model.autoAsked).toEqual([false]);

    const tooled = createFakeRun({ ...setup, tools: { 'hello.wave': () => text('o/') } });
    await tooled.complete();
    expect(tooled.model.autoAsked).toEqual([true]);
  });

  it('counts client tools when it asks for auto/default', async () => {
    const run = createFakeRun({ replies: [answer('hi')], recipe: { inferencer: 'auto/default' } });
    await run.complete({ tools: [{ type: 'function', function: { name: 'mine' } }] });
    expect(run.model.autoAsked).toEqual([true]);
  });

  describe('where auto/default found only the demo', () => {
    const demo = { name: 'demo' };
    function serversWith(...names: readonly string[]) {
      const servers = createFakeToolServers({ 'disk.erase': () => text('gone') });
      for (const name of names) {
        const entry = { ...toolEntry(name), annotations: { readOnlyHint: true } };
        servers.add(entry, () => text('fine'));
      }
      return servers;
    }
    const offeredNames = (run: ReturnType<typeof createFakeRun>) =>
      run.model.requests[0]?.tools?.map((tool) => tool.function.name);

    it('offers only tools that change nothing', async () => {
      const tools = serversWith('disk.read');
      const recipe = { inferencer: 'auto/default' };
      const run = createFakeRun({ replies: [answer('hi')], tools, recipe, model: demo });
      await run.complete();
      expect(offeredNames(run)).toEqual(['mcp__disk__read']);
    });

    it('refuses a recipe of which nothing is left', async () => {
      const recipe = { inferencer: 'auto/default' };
      const run = createFakeRun({ tools: serversWith(), recipe, model: demo });
      await expect(run.complete()).rejects.toMatchObject({ code: 'NO_INFERENCER' });
      expect(run.servers.calls).toEqual([]);
    });

    it('offers everything to a recipe that names the demo itself', async () => {
      const tools = serversWith('disk.read');
      const recipe = { inferencer: 'demo/tools' };
      const run = createFakeRun({ replies: [answer('hi')], tools, recipe, model: demo });
      await run.complete();
      expect(offeredNames(run)).toEqual(['mcp__disk__erase', 'mcp__disk__read']);
    });
  });

  it('waits for the servers of the recipe before it offers tools', async () => {
    const servers = createFakeToolServers({}, [{ name: 'hello', state: 'starting' }]);
    servers.onSettle = () =>
      servers.add({ ...createFakeToolServers({ 'hello.wave': () => text('') }).list()[0]! }, () =>
        text('o/'),
      );
    const run = createFakeRun({
      replies: [answer('hi')],
      tools: servers,
      recipe: { tools: ['hello.wave'] },
    });
    await run.complete();
    expect(servers.settledFor).toEqual([['hello']]);
    expect(run.model.requests[0]?.tools).toHaveLength(1);
  });

  it('refuses n above 1, from the client as from params', async () => {
    const refusal = { code: 'INVALID_REQUEST', param: 'n' };
    const run = createFakeRun({ replies: [answer('hi')] });
    await expect(run.complete({ n: 2 })).rejects.toMatchObject(refusal);
    for (const n of [1, null]) await expect(run.complete({ n })).resolves.toBeDefined();
    const fixed = createFakeRun({ replies: [answer('hi')], recipe: { params: { n: 3 } } });
    await expect(fixed.complete()).rejects.toMatchObject(refusal);
  });

  it.each([[undefined], ['text'], [[null]]])('refuses messages that are %j', async (messages) => {
    const run = createFakeRun({ replies: [answer('hi')] });
    await expect(run.complete({ messages })).rejects.toMatchObject({
      code: 'INVALID_REQUEST',
      param: 'messages',
    });
  });
});

describe('the upstream request', () => {
  it('is the system prompt, then the messages of the client unchanged', async () => {
    const messages = [
      { role: 'system', content: 'mine' },
      { role: 'user', content: [{ type: 'text', text: 'hi', cache_control: {} }] },
    ];
    const run = createFakeRun({ replies: [answer('hi')] });
    await run.complete({ messages });
    expect(run.messages(1)).toEqual([{ role: 'system', content: 'Be brief.' }, ...messages]);
    expect(run.model.requests[0]).toMatchObject({ model: 'model-1', stream: false });
  });

  it('has no system message when the recipe has no prompt', async () => {
    const run = createFakeRun({ replies: [answer('hi')], recipe: { system: '' } });
    await run.complete();
    expect(run.messages(1)).toEqual(USER_SAYS);
  });

  it('fills defaults into the prompt of a plain chat', async () => {
    const run = createFakeRun({
      replies: [answer('hi')],
      recipe: { system: 'Speak {{ lang }} to {{who}}.', variables: { lang: { default: 'Latin' } } },
    });
    await run.complete();
    expect(run.messages(1)[0]?.content).toBe('Speak Latin to {{who}}.');
  });

  it('honours fields of the client and gives params the last word', async () => {
    const run = createFakeRun({
      replies: [answer('hi')],
      model: { extraBody: { temperature: 0, seed: 1 } },
      recipe: { params: { top_p: 0.5 } },
    });
    const response_format = { type: 'json_object' };
    await run.complete({ temperature: 0.7, top_p: 1, response_format, verbosity: 'low' });
    expect(run.model.requests[0]).toMatchObject({
      temperature: 0.7,
      top_p: 0.5,
      seed: 1,
      response_format,
      verbosity: 'low',
    });
  });

  it('ignores configuration that sets reserved keys, and says so', async () => {
    const run = createFakeRun({
      replies: [answer('hi')],
      recipe: { params: { model: 'other', stream: true, messages: [] } },
    });
    await run.complete();
    expect(run.model.requests[0]).toMatchObject({ model: 'model-1', stream: false });
    expect(run.messages(1)).toHaveLength(2);
    const facts = { keys: ['model', 'stream', 'messages'] };
    expect(run.log.lines).toMatchObject([{ level: 'warn', facts }]);
  });

  it('takes overrides of inferencer, prompt and params', async () => {
    const run = createFakeRun({
      replies: [answer('hi')],
      recipe: { inferencer: 'nowhere/m', params: { options: { a: 1 }, seed: 1 } },
    });
    const params = { options: { b: 2 }, seed: 2 };
    await run.complete({}, { inferencer: 'fake/big/one', system: 'Rendered {{x}}', params });
    expect(run.model.requests[0]).toMatchObject({
      model: 'big/one',
      options: { a: 1, b: 2 },
      seed: 2,
    });
    expect(run.messages(1)[0]?.content).toBe('Rendered {{x}}');
  });

  it('omits tools when there are none and shows grammar-safe names otherwise', async () => {
    const plain = createFakeRun({ replies: [answer('hi')] });
    await plain.complete();
    expect(plain.model.requests[0]).not.toHaveProperty('tools');

    const run = createFakeRun({ replies: [answer('hi')], tools: { 'a.b': () => text('') } });
    await run.complete();
    const parameters = { type: 'object' };
    expect(run.model.requests[0]?.tools).toEqual([
      { type: 'function', function: { name: 'mcp__a__b', description: 'does b', parameters } },
    ]);
  });
});

describe('the answer', () => {
  it('has our own id, time and model, and the rest of the last upstream answer', async () => {
    const last = answer('done', {
      message: { refusal: null, reasoning: 'because', annotations: [1] },
      choice: { logprobs: { content: [] } },
      finishReason: 'length',
    });
    const run = createFakeRun({
      replies: [callsFor([toolCall('c1', 'a.b')]), last],
      tools: { 'a.b': () => text('') },
    });
    const completion = await run.complete();
    expect(completion).toEqual({
      id: `chatcmpl-${'a'.repeat(32)}`,
      object: 'chat.completion',
      created: 1_700_000_000,
      model: 'woollama/helper',
      choices: [
        {
          index: 0,
          message: {
            role: 'assistant',
            content: 'done',
            refusal: null,
            reasoning: 'because',
            annotations: [1],
          },
          finish_reason: 'length',
          logprobs: { content: [] },
        },
      ],
    });
  });

  it('sums the usage of all turns, and omits it when a turn has none', async () => {
    const call = callsFor([toolCall('c1', 'a.b')], { tokens: [10, 2] });
    const tools = { 'a.b': () => text('') };
    const whole = createFakeRun({ replies: [call, answer('x', { tokens: [20, 3] })], tools });
    const completion = await whole.complete();
    expect(completion.usage).toEqual({
      prompt_tokens: 30,
      completion_tokens: 5,
      total_tokens: 35,
    });

    const partial = createFakeRun({ replies: [call, answer('x')], tools });
    expect(await partial.complete()).not.toHaveProperty('usage');
  });

  it('makes ids of 32 hexadecimal digits by itself', async () => {
    const { model, servers, events, log } = createFakeRun({ replies: [answer('hi')] });
    const recipe = fakeRecipe();
    const recipes = createRecipes({
      inferencers: model.inferencers,
      tools: servers,
      events,
      logger: log,
      recipes: () => new Map(),
    });
    const request = { model: 'woollama/helper', messages: USER_SAYS };
    const { signal } = new AbortController();
    const completion = await recipes.complete({ recipe, request }, { requestId: 'r', signal });
    expect(completion.id).toMatch(/^chatcmpl-[0-9a-f]{32}$/);
  });

  it('relays the errors of the inferencer as they are', async () => {
    const refusal = new RouterError('UPSTREAM_STATUS', 'no', { status: 429 });
    const run = createFakeRun({ replies: [refusal] });
    await expect(run.complete()).rejects.toBe(refusal);
  });
});

describe('the list of recipes', () => {
  it('finds them by name and sorts them', () => {
    const { model, servers, events, log } = createFakeRun();
    const configured = ['b', 'a', 'B'].map((name) => [name, fakeRecipe({ name })] as const);
    const recipes = createRecipes({
      inferencers: model.inferencers,
      tools: servers,
      events,
      logger: log,
      recipes: () => new Map(configured),
    });
    expect(recipes.list().map(({ name }) => name)).toEqual(['B', 'a', 'b']);
    expect(recipes.find('a')?.name).toBe('a');
    expect(recipes.find('z')).toBeUndefined();
  });
});
