import { afterEach, describe, expect, test } from 'vitest';

import { featured, Harness } from './fixtures/harness.ts';

let harness = new Harness();

afterEach(() => harness.tools.stop());

async function start(
  servers: Parameters<Harness['apply']>[0],
  options: ConstructorParameters<typeof Harness>[0] = {},
): Promise<Harness> {
  harness = new Harness(options);
  harness.apply(servers);
  for (const server of Object.keys(servers)) await harness.reached(server, 'connected');
  return harness;
}

describe('lists', () => {
  test('hold everything the servers said, renamed', async () => {
    const { tools } = await start({ 'My Notes': featured(), b: featured(['--prompts', 'x,y']) });
    const { aggregator } = tools;
    expect(aggregator.prompts().map(({ name }) => name)).toEqual(['My Notes.greet', 'b.x', 'b.y']);
    expect(aggregator.prompts()[1]).toEqual({
      server: 'b',
      prompt: 'x',
      name: 'b.x',
      raw: { name: 'b.x', icons: [], arguments: [{ name: 'who' }] },
    });
    expect(aggregator.resources().map(({ raw }) => raw)).toEqual([
      { uri: 'b+memo://one', name: 'memo://one', size: 3 },
      { uri: 'my-notes+memo://one', name: 'memo://one', size: 3 },
      { uri: 'ui://page', name: 'ui://page', size: 3 },
    ]);
    expect(aggregator.templates()[0]).toMatchObject({
      uri: 'b+memo://{name}',
      raw: { uriTemplate: 'b+memo://{name}', name: 'memo' },
    });
    expect(tools.find('b.echo')?.raw).toEqual({
      name: 'b.echo',
      title: 'Echo',
      icons: [{ src: 'data:,' }],
      _meta: { own: 1 },
      unknownKey: true,
      inputSchema: { type: 'object' },
    });
  });

  test('find prompts by every spelling', async () => {
    const { aggregator } = (await start({ a: featured(), b: featured([], { prefix: 'p' }) })).tools;
    for (const name of ['a.greet', 'a__greet']) {
      expect(aggregator.findPrompt(name)?.name).toBe('a.greet');
    }
    for (const name of ['p.greet', 'p__greet', 'b.greet']) {
      expect(aggregator.findPrompt(name)?.server).toBe('b');
    }
    expect(aggregator.findPrompt('greet')).toBeUndefined();
  });

  test('report collisions, also in the log and for the owner', async () => {
    const { tools, logged } = await start({
      a: featured([], { prefix: false }),
      b: featured([], { prefix: false }),
    });
    const { aggregator } = tools;
    expect(aggregator.prompts()).toMatchObject([{ server: 'a', name: 'greet' }]);
    const collisions = aggregator.collisions().filter(({ kind }) => kind !== 'tool');
    expect(collisions).toEqual([
      { kind: 'prompt', server: 'b', item: 'greet', keptServer: 'a' },
      { kind: 'resource', server: 'b', item: 'memo://one', keptServer: 'a' },
      { kind: 'resource', server: 'b', item: 'ui://page', keptServer: 'a' },
      { kind: 'template', server: 'b', item: 'memo://{name}', keptServer: 'a' },
    ]);
    expect(aggregator.collisions()).toContainEqual({
      kind: 'tool',
      server: 'b',
      item: 'echo',
      keptServer: 'a',
    });
    expect(tools.features('b')?.collisions).toContain('greet');
    expect(tools.features('a')?.collisions).toEqual([]);
    expect(logged.filter(({ message }) => message.startsWith('prompt left out'))).toHaveLength(1);
  });

  test('are read again when the server says so, and told about', async () => {
    const { tools, news, published } = await start({ a: featured() });
    const { aggregator } = tools;
    const [before, told] = [aggregator.prompts(), news.length];
    await harness.call('a.grow', { prompt: 'fresh', uri: 'memo://fresh' });
    await harness.until('prompt', () => aggregator.findPrompt('a.fresh') !== undefined);
    await harness.until('resource', () => aggregator.resources().length === 3);
    expect(aggregator.prompts()).not.toBe(before);
    expect(
      news
        .slice(told)
        .map(({ kind }) => kind)
        .toSorted(),
    ).toEqual(['prompts-changed', 'resources-changed']);
    expect(published).toContainEqual({ kind: 'features-changed', server: 'a' });
    expect(aggregator.prompts()).toBe(aggregator.prompts());
  });

  test('of prompts that cannot be had leave the rest alone', async () => {
    const { tools, logged } = await start({ a: featured(['--broken-prompts']) });
    expect(tools.aggregator.prompts()).toEqual([]);
    expect(tools.aggregator.resources()).toHaveLength(2);
    expect(tools.find('a.echo')).toBeDefined();
    const warnings = logged.filter(({ message }) => message.includes('could not be read'));
    expect(warnings).toMatchObject([{ facts: { list: 'prompts' } }]);
    await harness.call('a.mend');
    await harness.until('prompts', () => tools.aggregator.prompts().length === 1);
  });

  test('are not asked for where the server has none', async () => {
    const { tools } = await start({ a: featured(['--plain']) });
    expect(tools.aggregator.prompts()).toEqual([]);
    expect((await harness.facts('a'))['methods']).toEqual([
      'initialize',
      'notifications/initialized',
    ]);
  });

  test('vanish with their server', async () => {
    const { tools, news } = await start({ a: featured() });
    harness.apply({});
    expect(tools.aggregator.prompts()).toEqual([]);
    expect(tools.aggregator.resources()).toEqual([]);
    expect(news.at(-1)).toEqual({ kind: 'resources-changed' });
    expect(tools.features('a')).toBeUndefined();
  });
});

describe('for the owner', () => {
  test('a server tells its protocol, its program and what it has', async () => {
    const { tools } = await start({ a: featured() });
    expect(harness.status('a')).toMatchObject({
      protocol: '2025-11-25',
      program: { name: 'featured', version: '2.1' },
      prompts: 1,
      resources: 3,
    });
    expect(tools.features('a')).toMatchObject({
      instructions: 'Use it well',
      prompts: [{ name: 'a.greet', arguments: [{ name: 'who', required: false }] }],
      resources: [
        { uri: 'a+memo://one', isTemplate: false },
        { uri: 'ui://page', isTemplate: false },
        { uri: 'a+memo://{name}', isTemplate: true },
      ],
    });
    expect(tools.features('a')?.capabilities).toEqual([
      'completions',
      'logging',
      'prompts.listChanged',
      'resources.listChanged',
      'resources.subscribe',
      'tasks.cancel',
      'tasks.list',
      'tasks.requests.tools.call',
      'tools.listChanged',
    ]);
  });

  test('the cost of the permitted tools is known, and follows an edit', async () => {
    await start({ a: featured() });
    const all = harness.status('a').schemaTokens ?? 0;
    expect(all).toBeGreaterThan(100);
    harness.apply({ a: featured([], { tools: { allow: ['echo'] } }) });
    expect(harness.status('a').schemaTokens).toBeLessThan(all / 4);
    harness.apply({ a: featured([], { disabled: true }) });
    expect(harness.status('a')).not.toHaveProperty('schemaTokens');
  });
});
