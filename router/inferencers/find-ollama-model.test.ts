import { describe, expect, test } from 'vitest';

import { RouterError } from '#core/router-error.ts';
import { findOllamaModel, type OllamaFinding } from './find-ollama-model.ts';
import { serveOllamaModels, type FakeOllamaModel } from './fixtures/fake-ollama.ts';
import { json, startFakeUpstream, type FakeUpstream } from './fixtures/fake-upstream.ts';
import { createTestTarget } from './fixtures/test-target.ts';

const CHAT = ['completion'];
const TOOLS = ['completion', 'tools'];

interface Ask {
  readonly needsTools?: boolean;
  readonly accepts?: (model: string) => boolean;
}

async function setUp(prepare: (fake: FakeUpstream) => void) {
  const fake = await startFakeUpstream();
  prepare(fake);
  const target = createTestTarget(fake.origin, { name: 'ollama', basePath: '' });
  const ask = ({ needsTools = false, accepts = () => true }: Ask = {}): Promise<OllamaFinding> =>
    findOllamaModel(
      { name: 'ollama', target: () => target, accepts },
      { needsTools, signal: new AbortController().signal },
    );
  return {
    fake,
    ask,
    async [Symbol.asyncDispose]() {
      await target.dispatcher.destroy();
      await fake.close();
    },
  };
}

describe('the model is', () => {
  const model = (name: string, capabilities: readonly string[], loaded = false) => ({
    name,
    capabilities,
    loaded,
  });
  test.each<[string, readonly FakeOllamaModel[], Ask, string | undefined]>([
    ['the first installed', [model('a', CHAT), model('b', CHAT)], {}, 'a'],
    ['one in memory before others', [model('a', CHAT), model('b', CHAT, true)], {}, 'b'],
    [
      'one with tools when needed',
      [model('a', CHAT, true), model('b', TOOLS)],
      { needsTools: true },
      'b',
    ],
    ['none rather than one without tools', [model('a', CHAT)], { needsTools: true }, undefined],
    ['no embedding model', [model('a', ['embedding'], true), model('b', CHAT)], {}, 'b'],
    ['what an old Ollama may have', [{ name: 'a' }], { needsTools: true }, 'a'],
    [
      'a sure one before an unsure one',
      [{ name: 'a' }, model('b', TOOLS)],
      { needsTools: true },
      'b',
    ],
    [
      'nothing that looks like embedding',
      [{ name: 'nomic-embed-text' }, { name: 'x', family: 'bert' }],
      {},
      undefined,
    ],
    [
      'none that runs in a cloud',
      [
        { name: 'a:cloud' },
        { name: 'b-cloud' },
        { name: 'c', remote_host: 'https://ollama.com' },
        model('d', CHAT),
      ],
      {},
      'd',
    ],
    [
      'one the user lets through',
      [model('a', CHAT), model('b', CHAT)],
      { accepts: (name) => name === 'b' },
      'b',
    ],
    ['missing without models', [], {}, undefined],
  ])('%s', async (...[, models, ask, expected]) => {
    await using test = await setUp((fake) => serveOllamaModels(fake, models));
    const finding = await test.ask(ask);
    expect(finding.kind === 'found' ? finding.model : undefined).toBe(expected);
  });
});

describe('reasons', () => {
  test('tell what was found', async () => {
    const models = [{ name: 'a', capabilities: TOOLS, loaded: true }];
    await using test = await setUp((fake) => serveOllamaModels(fake, models));
    expect(await test.ask({ needsTools: true })).toEqual({
      kind: 'found',
      model: 'a',
      reason: 'a model ollama has loaded and that calls tools',
    });
  });

  test('tell what to do', async () => {
    await using test = await setUp((fake) => serveOllamaModels(fake, []));
    expect(await test.ask({ needsTools: true })).toEqual({
      kind: 'none',
      reason: "inferencer 'ollama' has no model that can call tools; run: ollama pull qwen3",
    });
  });

  test.each([
    [
      'is no Ollama',
      (fake: FakeUpstream) => fake.on('/api/tags', json({})),
      /does not answer \/api\/tags/,
    ],
    [
      'is silent',
      (fake: FakeUpstream) => fake.on('/api/tags', 'silent'),
      /did not answer within 1\.5 s/,
    ],
    [
      'refuses',
      (fake: FakeUpstream) => fake.on('/api/tags', json({ error: 'no' }, 500)),
      /answered 500: no/,
    ],
  ])('tell of a host that %s', async (_, prepare, reason) => {
    await using test = await setUp(prepare);
    expect(await test.ask()).toEqual({ kind: 'none', reason: expect.stringMatching(reason) });
  });

  test('tell of settings that lead nowhere', async () => {
    const target = () => {
      throw new RouterError('INVALID_REQUEST', 'no base_url');
    };
    const question = { needsTools: false, signal: new AbortController().signal };
    const source = { name: 'ollama', target, accepts: () => true };
    expect(await findOllamaModel(source, question)).toEqual({
      kind: 'none',
      reason: 'no base_url',
    });
  });
});

test('an Ollama that cannot tell what is loaded is good enough', async () => {
  await using test = await setUp((fake) => {
    serveOllamaModels(fake, [{ name: 'a', capabilities: CHAT }]);
    fake.on('/api/ps', json({}, 404));
  });
  expect(await test.ask()).toMatchObject({ model: 'a', reason: 'a model ollama has installed' });
});
