import { describe, expect, test } from 'vitest';

import { RouterError } from '#core/router-error.ts';
import { createFakeLog } from '../testing/fake-log.ts';
import { createDiscovery } from './create-discovery.ts';
import { testSettings } from './fixtures/test-settings.ts';
import type { InferencerSettings } from './inferencer-settings.ts';

/** Answers wait until the test gives them. */
function setUp() {
  const asked: string[] = [];
  const waiting: PromiseWithResolvers<readonly string[]>[] = [];
  const signals: AbortSignal[] = [];
  const clock = { now: 0 };
  const log = createFakeLog();
  const discovery = createDiscovery({
    fetchIds: (settings: InferencerSettings, signal: AbortSignal) => {
      const answer = Promise.withResolvers<readonly string[]>();
      asked.push(settings.name);
      waiting.push(answer);
      signals.push(signal);
      return answer.promise;
    },
    logger: log,
    now: () => clock.now,
  });
  const settle = async (outcome: readonly string[] | Error): Promise<void> => {
    const answer = waiting.shift();
    if (outcome instanceof Error) answer?.reject(outcome);
    else answer?.resolve(outcome);
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { discovery, asked, signals, clock, log, settle };
}

const unreachable = new RouterError('UPSTREAM_UNREACHABLE', 'nobody there');

describe('the list of models', () => {
  test('is the static one first, then what was found, sorted and once each', async () => {
    const { discovery, settle } = setUp();
    const settings = testSettings({ models: ['z', 'b'] });
    discovery.apply([settings]);
    expect(discovery.models(settings)).toEqual(['z', 'b']);
    await settle(['c', 'b', 'a', 'a']);
    expect(discovery.models(settings)).toEqual(['z', 'b', 'a', 'c']);
  });

  test('has only what the patterns let through, and all static models', async () => {
    const { discovery, settle } = setUp();
    const settings = testSettings({ models: ['z'], modelPatterns: ['gpt-[45]*', 'o?'] });
    discovery.apply([settings]);
    await settle(['gpt-4', 'gpt-3', 'o1', 'o1-mini']);
    expect(discovery.models(settings)).toEqual(['z', 'gpt-4', 'o1']);
  });

  test('is not asked for where discovery is off', () => {
    const { discovery, asked } = setUp();
    const settings = testSettings({ discover: false, models: ['a'] });
    discovery.apply([settings]);
    discovery.renew();
    expect(asked).toEqual([]);
    expect(discovery.models(settings)).toEqual(['a']);
  });
});

describe('asking', () => {
  test('happens for all at once, and once at a time for each', async () => {
    const { discovery, asked, settle } = setUp();
    discovery.apply([testSettings({ name: 'a' }), testSettings({ name: 'b' })]);
    const done = discovery.refresh();
    expect(asked).toEqual(['a', 'b']);
    await settle([]);
    await settle([]);
    await done;
    void discovery.refresh();
    expect(asked).toEqual(['a', 'b', 'a', 'b']);
  });

  test('happens again when somebody looks after a minute, not before', async () => {
    const { discovery, asked, clock, settle } = setUp();
    discovery.apply([testSettings()]);
    await settle([]);
    clock.now = 59_999;
    discovery.renew();
    expect(asked).toHaveLength(1);
    clock.now = 60_000;
    discovery.renew();
    discovery.renew();
    expect(asked).toHaveLength(2);
  });

  test('spares inferencers whose settings are the same, which keep their list', async () => {
    const { discovery, asked, settle } = setUp();
    const same = testSettings({ name: 'same' });
    discovery.apply([same, testSettings({ name: 'changing' })]);
    await settle(['kept']);
    await settle(['lost']);
    const changed = testSettings({ name: 'changing' });
    discovery.apply([same, changed]);
    expect(asked).toEqual(['same', 'changing', 'changing']);
    expect(discovery.models(same)).toEqual(['kept']);
    expect(discovery.models(changed)).toEqual([]);
  });

  test('ends when stopped, and is not begun again', async () => {
    const { discovery, asked, signals, log, settle } = setUp();
    const settings = testSettings();
    discovery.apply([settings]);
    discovery.stop();
    expect(signals[0]?.aborted).toBe(true);
    await settle(new RouterError('CANCELLED'));
    await discovery.refresh();
    expect(asked).toHaveLength(1);
    expect(discovery.problem(settings)).toBeUndefined();
    expect(log.lines).toEqual([]);
  });
});

test('a failure keeps the last list, is told, and is logged once until it changes', async () => {
  const { discovery, log, settle } = setUp();
  const settings = testSettings();
  discovery.apply([settings]);
  await settle(['a']);
  const outcomes = [unreachable, unreachable, new RouterError('UPSTREAM_STATUS', 'answered 401')];
  for (const outcome of outcomes) {
    const done = discovery.refresh();
    await settle(outcome);
    await done;
    expect(discovery.models(settings)).toEqual(['a']);
    expect(discovery.problem(settings)).toBe(outcome.message);
  }
  void discovery.refresh();
  await settle(['a']);
  expect(discovery.problem(settings)).toBeUndefined();
  expect(log.lines).toMatchObject([
    { facts: { inferencer: 'far', models: 1, problem: 'nobody there' } },
    { facts: { problem: 'answered 401' } },
    { level: 'info', message: 'models can be listed again' },
  ]);
});

describe('the latency', () => {
  test('is that of the last answer, also after a failure', async () => {
    const { discovery, clock, settle } = setUp();
    const settings = testSettings();
    discovery.apply([settings]);
    expect(discovery.latencyMs(settings)).toBeUndefined();
    clock.now = 120.4;
    await settle(['a']);
    expect(discovery.latencyMs(settings)).toBe(120);
    void discovery.refresh();
    clock.now = 9000;
    await settle(unreachable);
    expect(discovery.latencyMs(settings)).toBe(120);
  });
});

describe('what somebody else found', () => {
  test('counts as if it had been asked for', async () => {
    const { discovery, asked, clock, log, settle } = setUp();
    const settings = testSettings({ modelPatterns: ['a*'] });
    discovery.apply([settings]);
    await settle(unreachable);
    clock.now = 70_000;
    discovery.learn(settings, { found: ['b', 'a2', 'a1'], latencyMs: 33 });
    expect(discovery.models(settings)).toEqual(['a1', 'a2']);
    expect(discovery.problem(settings)).toBeUndefined();
    expect(discovery.latencyMs(settings)).toBe(33);
    expect(log.lines.at(-1)?.message).toBe('models can be listed again');
    discovery.renew();
    expect(asked).toHaveLength(1);
  });

  test('is not taken over where discovery is off or the inferencer is gone', () => {
    const { discovery } = setUp();
    const off = testSettings({ discover: false, models: ['own'] });
    const gone = testSettings();
    discovery.apply([off]);
    for (const settings of [off, gone]) discovery.learn(settings, { found: ['x'], latencyMs: 1 });
    expect([discovery.models(off), discovery.models(gone)]).toEqual([['own'], []]);
    expect(discovery.latencyMs(off)).toBeUndefined();
  });
});
