import { Ajv } from 'ajv';
import { expect, test } from 'vitest';

import type { JsonObject, ToolEntry } from '#core/ports/tools.ts';
import { fakeRecipe } from '#testing/fake-recipe-run.ts';
import { createFakeToolServers, text, toolEntry } from '#testing/fake-tool-servers.ts';
import { createViews } from './create-views.ts';
import { createFakeView, textOf } from '#testing/fake-view.ts';
import { MANY_TOOLS } from './fixtures/many-tools.ts';
import type { ViewOptions } from './view.ts';

const namesOf = (items: readonly JsonObject[]) => items.map(({ name }) => name);

function create(entries: readonly ToolEntry[] = MANY_TOOLS, options: Partial<ViewOptions> = {}) {
  const tools = createFakeToolServers();
  for (const entry of entries) tools.add(entry, () => text('called'));
  const fake = createFakeView({ tools, recipes: [fakeRecipe({ name: 'counter' })] });
  const { viewFor: views } = createViews(fake.parts);
  const view = views({ toolNames: 'dotted', toolSearch: 'on', ...options });
  async function find(args: JsonObject): Promise<JsonObject> {
    const found = view.findTool('find_tools');
    if (found?.kind !== 'own') throw new Error('no find_tools');
    return found.tool.call(args, fake.scope());
  }
  async function names(args: JsonObject): Promise<unknown[]> {
    const { structuredContent } = await find(args);
    return namesOf((structuredContent as { tools: JsonObject[] }).tools);
  }
  return { ...fake, tools, views, view, find, names };
}

test('only our own tools are listed, but all are found', () => {
  const { view } = create();
  expect(namesOf(view.tools())).toEqual(['chat', 'recipe.counter', 'find_tools', 'call_tool']);
  expect(view.findTool('github.create_issue')).toMatchObject({ kind: 'server' });
  expect(view.findTool('github__create_issue')).toMatchObject({ kind: 'server' });
});

test.each([
  ['on', 0, true],
  ['auto', 59, false],
  ['auto', 60, true],
  ['off', 67, false],
] as const)('with %s and %d tools: %s', (toolSearch, count, searching) => {
  const { view } = create(MANY_TOOLS.slice(0, count), { toolSearch });
  expect(namesOf(view.tools()).includes('find_tools')).toBe(searching);
  expect(view.tools()).toHaveLength(searching ? 4 : 2 + count);
});

test('an answer holds what is needed to call, as text and as data', async () => {
  const { find } = create();
  const result = await find({ query: 'create issue', limit: 2 });
  expect(result['structuredContent']).toEqual({
    tools: [
      {
        name: 'github.create_issue',
        description: 'Create a new issue in a GitHub repository',
        inputSchema: MANY_TOOLS[0]?.inputSchema,
        server: 'github',
        score: expect.any(Number),
      },
      expect.objectContaining({ server: 'github' }),
    ],
    total: expect.any(Number),
  });
  expect(textOf(result)).toContain('github.create_issue: Create a new issue');
  expect(textOf(result)).toContain('"milestone":{}');
});

test('an answer is as its schema says, for clients of any age', async () => {
  const { view, find } = create();
  const raw = view.tools().find(({ name }) => name === 'find_tools');
  // As the first SDK reads schemas, which knows draft 7 only.
  const check = new Ajv().compile(raw?.['outputSchema'] as object);
  const { structuredContent } = await find({ query: 'read file' });
  expect(check(structuredContent)).toBe(true);
  expect(check({ tools: [{}], total: 1 })).toBe(false);
});

test('names are those of the view', async () => {
  const { names } = create(MANY_TOOLS, { toolNames: 'underscore' });
  expect((await names({ query: 'create issue' }))[0]).toBe('github__create_issue');
});

test('limits hold, whatever is asked for', async () => {
  const { names } = create();
  const count = async (limit: unknown) => (await names({ query: 'file', limit })).length;
  expect(await count(undefined)).toBe(8);
  expect(await count(3.9)).toBe(3);
  expect(await count(-5)).toBe(1);
  expect(await count('5')).toBe(8);
  expect((await names({ query: '', limit: 1e9 })).length).toBe(30);
});

test('one server can be searched, or looked through', async () => {
  const { names, find } = create();
  expect(await names({ query: 'list', server: 'slack' })).toContain('slack.slack_list_channels');
  expect(await names({ query: ' ', server: 'memory' })).toEqual([
    'memory.create_entities',
    'memory.delete_entities',
    'memory.search_nodes',
  ]);
  const refused = await find({ query: 'x', server: 'nope' });
  expect(refused).toMatchObject({ isError: true });
  expect(textOf(refused)).toContain('github (22)');
});

test('nothing found is told with where else to look', async () => {
  const { find } = create();
  const result = await find({ query: 'xyzzy' });
  expect(result['structuredContent']).toEqual({ tools: [], total: 0 });
  expect(textOf(result)).toContain('no tool matches; servers and their tools: github (22)');
  expect(await find({ query: 7 })).toMatchObject({ isError: true });
});

test('no answer is larger than a model can bear', async () => {
  const huge = Array.from({ length: 40 }, (_, at) => ({
    ...toolEntry(`s.big_${at}`, { type: 'object', description: 'y'.repeat(2_900) }),
    description: `big ${'😀'.repeat(50_000)}`,
  }));
  const { find } = create(huge);
  const result = await find({ query: 'big', limit: 30 });
  const { tools, total } = result['structuredContent'] as { tools: JsonObject[]; total: number };
  expect(total).toBe(40);
  expect(tools.length).toBeGreaterThan(5);
  expect(JSON.stringify(tools).length).toBeLessThan(25_000);
  expect(textOf(result).length).toBeLessThan(25_000);
  expect(String(tools[0]?.['description'])).toHaveLength(300);
});

test('a tool that alone is too large is left out, and its name is no hint', async () => {
  const name = `s.big_${'x'.repeat(100_000)}`;
  const { names, view } = create([toolEntry(name), toolEntry('s.big')]);
  expect(await names({ query: 'big' })).toEqual(['s.big']);
  const found = view.findTool('call_tool');
  expect(found?.kind === 'redirect' && found.resolve({ name: 's.bi' })).toEqual({
    problem: "unknown tool 's.bi'; the nearest are: s.big",
  });
});

test('what comes and goes is found and not found any more', async () => {
  const { names, tools } = create();
  expect(await names({ query: 'weather forecast' })).toEqual([]);
  tools.add(toolEntry('sky.weather_forecast'), () => text('rain'));
  expect((await names({ query: 'weather forecast' }))[0]).toBe('sky.weather_forecast');
});

function resolve(name: unknown, args?: unknown) {
  const found = create().view.findTool('call_tool');
  if (found?.kind !== 'redirect') throw new Error('no call_tool');
  return found.resolve({ name, arguments: args });
}

test.each([
  ['github.create_issue', { title: 'a' }, { title: 'a' }],
  ['github__create_issue', undefined, {}],
  ['github.create_issue', null, {}],
  ['github.create_issue', '{"title":"a"}', { title: 'a' }],
  ['github.create_issue', '', {}],
])('call_tool stands for %s with %j', (name, given, args) => {
  expect(resolve(name, given)).toEqual({ found: { kind: 'server', entry: MANY_TOOLS[0] }, args });
});

test('call_tool reaches our own tools, too, but not itself', () => {
  expect(resolve('recipe.counter')).toMatchObject({ found: { kind: 'own' } });
  expect(resolve('find_tools')).toMatchObject({ found: { kind: 'own' } });
  expect(resolve('call_tool')).toEqual({ problem: 'call_tool cannot call itself' });
});

test.each([
  [
    'github.create_isue',
    "unknown tool 'github.create_isue'; the nearest are: github.create_issue, ",
  ],
  ['x'.repeat(9_000), `unknown tool '${'x'.repeat(100)}'`],
  ['', "unknown tool ''"],
  [7, "requires a text as 'name'"],
])('call_tool says what is wrong with the name %j', (name, problem) => {
  expect(resolve(name)).toMatchObject({ problem: expect.stringContaining(problem) });
});

test('three names are offered in place of a wrong one', () => {
  const { problem } = resolve('readFile') as { problem: string };
  expect(problem.split('nearest are: ')[1]?.split(', ')).toHaveLength(3);
  expect(problem).toContain('filesystem.read_');
});

test.each([7, [], ['a'], '[1]', '"a"', '{"a"', true])(
  'call_tool refuses the arguments %j',
  (given) => {
    expect(resolve('github.create_issue', given)).toMatchObject({
      problem: expect.stringContaining("'arguments'"),
    });
  },
);

test('a server’s own find_tools is pushed aside only while ours is there', () => {
  const bare = { ...toolEntry('s.find_tools'), name: 'find_tools', raw: { name: 'find_tools' } };
  const { views, log } = create([bare]);
  const off = views({ toolNames: 'dotted', toolSearch: 'off' });
  expect(off.findTool('find_tools')).toMatchObject({ kind: 'server' });
  expect(log.lines).toEqual([]);
  const on = views({ toolNames: 'dotted', toolSearch: 'on' });
  expect(on.findTool('find_tools')).toMatchObject({ kind: 'own' });
  on.tools();
  expect(log.lines).toHaveLength(1);
});
