import { describe, expect, test } from 'vitest';

import { createFakeEventLog } from '../testing/fake-event-log.ts';
import { createFakeLog } from '../testing/fake-log.ts';
import { createAuto } from './create-auto.ts';
import type { OllamaFinding, OllamaQuestion } from './find-ollama-model.ts';

const NONE: OllamaFinding = { kind: 'none', reason: 'nobody there' };
const found = (model: string): OllamaFinding => ({ kind: 'found', model, reason: 'it is loaded' });

function setUp({ demo = true, sources = ['ollama'] } = {}) {
  const state = {
    now: 0,
    demo,
    findings: new Map<string, OllamaFinding | Promise<OllamaFinding>>(),
  };
  const asked: string[] = [];
  const events = createFakeEventLog();
  const log = createFakeLog();
  const auto = createAuto({
    sources: () =>
      sources.map((name) => ({ name, target: () => expect.fail(), accepts: () => true })),
    find: ({ name }, { needsTools }: OllamaQuestion) => {
      asked.push(`${name} ${needsTools ? 'tools' : 'chat'}`);
      return Promise.resolve(state.findings.get(name) ?? NONE);
    },
    hasDemo: () => state.demo,
    events,
    logger: log,
    now: () => state.now,
  });
  const choose = (needsTools = false, signal = new AbortController().signal) =>
    auto.choose(needsTools, signal);
  return { auto, choose, state, asked, events, log };
}

describe('the choice', () => {
  test('is what an Ollama offers, the first that has something', async () => {
    const { choose, state } = setUp({ sources: ['ollama', 'gpu'] });
    state.findings.set('gpu', found('qwen3:8b'));
    expect(await choose()).toEqual({ model: 'gpu/qwen3:8b', reason: 'it is loaded' });
  });

  test.each([
    [true, 'demo/tools'],
    [false, 'demo/echo'],
  ])('without one is the demo (tools: %s)', async (needsTools, model) => {
    const { choose } = setUp();
    expect(await choose(needsTools)).toEqual({ model, reason: 'nobody there' });
  });

  test('without an Ollama in the configuration says so', async () => {
    const { choose } = setUp({ sources: [] });
    expect(await choose()).toEqual({ model: 'demo/echo', reason: 'no Ollama is configured' });
  });

  test('without both fails and says what to do', async () => {
    const { auto, choose } = setUp({ demo: false });
    await expect(choose()).rejects.toMatchObject({
      code: 'NO_INFERENCER',
      status: 503,
      message: expect.stringMatching(/nobody there; start Ollama/),
    });
    expect(auto.last()).toEqual({ model: 'auto/default', reason: 'nobody there' });
  });
});

describe('asking', () => {
  test('is shared by those who wait, and apart for tools', async () => {
    const { choose, asked } = setUp();
    await Promise.all([choose(), choose(), choose(true)]);
    expect(asked).toEqual(['ollama chat', 'ollama tools']);
  });

  test('happens again after ten seconds, or two when nothing was found', async () => {
    const { choose, state, asked } = setUp();
    await choose();
    state.now = 2_000;
    state.findings.set('ollama', found('a'));
    expect(await choose()).toMatchObject({ model: 'ollama/a' });
    state.now = 11_999;
    await choose();
    expect(asked).toHaveLength(2);
    state.now = 12_000;
    await choose();
    expect(asked).toHaveLength(3);
  });

  test('happens again after the configuration changed', async () => {
    const { auto, choose, asked } = setUp();
    await choose();
    auto.forget();
    await choose();
    expect(asked).toHaveLength(2);
  });

  test('that fails late does not undo a newer choice', async () => {
    const { auto, choose, state, asked } = setUp();
    const first = Promise.withResolvers<OllamaFinding>();
    state.findings.set('ollama', first.promise);
    const failing = choose();
    auto.forget();
    state.findings.set('ollama', found('a'));
    await choose();
    first.reject(new Error('a mistake'));
    await expect(failing).rejects.toThrow('a mistake');
    expect(await choose()).toMatchObject({ model: 'ollama/a' });
    expect(asked).toHaveLength(2);
  });

  test('that fails is asked again', async () => {
    const { choose, state } = setUp();
    state.findings.set('ollama', Promise.reject(new Error('a mistake')));
    await expect(choose()).rejects.toThrow('a mistake');
    state.findings.set('ollama', found('a'));
    expect(await choose()).toMatchObject({ model: 'ollama/a' });
  });

  test('of one caller can be cancelled without the others', async () => {
    const { choose } = setUp();
    const controller = new AbortController();
    const cancelled = choose(false, controller.signal);
    const other = choose();
    controller.abort();
    await expect(cancelled).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(await other).toMatchObject({ model: 'demo/echo' });
  });

  test('ends when stopped', async () => {
    const { auto, choose } = setUp();
    const waiting = choose();
    auto.stop();
    await expect(waiting).rejects.toMatchObject({ code: 'SHUTTING_DOWN' });
    await expect(choose()).rejects.toMatchObject({ code: 'SHUTTING_DOWN' });
  });
});

describe('a change of the choice', () => {
  test('is published and logged, for tools and chat apart, and nothing else is', async () => {
    const { auto, choose, state, events, log } = setUp();
    expect(auto.last().model).toBe('auto/default');
    await choose();
    await choose(true);
    auto.forget();
    await choose();
    state.findings.set('ollama', found('a'));
    auto.forget();
    await choose();
    expect(events.published).toEqual([
      { kind: 'inferencer-chosen', model: 'demo/echo', reason: 'nobody there' },
      { kind: 'inferencer-chosen', model: 'demo/tools', reason: 'nobody there' },
      { kind: 'inferencer-chosen', model: 'ollama/a', reason: 'it is loaded' },
    ]);
    expect(log.lines).toHaveLength(3);
    expect(auto.last()).toEqual({ model: 'ollama/a', reason: 'it is loaded' });
  });
});
