import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { ServerEntry } from '#contract/config.ts';
import { featured, Harness, recordingLogger, textOf } from './fixtures/harness.ts';
import { OfferCache } from './servers/offer-cache.ts';
import { NO_OFFER } from './offers/server-offer.ts';

let stateDir: string;
let harness = new Harness();

beforeEach(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'woollama-offers-'));
});
afterEach(async () => {
  await harness.tools.stop();
  await rm(stateDir, { recursive: true });
});

function start(options: ConstructorParameters<typeof Harness>[0] = {}): Harness {
  harness = new Harness({ stateDir, ...options });
  return harness;
}

/** A first life, in which the lists become known. */
async function remember(entry = featured(['--slow', '50'])): Promise<void> {
  start().apply({ a: entry });
  await harness.reached('a', 'connected');
  await harness.tools.stop();
}

describe('what servers offered last', () => {
  test('is listed at once, while they start, and calls wait for them', async () => {
    await remember();
    const { tools } = start();
    harness.apply({ a: featured(['--slow', '50']) });
    expect(harness.status('a')).toMatchObject({ state: 'starting', tools: 0 });
    expect(tools.list().length).toBeGreaterThan(10);
    expect(tools.aggregator.findPrompt('a.greet')).toBeDefined();
    expect(tools.aggregator.resources()).toHaveLength(2);
    const [list, prompts] = [tools.list(), tools.aggregator.prompts()];
    const told = harness.news.length;
    expect(textOf(await harness.call('a.echo'))).toBe('echo');
    expect(harness.status('a').state).toBe('connected');
    expect(tools.list()).toBe(list);
    expect(tools.aggregator.prompts()).toBe(prompts);
    expect(harness.news).toHaveLength(told);
  });

  test('is replaced when they offer something else, with news', async () => {
    await remember();
    start().apply({ a: featured(['--slow', '50']) });
    const path = join(stateDir, 'offers.json');
    const text = await readFile(path, 'utf8');
    await harness.tools.stop();
    await writeFile(path, text.replaceAll('"greet"', '"outdated"'));
    const { tools } = start();
    harness.apply({ a: featured(['--slow', '50']) });
    expect(tools.aggregator.findPrompt('a.outdated')).toBeDefined();
    await harness.reached('a', 'connected');
    expect(tools.aggregator.prompts().map(({ name }) => name)).toEqual(['a.greet']);
    expect(harness.news.at(-1)).toEqual({ kind: 'prompts-changed' });
  });

  test('vanishes when they cannot be started, and calls say why', async () => {
    const entry = featured(['--slow', '50'], { cwd: stateDir });
    await remember(entry);
    const broken = { ...entry, args: ['-e', 'process.exit(4)'] };
    const path = join(stateDir, 'offers.json');
    // The same launch as far as the file knows.
    const text = await readFile(path, 'utf8');
    start().apply({ a: broken });
    expect(harness.tools.list()).toEqual([]);
    await harness.tools.stop();
    await writeFile(path, text.replace(/"launch":"[^"]*"/, `"launch":"${await launchOf(broken)}"`));
    start({ limits: { connectTimeoutMs: 4000, callTimeoutMs: 5000, retryMaxMs: 0 } });
    harness.apply({ a: broken });
    await expect(harness.call('a.echo')).rejects.toMatchObject({
      code: 'TOOLS_UNAVAILABLE',
      message: expect.stringContaining('exited with code 4'),
    });
    expect(harness.tools.list()).toEqual([]);
    expect(harness.tools.aggregator.prompts()).toEqual([]);
  });

  test('of a removed server is forgotten', async () => {
    await remember();
    start().apply({ a: featured(['--slow', '50']) });
    harness.apply({});
    expect(harness.tools.list()).toEqual([]);
    await harness.tools.stop();
    expect(await readFile(join(stateDir, 'offers.json'), 'utf8')).toBe('{"servers":{}}');
  });

  test('is kept without secrets, for the owner only', async () => {
    start({ mask: (text) => text.replaceAll('memo://one', '[secret]') });
    harness.apply({ a: featured([], { env: { TOKEN: 'tok-12345678' } }) });
    await harness.reached('a', 'connected');
    await harness.tools.stop();
    const path = join(stateDir, 'offers.json');
    const text = await readFile(path, 'utf8');
    expect(text).toContain('"greet"');
    expect(text).not.toMatch(/tok-12345678|memo:\/\/one"/);
    if (process.platform !== 'win32') expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  test.each(['', 'not json', '[]', '{"servers":{"a":7}}', '{"servers":{"a":{"launch":1}}}'])(
    'in a file like %j is nothing',
    async (text) => {
      await writeFile(join(stateDir, 'offers.json'), text);
      start().apply({ a: featured() });
      expect(harness.tools.list()).toEqual([]);
      await harness.reached('a', 'connected');
    },
  );
});

test('a call that waits for a server which is replaced meanwhile goes to the new one', async () => {
  await remember(featured(['--slow', '50']));
  start().apply({ a: featured(['--slow', '50']) });
  const call = harness.call('a.echo');
  harness.tools.restart('a');
  expect(textOf(await call)).toBe('echo');
  expect(harness.status('a').restarts).toBe(0);
});

test('a call that waits for a starting server can be cancelled', async () => {
  await remember(featured(['--slow', '50']));
  start().apply({ a: featured(['--slow', '50']) });
  const call = harness.call('a.echo', {}, { signal: AbortSignal.timeout(1) });
  await expect(call).rejects.toMatchObject({ code: 'CANCELLED' });
});

/** As a first life of that entry would have written it. */
async function launchOf(entry: ServerEntry): Promise<string> {
  const dir = await mkdtemp(join(stateDir, 'launch-'));
  const mask = (text: string): string => text;
  const cache = new OfferCache({ stateDir: dir, mask, logger: recordingLogger() });
  cache.put('a', entry, NO_OFFER);
  await cache.stop();
  const text = await readFile(join(dir, 'offers.json'), 'utf8');
  return /"launch":"([^"]*)"/.exec(text)?.[1] ?? '';
}
