import { expect, test } from 'vitest';

import type { JsonObject, ToolEntry } from '#core/ports/tools.ts';
import { buildToolIndex, type Offer } from '../../mcp/names/tool-index.ts';
import { fakeRecipe } from '../../testing/fake-recipe-run.ts';
import { createFakeToolServers, text, toolEntry } from '../../testing/fake-tool-servers.ts';
import { createViews } from './own/create-views.ts';
import { createFakeView, type FakeViewSetup, promptEntry } from '../../testing/fake-view.ts';
import { isSafeName } from './own/own-names.ts';
import type { ViewOptions } from './own/view.ts';

const DOTTED: ViewOptions = { toolNames: 'dotted', toolSearch: 'off' };
const UNDERSCORE: ViewOptions = { toolNames: 'underscore', toolSearch: 'off' };

const namesOf = (items: readonly JsonObject[]) => items.map(({ name }) => name);

function create(setup: FakeViewSetup = {}) {
  const view = createFakeView(setup);
  const { viewFor: views, displaced } = createViews(view.parts);
  return { ...view, views, displaced };
}

/** Views over the real index of these servers' tools; `prefix` stands for its entry's. */
function createIndexed(
  servers: Readonly<Record<string, readonly string[]>>,
  prefixes: Readonly<Record<string, Offer['prefix']>> = {},
  recipes = [fakeRecipe({ name: 'counter' })],
) {
  const offers = Object.entries(servers).map(([server, tools]): [string, Offer] => [
    server,
    {
      prefix: prefixes[server],
      tools: tools.map((name) => {
        const tool = { name, description: name, inputSchema: { type: 'object' } };
        return { ...tool, raw: tool };
      }),
    },
  ]);
  const index = buildToolIndex(new Map(offers));
  const { parts, log } = createFakeView({ recipes });
  const tools = { list: () => index.list, find: (name: string) => index.find(name) };
  const { viewFor: views, displaced } = createViews({ ...parts, tools });
  return { index, log, views, displaced };
}

type Indexed = ReturnType<typeof createIndexed>;

/** Every listed tool is found by its name as what it is, and every tool of a server is listed. */
function expectRoundTrip({ views, index }: Indexed, options: ViewOptions): readonly string[] {
  const view = views(options);
  const names = namesOf(view.tools()) as string[];
  expect(new Set(names).size).toBe(names.length);
  const found = names.map((name) => view.findTool(name));
  const entries = found.flatMap((one) => (one?.kind === 'server' ? [one.entry] : []));
  expect(new Set(entries)).toEqual(new Set(index.list));
  expect(found.filter((one) => one?.kind === 'own')).toHaveLength(names.length - entries.length);
  return names;
}

test('own tools come first, servers’ tools as they are', () => {
  const tools = createFakeToolServers({ 'a.one': () => text('1') });
  const { views } = create({ tools, recipes: [fakeRecipe({ name: 'counter' })] });
  const items = views(DOTTED).tools();
  expect(namesOf(items)).toEqual(['chat', 'recipe.counter', 'a.one']);
  expect(items[2]).toBe(tools.list()[0]?.raw);
  const renamed = views(UNDERSCORE).tools();
  expect(namesOf(renamed)).toEqual(['chat', 'recipe__counter', 'a__one']);
  expect(renamed[2]).toEqual({ ...items[2], name: 'a__one' });
});

test('every spelling is found in every view', () => {
  const tools = createFakeToolServers({ 'a.one': () => text('1') });
  const { views } = create({ tools, recipes: [fakeRecipe({ name: 'my recipe' })] });
  const own = namesOf(views(UNDERSCORE).tools())[1] as string;
  for (const options of [DOTTED, UNDERSCORE]) {
    const view = views(options);
    for (const name of ['a.one', 'a__one', 'mcp__a__one']) {
      expect(view.findTool(name)).toEqual({ kind: 'server', entry: tools.list()[0] });
    }
    for (const name of ['recipe.my recipe', own, 'chat']) {
      expect(view.findTool(name)).toMatchObject({ kind: 'own' });
    }
    for (const name of ['', 'a', 'nope', 'recipe.', 'find_tools', 'call_tool', '__proto__']) {
      expect(view.findTool(name)).toBeUndefined();
    }
  }
});

test('names that strict clients would refuse are made safe, whatever servers think of', () => {
  const hostile = [
    'a b',
    'x'.repeat(100),
    'ä',
    '../..',
    '',
    '\u0000',
    'a.b',
    'a_b',
    'a__b',
    '_',
    '-',
  ];
  const indexed = createIndexed(
    {
      s: hostile,
      'a server': hostile,
      a: ['b__c', 'b'],
      a__b: ['c'],
      bare: ['b', 'x y'],
      p: ['q'],
    },
    { bare: false, p: 'other' },
  );
  const names = expectRoundTrip(indexed, UNDERSCORE);
  expect(names.filter((name) => !isSafeName(name))).toEqual([]);
  expect(names).toContain('b');
  expect(names).toContain('other__q');
  expectRoundTrip(indexed, DOTTED);
  const again = createIndexed(
    {
      p: ['q'],
      bare: ['x y', 'b'],
      a__b: ['c'],
      a: ['b', 'b__c'],
      'a server': hostile,
      s: hostile,
    },
    { bare: false, p: 'other' },
  );
  expect(new Set(expectRoundTrip(again, UNDERSCORE))).toEqual(new Set(names));
});

test('our names win; what is pushed aside keeps a name and is reported once', () => {
  const indexed = createIndexed(
    { bare: ['chat', 'recipe__counter', 'fine'], recipe: ['counter'] },
    { bare: false },
  );
  expect(expectRoundTrip(indexed, DOTTED)).toEqual([
    'chat',
    'recipe.counter',
    'bare.chat',
    'fine',
    'mcp__recipe__counter',
    'recipe__counter',
  ]);
  expect(indexed.views(DOTTED).findTool('recipe__counter')).toMatchObject({
    entry: { server: 'bare' },
  });
  expect(expectRoundTrip(indexed, UNDERSCORE)).toEqual([
    'chat',
    'recipe__counter',
    'bare__chat',
    'fine',
    'mcp__recipe__counter',
    'bare__recipe__counter',
  ]);
  indexed.views(DOTTED).tools();
  const reported = indexed.log.lines.map(({ level, facts }) => ({ level, ...facts }));
  expect(reported).toEqual(
    [
      { server: 'bare', item: 'chat' },
      { server: 'recipe', item: 'counter' },
      { server: 'bare', item: 'recipe__counter' },
    ].map((facts) => expect.objectContaining({ level: 'warn', keptServer: 'woollama', ...facts })),
  );
});

test('of a server it is known what clients see under other names', () => {
  const indexed = createIndexed(
    { bare: ['chat', 'find_tools', 'fine'], recipe: ['counter'] },
    { bare: false },
  );
  expect(indexed.displaced('bare')).toEqual([]);
  indexed.views(DOTTED);
  const chat = { kind: 'tool', server: 'bare', item: 'chat', keptServer: 'woollama' };
  expect(indexed.displaced('bare')).toEqual([{ ...chat, shownAs: 'bare.chat' }]);
  indexed.views({ ...DOTTED, toolSearch: 'on' });
  expect(indexed.displaced('bare')).toMatchObject([
    { item: 'chat' },
    { item: 'find_tools', shownAs: 'bare.find_tools' },
  ]);
  expect(indexed.displaced('recipe')).toMatchObject([
    { item: 'counter', shownAs: 'mcp__recipe__counter' },
  ]);
});

test('lists stay the same objects until something changes, for all with the same wishes', () => {
  const tools = createFakeToolServers({ 'a.one': () => text('1') });
  const { views, state } = create({ tools, prompts: [promptEntry('a.p')] });
  const view = views(DOTTED);
  expect(views({ ...DOTTED })).toBe(view);
  const first = { tools: view.tools(), prompts: view.prompts() };
  expect({ tools: view.tools(), prompts: view.prompts() }).toEqual(first);
  expect(view.tools()).toBe(first.tools);
  expect(view.prompts()).toBe(first.prompts);

  tools.add(toolEntry('a.two'), () => text('2'));
  const second = view.tools();
  expect(namesOf(second)).toEqual(['chat', 'a.one', 'a.two']);
  expect(view.prompts()).toBe(first.prompts);

  state.prompts = [...state.prompts, promptEntry('a.q')];
  expect(namesOf(view.prompts())).toEqual(['a.p', 'a.q']);
  expect(view.tools()).toBe(second);

  state.recipes = [fakeRecipe({ name: 'new' })];
  expect(namesOf(view.tools())).toEqual(['chat', 'recipe.new', 'a.one', 'a.two']);
  expect(namesOf(view.prompts())).toEqual(['new', 'a.p', 'a.q']);
  expect(view.findTool('recipe__new')).toMatchObject({ kind: 'own' });
  expect(view.tools()).toBe(view.tools());
});

test('prompts are found where they come from; ours win and are reported', () => {
  const { views, displaced, log } = create({
    recipes: [fakeRecipe({ name: 'counter' }), fakeRecipe({ name: 'a.p' })],
    prompts: [promptEntry('a.p'), promptEntry('a.q'), promptEntry('counter', 'bare')],
  });
  const view = views(DOTTED);
  expect(namesOf(view.prompts())).toEqual(['a.p', 'counter', 'a__p', 'a.q', 'bare.counter']);
  expect(view.findPrompt('counter')).toMatchObject({ kind: 'own' });
  for (const name of ['a__p', 'a.q', 'bare.counter']) {
    expect(view.findPrompt(name)).toMatchObject({ kind: 'server' });
  }
  expect(view.findPrompt('nope')).toBeUndefined();
  const own = view.findPrompt('a.p');
  expect(own?.kind === 'own' && own.prompt.get({})).toMatchObject({ ok: true });
  view.prompts();
  views(UNDERSCORE).prompts();
  expect(log.lines.map(({ facts }) => facts)).toMatchObject([
    { kind: 'prompt', server: 'a', item: 'p' },
    { kind: 'prompt', server: 'bare', item: 'counter' },
  ]);
  expect(displaced('a')).toMatchObject([{ item: 'p', shownAs: 'a__p', keptServer: 'woollama' }]);
});

test('a prompt that can have no name of its own is left out', () => {
  const names = ['a.p', 'a__p'];
  const { views, displaced } = create({
    recipes: names.map((name) => fakeRecipe({ name })),
    prompts: [promptEntry('a.p')],
  });
  expect(namesOf(views(DOTTED).prompts())).toEqual(names);
  expect(displaced('a')).toEqual([
    { kind: 'prompt', server: 'a', item: 'p', keptServer: 'woollama' },
  ]);
});

test('many tools are named quickly', () => {
  const servers = Object.fromEntries(
    Array.from({ length: 40 }, (_, at) => [
      `server${at}`,
      Array.from({ length: 50 }, (_, tool) => `do_thing_${tool}`),
    ]),
  );
  const { views, index } = createIndexed(servers);
  const begin = performance.now();
  const items = views(UNDERSCORE).tools();
  // Printed, not asserted: other work on the machine is none of this test's business.
  process.stdout.write(`2,000 tools named in ${(performance.now() - begin).toFixed(1)} ms\n`);
  const list: readonly ToolEntry[] = index.list;
  expect(items).toHaveLength(list.length + 2);
});
