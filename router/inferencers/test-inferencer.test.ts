import { describe, expect, test } from 'vitest';

import { inferencerEntry } from '#contract/config.ts';
import { createFakeEventLog } from '../testing/fake-event-log.ts';
import { createFakeLog } from '../testing/fake-log.ts';
import { createInferencers } from './create-inferencers.ts';
import { html, json, startFakeUpstream, type FakeReply } from './fixtures/fake-upstream.ts';

const KEY = 'sk-canary-0123456789';
const never = (): AbortSignal => new AbortController().signal;

/** One inferencer `far` whose key is `FAR_KEY`, before a server that answers `reply`. */
async function setUp(reply: FakeReply | 'silent' | 'hang-up', entry: object = {}) {
  const fake = await startFakeUpstream();
  fake.on('/v1/models', reply);
  const log = createFakeLog();
  const env: Record<string, string | undefined> = { FAR_KEY: KEY };
  const stored = new Set<string>();
  const inferencers = createInferencers({
    env: () => env,
    ollamaUrl: 'http://127.0.0.1:1',
    demoEnabled: true,
    logger: log,
    events: createFakeEventLog(),
    version: '1.2.3',
    isStored: (name) => stored.has(name),
  });
  const far = { base_url: `${fake.origin}/v1`, api_key_env: 'FAR_KEY', discover: false, ...entry };
  inferencers.apply(new Map([['far', inferencerEntry.parse(far)]]));
  const status = () => inferencers.status().find(({ name }) => name === 'far');
  return {
    fake,
    env,
    log,
    stored,
    inferencers,
    status,
    async [Symbol.asyncDispose]() {
      await inferencers.stop();
      await fake.close();
    },
  };
}

const models = json({ data: [{ id: 'b' }, { id: 'a' }] });

describe('a test of an inferencer', () => {
  test('lists its models with the real key, also where discovery is off', async () => {
    await using far = await setUp(models, { model_patterns: ['nothing'] });
    expect(await far.inferencers.test('far', never())).toEqual({
      ok: true,
      latencyMs: expect.any(Number),
      models: ['a', 'b'],
      problem: null,
    });
    expect(far.fake.requests[0]?.headers.authorization).toBe(`Bearer ${KEY}`);
    expect(far.status()).toMatchObject({ models: 0 });
    expect(far.status()).not.toHaveProperty('latencyMs');
  });

  test('is told to the list of models where discovery is on', async () => {
    await using far = await setUp(json({ error: 'later' }, 503), { discover: true });
    await far.inferencers.refresh();
    expect(far.status()?.problem).toContain('503');
    far.fake.on('/v1/models', models);
    const result = await far.inferencers.test('far', never());
    expect(far.status()).toMatchObject({ models: 2, latencyMs: result?.latencyMs });
    expect(far.status()).not.toHaveProperty('problem');
  });

  test('of a name nobody has is none, and the demo always answers', async () => {
    await using far = await setUp(models);
    expect(await far.inferencers.test('nobody', never())).toBeUndefined();
    const demo = await far.inferencers.test('demo', never());
    expect(demo).toEqual({ ok: true, latencyMs: 0, models: ['echo', 'tools'], problem: null });
  });

  test('ends when whoever asked goes away', async () => {
    await using far = await setUp('silent');
    const controller = new AbortController();
    const asked = far.inferencers.test('far', controller.signal);
    controller.abort();
    await expect(asked).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});

describe('the problem', () => {
  test.each([
    [
      'a refused key',
      json({ error: { message: `bad ${KEY}` } }, 401),
      {},
      'refused the key $FAR_KEY (401)',
    ],
    [
      'a refused literal key',
      json({}, 401),
      { api_key_env: undefined, api_key: KEY },
      'refused the key (401)',
    ],
    ['a missing key', json({}, 401), { api_key_env: undefined }, 'wants a key (401)'],
    ['an error page', html('Bad gateway', 502), {}, 'answered 502: Bad gateway'],
    [
      'a wrong address',
      json({ error: { message: 'no such path' } }, 404),
      {},
      'is its base_url right?',
    ],
    ['no JSON', html('Welcome', 200), {}, 'no list of models'],
    ['JSON of another kind', json({ hello: 1 }), {}, 'no list of models'],
    [
      'a redirect',
      { status: 302, headers: { location: '/login' } },
      {},
      'points elsewhere to /login',
    ],
    ['a closed connection', 'hang-up' as const, {}, 'cannot be reached'],
  ])('of %s is told in plain words', async (...row) => {
    const [, reply, entry, words] = row;
    await using far = await setUp(reply, entry);
    const result = await far.inferencers.test('far', never());
    expect(result).toMatchObject({
      ok: false,
      models: [],
      problem: expect.stringContaining(words),
    });
    expect(JSON.stringify([result, far.log.lines])).not.toContain('canary');
  });

  test('of a server that is not there names the address', async () => {
    await using far = await setUp(models, { base_url: 'http://127.0.0.1:1/v1' });
    const result = await far.inferencers.test('far', never());
    expect(result?.problem).toContain('at 127.0.0.1:1 cannot be reached: connection refused');
  });

  test('of a key that is not set names its variable, and nobody is asked', async () => {
    await using far = await setUp(models);
    far.env['FAR_KEY'] = undefined;
    const result = await far.inferencers.test('far', never());
    expect(result).toMatchObject({ ok: false, problem: expect.stringContaining('$FAR_KEY') });
    expect(far.fake.requests).toEqual([]);
  });

  test('holds no key that an upstream repeats, nor does the status', async () => {
    const reply = json({ error: { message: `API key not valid: ${KEY}.` } }, 400);
    await using far = await setUp(reply, { discover: true });
    await far.inferencers.refresh();
    const result = await far.inferencers.test('far', never());
    const problem = expect.stringContaining('answered 400: API key not valid: [secret].');
    expect([result, far.status()]).toMatchObject([{ problem }, { problem }]);
  });
});

test('the status tells whether a key is stored, from the environment or missing', async () => {
  await using far = await setUp(models);
  expect(far.status()).toMatchObject({ key: 'environment', keyName: 'FAR_KEY' });
  far.stored.add('FAR_KEY');
  expect(far.status()).toMatchObject({ key: 'stored', keyName: 'FAR_KEY' });
  far.env['FAR_KEY'] = undefined;
  expect(far.status()).toMatchObject({ key: 'missing', keyName: 'FAR_KEY' });
});
