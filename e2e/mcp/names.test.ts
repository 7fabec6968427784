/** What is listed can be used by the name it is listed under, whoever it comes from. */
import { afterEach, expect, test } from 'vitest';

import type { Json } from './fixtures/fixture-tool.ts';
import { connectRaw, Refusal, type Era, type RawClient } from './fixtures/raw-client.ts';
import {
  startRouted,
  stdioFixture,
  type Routed,
  type RoutedOptions,
  type ServerEntries,
} from './fixtures/routed.ts';
import { openHttpWire } from './fixtures/wires.ts';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

async function open(
  servers: ServerEntries,
  options?: RoutedOptions,
  era: Era = '2025-11-25',
): Promise<{ routed: Routed; client: RawClient }> {
  const routed = await startRouted(servers, options);
  closers.push(() => routed.stop());
  const wire = openHttpWire({ origin: routed.router.origin });
  const client = await connectRaw(wire, { era });
  closers.push(() => client.close());
  return { routed, client };
}

/** The values of one key in a list, of the fixtures only. */
async function listed(client: RawClient, method: string, key: string): Promise<string[]> {
  const items = Object.values(await client.request(method)).find(Array.isArray) as readonly Json[];
  return items.map((item) => String(item[key]));
}

const textOf = (result: Json) => JSON.stringify(result);

test('three servers with the same items: every name leads back to its own', async () => {
  const { client } = await open({
    plain: stdioFixture(),
    'with-dash': stdioFixture(),
    other: stdioFixture({ prefix: 'renamed' }),
  });
  const tools = await listed(client, 'tools/list', 'name');
  expect(new Set(tools).size).toBe(tools.length);
  for (const prefix of ['plain', 'with-dash', 'renamed'])
    for (const name of [`${prefix}.test_simple_text`, `${prefix}__test_simple_text`]) {
      const result = await client.request('tools/call', { name, arguments: {} });
      expect(textOf(result)).toContain('simple text response');
    }
  const uris = await listed(client, 'resources/list', 'uri');
  expect(new Set(uris).size).toBe(uris.length);
  expect(uris.filter((uri) => uri.endsWith('test://static-text'))).toHaveLength(3);
  for (const uri of uris) {
    const { contents } = await client.request('resources/read', { uri });
    expect((contents as Json[]).map((each) => each['uri'])).toEqual([uri]);
  }
  const prompts = await listed(client, 'prompts/list', 'name');
  expect(new Set(prompts).size).toBe(prompts.length);
  for (const prefix of ['plain', 'with-dash', 'renamed'])
    for (const name of [`${prefix}.test_simple_prompt`, `${prefix}__test_simple_prompt`]) {
      expect(prompts).toContain(`${prefix}.test_simple_prompt`);
      const got = await client.request('prompts/get', { name });
      expect(textOf(got)).toContain('a simple prompt');
    }
});

test('a server without a prefix keeps its own names; what another one has already is reported', async () => {
  const { routed, client } = await open({
    first: stdioFixture({ prefix: false }),
    second: stdioFixture({ prefix: false }),
  });
  const tools = await listed(client, 'tools/list', 'name');
  expect(tools.filter((name) => name === 'test_simple_text')).toHaveLength(1);
  expect(await listed(client, 'prompts/list', 'name')).toContain('test_simple_prompt');
  const { contents } = await client.request('resources/read', { uri: 'test://static-text' });
  expect((contents as Json[])[0]?.['uri']).toBe('test://static-text');
  const features = await Promise.all(
    ['first', 'second'].map((name) => routed.control.call('servers.features', { name })),
  );
  const collisions = features.map((each) => each.collisions.length);
  expect(collisions[0]).toBe(0);
  expect(features[1]?.collisions.join('\n')).toContain('test_simple_prompt');
});

test('names without dots, for clients that choke on them', async () => {
  const { client } = await open(
    { plain: stdioFixture() },
    { env: { WOOLLAMA_TOOL_NAMES: 'underscore' } },
  );
  const tools = await listed(client, 'tools/list', 'name');
  expect(tools).toContain('plain__test_simple_text');
  expect(tools.filter((name) => name.includes('.'))).toEqual([]);
  for (const name of ['plain__test_simple_text', 'plain.test_simple_text']) {
    const result = await client.request('tools/call', { name, arguments: {} });
    expect(textOf(result)).toContain('simple text response');
  }
});

test.each([
  { era: '2025-11-25', code: -32_002 },
  { era: '2026-07-28', code: -32_602 },
] as const)('what nobody has is refused as such in $era', async ({ era, code }) => {
  const { client } = await open({ plain: stdioFixture() }, {}, era);
  const refusal = (method: string, params: Json) =>
    client.request(method, params).catch((error: unknown) => error);
  const tool = await refusal('tools/call', { name: 'plain.nothing', arguments: {} });
  const prompt = await refusal('prompts/get', { name: 'plain.nothing' });
  const resource = await refusal('resources/read', { uri: 'nobody+test://static-text' });
  for (const error of [tool, prompt, resource]) expect(error).toBeInstanceOf(Refusal);
  expect(tool).toMatchObject({ code: -32_602 });
  expect(prompt).toMatchObject({ code: -32_602 });
  expect(resource).toMatchObject({ code, message: 'Resource not found' });
});

test("a recipe's prompt proposes what its variables may be", async () => {
  const recipes = `
[recipes.letter]
inferencer = "demo/tools"
tools = []
system = "Write in {{tone}} words to {{who}}."

[recipes.letter.variables.tone]
default = "kind"
choices = ["short", "kind", "sober"]
`;
  const { client } = await open({}, { files: { 'recipes.toml': recipes } });
  const complete = async (name: string, value: string) => {
    const ref = { type: 'ref/prompt', name: 'letter' };
    const params = { ref, argument: { name, value } };
    return (await client.request('completion/complete', params))['completion'];
  };
  const values = ['kind', 'short', 'sober'];
  expect(await complete('tone', '')).toEqual({ values, total: 3, hasMore: false });
  expect(await complete('tone', 'S')).toMatchObject({ values: ['short', 'sober'] });
  expect(await complete('who', '')).toEqual({ values: [], total: 0, hasMore: false });
});
