import { describe, expect, test } from 'vitest';

import { BUILT_IN_INFERENCERS } from '#contract/names.ts';
import { inferencerEntry } from '#contract/config.ts';
import type { ChatRequest } from '#core/chat.ts';
import type { AutoChoice, Inferencers } from '#core/ports/inferencers.ts';
import { createFakeEventLog } from '../testing/fake-event-log.ts';
import { createFakeLog } from '../testing/fake-log.ts';
import { createInferencers } from './create-inferencers.ts';
import { answerAsOpenai, TEXT } from './fixtures/answer-as-openai.ts';
import { collect, frame } from './fixtures/chat-frames.ts';
import { serveOllamaModels } from './fixtures/fake-ollama.ts';
import { json, sse, startFakeUpstream } from './fixtures/fake-upstream.ts';

const REQUEST: ChatRequest = { model: 'm', messages: [{ role: 'user', content: 'hi' }] };
const signal = (): { signal: AbortSignal } => ({ signal: new AbortController().signal });

const choose = (inferencers: Inferencers): Promise<AutoChoice> =>
  inferencers.auto(true, new AbortController().signal);

/** One server stands for Ollama and for every provider. */
async function setUp({ demoEnabled = true } = {}) {
  const fake = await startFakeUpstream();
  serveOllamaModels(fake, [{ name: 'qwen3:8b', capabilities: ['completion', 'tools'] }]);
  fake.on('/v1/chat/completions', answerAsOpenai);
  const env: Record<string, string | undefined> = {};
  const log = createFakeLog();
  const events = createFakeEventLog();
  const inferencers = createInferencers({
    env: () => env,
    ollamaUrl: fake.origin,
    demoEnabled,
    logger: log,
    events,
    version: '1.2.3',
  });
  const apply = (entries: Readonly<Record<string, object>>): void => {
    const parsed = Object.entries(entries).map(
      ([name, entry]) => [name, inferencerEntry.parse(entry)] as const,
    );
    inferencers.apply(new Map(parsed));
  };
  return {
    fake,
    env,
    log,
    events,
    inferencers,
    apply,
    baseUrl: `${fake.origin}/v1`,
    async [Symbol.asyncDispose]() {
      await inferencers.stop();
      await fake.close();
    },
  };
}

describe('inferencers by name', () => {
  test('are the built-in ones and the demo from the start', async () => {
    await using test = await setUp();
    const names = BUILT_IN_INFERENCERS.toSorted();
    expect(test.inferencers.names()).toEqual(names);
    for (const name of names) expect(test.inferencers.find(name)?.name).toBe(name);
    expect(test.inferencers.find('anthropic')?.extraBody).toMatchObject({ max_tokens: 4096 });
    expect(test.inferencers.find('auto')).toBeUndefined();
    expect(test.inferencers.find('nobody')).toBeUndefined();
  });

  test('can be added, removed and switched off', async () => {
    await using test = await setUp();
    test.apply({
      mine: { base_url: test.baseUrl },
      openai: { enabled: false },
      demo: { enabled: false },
    });
    expect(test.inferencers.find('mine')).toBeDefined();
    expect(test.inferencers.find('openai')).toBeUndefined();
    expect(test.inferencers.find('demo')).toBeUndefined();
    test.apply({});
    expect(test.inferencers.find('mine')).toBeUndefined();
    expect(test.inferencers.find('openai')).toBeDefined();
    expect(test.inferencers.find('demo')).toBeDefined();
  });

  test('stay the same object while their settings stay the same', async () => {
    await using test = await setUp();
    test.apply({ mine: { base_url: test.baseUrl } });
    const before = test.inferencers.find('mine');
    const openai = test.inferencers.find('openai');
    test.apply({ mine: { base_url: test.baseUrl, timeout: 1 } });
    expect(test.inferencers.find('mine')).not.toBe(before);
    expect(test.inferencers.find('openai')).toBe(openai);
  });

  test.each(['auto', 'woollama', 'claude-code', 'claude-agent'])(
    'may not be called %s',
    async (name) => {
      await using test = await setUp();
      test.apply({ [name]: { base_url: test.baseUrl } });
      expect(test.inferencers.find(name)).toBeUndefined();
      expect(test.log.lines).toMatchObject([{ level: 'warn' }]);
    },
  );

  test('may be called demo when they have an address', async () => {
    await using test = await setUp();
    test.apply({ demo: { base_url: test.baseUrl } });
    const answer = await test.inferencers.find('demo')?.complete(REQUEST, signal());
    expect(answer?.choices[0]?.message.content).toBe(TEXT);
  });
});

describe('a call', () => {
  test('is refused without its key, before the network, naming the variable', async () => {
    await using test = await setUp();
    test.apply({ anthropic: { base_url: test.baseUrl } });
    const anthropic = test.inferencers.find('anthropic');
    const expected = {
      code: 'MISSING_KEY',
      status: 400,
      message: expect.stringContaining("inferencer 'anthropic' requires $ANTHROPIC_API_KEY"),
    };
    await expect(anthropic?.complete(REQUEST, signal())).rejects.toMatchObject(expected);
    expect(test.fake.requests.filter(({ path }) => path !== '/v1/models')).toEqual([]);
    test.env['ANTHROPIC_API_KEY'] = 'sk-new';
    await anthropic?.complete(REQUEST, signal());
    expect(test.fake.requests.at(-1)?.headers).toMatchObject({
      authorization: 'Bearer sk-new',
      'user-agent': 'woollama/1.2.3',
    });
  });

  test('in flight ends as it began when its inferencer is removed', async () => {
    await using test = await setUp();
    test.fake.on('/v1/chat/completions', () => {
      test.apply({});
      return answerAsOpenai({
        method: 'POST',
        path: '',
        headers: {},
        body: { ...REQUEST, stream: true },
      });
    });
    test.apply({ mine: { base_url: test.baseUrl } });
    const mine = test.inferencers.find('mine');
    const chunks = await collect(mine?.stream(REQUEST, signal()) ?? expect.fail());
    expect(chunks.at(-1)?.choices[0]?.finish_reason).toBe('stop');
    expect(test.inferencers.find('mine')).toBeUndefined();
  });

  test('to an inferencer without base_url says what is missing', async () => {
    await using test = await setUp();
    test.apply({ mine: {} });
    const answer = test.inferencers.find('mine')?.complete(REQUEST, signal());
    await expect(answer).rejects.toMatchObject({
      code: 'INVALID_REQUEST',
      message: expect.stringContaining("inferencer 'mine' has no base_url"),
    });
  });
});

describe('models', () => {
  const ids = (models: readonly { readonly id: string }[]) => models.map(({ id }) => id);

  test('are auto first, then by inferencer, and the demo last', async () => {
    await using test = await setUp();
    expect(ids(test.inferencers.models())).toEqual(['auto/default', 'demo/echo', 'demo/tools']);
    test.apply({
      zeta: { base_url: test.baseUrl, models: ['org/b', 'a'] },
      alpha: { base_url: test.baseUrl, discover: true, model_patterns: ['q*'] },
    });
    await test.inferencers.refresh();
    const models = test.inferencers.models();
    expect(ids(models)).toEqual([
      'auto/default',
      'alpha/qwen3:8b',
      'ollama/qwen3:8b',
      'zeta/org/b',
      'zeta/a',
      'demo/echo',
      'demo/tools',
    ]);
    expect(models[0]).toEqual({
      id: 'auto/default',
      object: 'model',
      created: expect.any(Number),
      owned_by: 'woollama',
    });
    expect(models[3]?.owned_by).toBe('zeta');
    expect(models.every(({ created }) => Number.isInteger(created))).toBe(true);
  });

  test('of the demo are not listed when it is off', async () => {
    await using test = await setUp({ demoEnabled: false });
    expect(ids(test.inferencers.models())).toEqual(['auto/default']);
  });
});

describe('status', () => {
  test('tells address, where the key comes from, models and problems, never a key', async () => {
    await using test = await setUp();
    test.env['GROQ_API_KEY'] = 'gsk-secret';
    test.apply({
      openai: { enabled: false },
      openrouter: { enabled: false },
      together: { enabled: false },
      anthropic: { discover: true },
      mine: { base_url: test.baseUrl, api_key: 'sk-secret', models: ['a', 'b'] },
      lost: {},
    });
    await test.inferencers.refresh();
    const status = test.inferencers.status();
    expect(status).toEqual([
      {
        name: 'anthropic',
        baseUrl: 'https://api.anthropic.com/v1',
        key: 'missing',
        keyName: 'ANTHROPIC_API_KEY',
        models: 0,
        problem: expect.stringContaining('$ANTHROPIC_API_KEY'),
      },
      { name: 'demo', baseUrl: '', key: 'none-needed', models: 2 },
      {
        name: 'groq',
        baseUrl: 'https://api.groq.com/openai/v1',
        key: 'environment',
        keyName: 'GROQ_API_KEY',
        models: 0,
      },
      {
        name: 'lost',
        baseUrl: '',
        key: 'none-needed',
        models: 0,
        problem: expect.stringContaining('no base_url'),
      },
      { name: 'mine', baseUrl: test.baseUrl, key: 'file', models: 2 },
      {
        name: 'ollama',
        baseUrl: test.baseUrl,
        key: 'none-needed',
        models: 1,
        latencyMs: expect.any(Number),
      },
    ]);
    expect(JSON.stringify([status, test.log.lines])).not.toContain('secret');
  });
});

describe('auto', () => {
  test('is a model of the local Ollama, and is told', async () => {
    await using test = await setUp();
    const expected = { model: 'ollama/qwen3:8b', reason: expect.stringContaining('ollama') };
    expect(await choose(test.inferencers)).toEqual(expected);
    expect(test.inferencers.lastAuto()).toEqual(expected);
    expect(test.events.published).toEqual([{ kind: 'inferencer-chosen', ...expected }]);
  });

  test('is never an Ollama with a key, and the demo without one', async () => {
    await using test = await setUp();
    test.env['KEY'] = 'k';
    const cloud = { base_url: test.baseUrl, type: 'ollama', api_key_env: 'KEY' };
    test.apply({ ollama: { enabled: false }, cloud });
    expect(await choose(test.inferencers)).toMatchObject({ model: 'demo/tools' });
  });

  test('follows the configuration at once', async () => {
    await using test = await setUp();
    await choose(test.inferencers);
    test.apply({ ollama: { model_patterns: ['llama*'] } });
    expect(await choose(test.inferencers)).toMatchObject({ model: 'demo/tools' });
    test.apply({ ollama: { enabled: false }, gpu: { base_url: test.baseUrl, type: 'ollama' } });
    expect(await choose(test.inferencers)).toMatchObject({ model: 'gpu/qwen3:8b' });
  });
});

describe('stop', () => {
  test('ends calls, discovery and idle connections, and may be called again', async () => {
    await using test = await setUp();
    test.apply({
      mine: { base_url: test.baseUrl },
      slow: { base_url: `${test.fake.origin}/slow`, discover: true },
    });
    test.fake.on('/slow/models', 'silent');
    await test.inferencers.find('mine')?.complete(REQUEST, signal());
    test.fake.on('/v1/chat/completions', sse([frame({ content: 'a' })], { end: 'stall' }));
    const stream = test.inferencers.find('mine')?.stream(REQUEST, signal()) ?? expect.fail();
    const reading = collect(stream);
    await expect.poll(() => test.fake.requests.length).toBeGreaterThanOrEqual(4);
    await Promise.all([
      test.inferencers.stop(),
      expect(reading).rejects.toMatchObject({ code: 'SHUTTING_DOWN' }),
    ]);
    await test.inferencers.stop();
    await expect.poll(() => test.fake.openSockets()).toBe(0);
  });

  test('makes later calls fail with SHUTTING_DOWN', async () => {
    await using test = await setUp();
    const ollama = test.inferencers.find('ollama');
    await test.inferencers.stop();
    await expect(ollama?.complete(REQUEST, signal())).rejects.toMatchObject({
      code: 'SHUTTING_DOWN',
    });
    await expect(choose(test.inferencers)).rejects.toMatchObject({ code: 'SHUTTING_DOWN' });
    test.apply({});
    await test.inferencers.refresh();
    expect(test.fake.requests).toEqual([]);
  });
});

test('failures of discovery are logged without keys', async () => {
  await using test = await setUp();
  test.fake.on('/v1/models', json({ error: { message: 'bad key' } }, 401));
  test.apply({
    ollama: { enabled: false },
    mine: { base_url: test.baseUrl, discover: true, api_key: 'sk-secret' },
  });
  await test.inferencers.refresh();
  expect(test.inferencers.status().find(({ name }) => name === 'mine')).toMatchObject({
    problem: "inferencer 'mine' answered 401: bad key",
  });
  expect(test.log.lines).toHaveLength(1);
  expect(JSON.stringify(test.log.lines)).not.toContain('secret');
});
