import { afterEach, expect, test } from 'vitest';

import { fakePeer } from './fixtures/fake-peer.ts';
import { featured, Harness } from './fixtures/harness.ts';

const MARK = { 'woollama/second-hand': true };

let harness: Harness;
afterEach(() => harness.tools.stop());

async function open(flags: readonly string[]): Promise<void> {
  harness = new Harness();
  harness.apply({ a: featured(flags) });
  await harness.reached('a', 'connected');
}

const lists = () => {
  const { aggregator } = harness.tools;
  const tools = harness.tools.list().map(({ name, raw }) => ({ name, meta: raw?.['_meta'] }));
  const rest = [...aggregator.prompts(), ...aggregator.resources(), ...aggregator.templates()];
  return { tools, rest: rest.map(({ raw }) => raw) };
};

test('what a router has from another one is not taken over, its own is marked', async () => {
  await open(['--program', 'woollama', '--second-hand']);
  const { tools, rest } = lists();
  expect(tools.map(({ name }) => name)).toContain('a.log');
  expect(JSON.stringify([tools, rest])).not.toContain('far');
  for (const { meta } of tools) expect(meta).toMatchObject(MARK);
  expect(rest.length).toBeGreaterThan(2);
  for (const raw of rest) expect(raw['_meta']).toMatchObject(MARK);
});

test('of every other server everything is taken as it is', async () => {
  await open(['--second-hand']);
  const { tools, rest } = lists();
  expect(tools.find(({ name }) => name === 'a.far.log')?.meta).toEqual(MARK);
  expect(tools.find(({ name }) => name === 'a.log')?.meta).toBeUndefined();
  expect(rest.map((raw) => String(raw['name'] ?? raw['uri']))).toContain('a.far.greet');
});

test('a message goes through two routers, but not round', async () => {
  await open(['--program', 'woollama']);
  const messages = () => harness.news.filter(({ kind }) => kind === 'message');
  await harness.call('a.log', { data: 'first hand' });
  expect(messages()).toMatchObject([{ params: { data: 'first hand', _meta: MARK } }]);
  await harness.call('a.log', { data: 'second hand', _meta: MARK });
  expect(messages()).toHaveLength(1);
  // Whoever made the call still hears it.
  const peer = fakePeer('p');
  await harness.relay('a.log', { data: 'second hand', _meta: MARK }, { peer });
  expect(peer.told).toMatchObject([{ params: { data: 'second hand' } }]);
});

test('a router that asks for folders is not told those of routers', async () => {
  await open(['--program', 'woollama']);
  const { aggregator } = harness.tools;
  const rootOf = (uri: string) => () => ({ ok: true as const, result: { roots: [{ uri }] } });
  aggregator.join({ ...fakePeer('r', rootOf('file:///far')), client: 'woollama 1.0' });
  aggregator.join(fakePeer('p', rootOf('file:///near')));
  const told = JSON.stringify(await harness.call('a.roots'));
  expect(told).toContain('file:///near');
  expect(told).not.toContain('file:///far');
});

test('a recipe says to the next router, and to nobody else, how many lie behind it', async () => {
  const hopsOf = async (requestId?: string) => {
    const options = requestId === undefined ? {} : { requestId };
    const { structuredContent } = await harness.call('a.echo', {}, options);
    const { params } = structuredContent as { params: { _meta?: Record<string, unknown> } };
    return params._meta?.['woollama/recipe-hops'];
  };
  await open(['--program', 'woollama']);
  expect(await hopsOf()).toBe(1);
  harness.tools.aggregator.lendPeer('req_1', { peer: fakePeer('p'), hops: 2 });
  expect(await hopsOf('req_1')).toBe(3);
  await harness.tools.stop();
  await open([]);
  expect(await hopsOf()).toBeUndefined();
});
