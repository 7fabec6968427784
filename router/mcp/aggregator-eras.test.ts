import { afterEach, describe, expect, test, vi } from 'vitest';

import type { RpcOutcome } from '#core/rpc.ts';
import { fakePeer } from './fixtures/fake-peer.ts';
import { entryOf, Harness, modern, textOf } from './fixtures/harness.ts';
import { startModernAsking, startStreamableHttp } from './fixtures/http-servers.ts';
import { addPrompt } from './fixtures/modern-server.ts';

const { signal } = new AbortController();
let harness = new Harness();
let web: { close(): Promise<void> } | undefined;

afterEach(async () => {
  await harness.tools.stop();
  await web?.close();
  web = undefined;
});

async function startWeb() {
  const server = await startModernAsking();
  web = server;
  harness = new Harness();
  harness.apply({ m: entryOf({ url: server.url }) });
  await harness.reached('m', 'connected');
  return server;
}

async function startProcess(): Promise<void> {
  harness = new Harness();
  harness.apply({ m: modern() });
  await harness.reached('m', 'connected');
}

const ANSWERS = {
  'elicitation/create': { action: 'accept', content: { name: 'Ada' } },
  'sampling/createMessage': {
    role: 'assistant',
    content: { type: 'text', text: 'hi' },
    model: 'm',
  },
  'roots/list': { roots: [{ uri: 'file:///a' }] },
};

describe.each([
  { over: 'HTTP', start: startWeb },
  { over: 'a pipe', start: startProcess },
])('a server of the newer revision over $over', ({ start }) => {
  test('tells its era and lists everything', async () => {
    await start();
    expect(harness.status('m')).toMatchObject({
      protocol: '2026-07-28',
      program: { name: 'modern', version: '3' },
      prompts: 1,
      resources: 1,
    });
    expect(harness.tools.features('m')?.instructions).toBe('Ask me');
    expect(await harness.relay('m.echo', { a: 1 })).toMatchObject({
      content: [{ text: expect.stringContaining('"arguments":{"a":1}') }],
    });
  });

  test('gets its questions answered, all at once, and its state back', async () => {
    await start();
    const peer = fakePeer('p', (method) => ({ ok: true, result: ANSWERS[method] }));
    const result = await harness.relay('m.asks', {}, { peer });
    expect(JSON.parse(textOf(result))).toEqual({
      inputResponses: {
        form: ANSWERS['elicitation/create'],
        model: ANSWERS['sampling/createMessage'],
        folders: ANSWERS['roots/list'],
      },
      state: 'state-1',
    });
    expect(peer.asked).toHaveLength(3);
  });

  test('is refused with the refusal of who was asked', async () => {
    await start();
    expect(textOf(await harness.call('m.asks'))).toMatch(/^The server refused the call: /);
    const error = { code: -7, message: 'no' };
    const peer = fakePeer('p', () => ({ ok: false, error }));
    expect(await harness.ask('m.asks', {}, { peer })).toEqual({ ok: false, error });
  });

  test('cannot ask for ever', async () => {
    await start();
    const peer = fakePeer('p', (method) => ({ ok: true, result: ANSWERS[method] }));
    expect(await harness.ask('m.asks-for-ever', {}, { peer })).toMatchObject({
      ok: false,
      error: { message: 'The server asked more than 10 times in one call' },
    });
    expect(peer.asked).toHaveLength(30);
  });

  test('says something only at the level that somebody wants', async () => {
    await start();
    const peer = fakePeer('p');
    await harness.relay('m.logs', {}, { peer });
    expect(peer.told).toEqual([]);
    harness.tools.aggregator.join(peer).setLogLevel('info');
    await harness.relay('m.logs', {}, { peer });
    expect(peer.told).toMatchObject([{ params: { level: 'info', data: 'said so' } }]);
  });
});

test('a connection that was lost begins with the handshake that worked', async () => {
  await startProcess();
  process.kill(harness.status('m').pid ?? NaN);
  await harness.until('again', () => harness.status('m').restarts === 1);
  expect(harness.status('m').protocol).toBe('2026-07-28');
});

test('arguments that travel as headers do so', async () => {
  await startWeb();
  const result = await harness.relay('m.headers', { region: 'north' });
  expect(textOf(result)).toContain('"region":"north"');
});

test('changes of lists and resources are listened for', async () => {
  const server = await startWeb();
  const { aggregator } = harness.tools;
  const seat = aggregator.join(fakePeer('p'));
  expect(await seat.subscribe('m+memo://one', { signal })).toMatchObject({ ok: true });
  addPrompt('late');
  await vi.waitFor(() => {
    // The stream for such news opens a moment after the handshake.
    server.notify.promptsChanged();
    server.notify.resourceUpdated('memo://one');
    expect(aggregator.findPrompt('m.late')).toBeDefined();
    expect(harness.news).toContainEqual(
      expect.objectContaining({ kind: 'resource-updated', uri: 'm+memo://one' }),
    );
  }, 4000);
});

test('a watched resource is promised when its server agreed, and not before', async () => {
  const server = await startWeb();
  const seat = harness.tools.aggregator.join(fakePeer('p'));
  let isAnswered = false;
  const subscribed = seat.subscribe('m+memo://slow', { signal }).finally(() => {
    isAnswered = true;
  });
  // Whatever else is asked meanwhile is answered first.
  await harness.relay('m.echo');
  expect(isAnswered).toBe(false);
  server.slow.resolve();
  expect(await subscribed).toEqual({ ok: true, result: {} });
  // It is listened for already.
  server.notify.resourceUpdated('memo://slow');
  await harness.until('told', () => harness.news.some(({ kind }) => kind === 'resource-updated'));
});

test('a server that still starts is asked in its own words', async () => {
  const server = await startModernAsking();
  web = server;
  harness = new Harness();
  harness.apply({ m: entryOf({ url: server.url }) });
  const seat = harness.tools.aggregator.join(fakePeer('p'));
  expect(harness.status('m').state).toBe('starting');
  expect(await seat.subscribe('m+memo://one', { signal })).toEqual({ ok: true, result: {} });
  server.notify.resourceUpdated('memo://one');
  await harness.until('told', () => harness.news.some(({ kind }) => kind === 'resource-updated'));
});

test('one that is refused leaves the others watched', async () => {
  const server = await startWeb();
  const { aggregator } = harness.tools;
  const seat = aggregator.join(fakePeer('p'));
  const uris = ['m+memo://one', 'm+memo://refused', 'm+memo://two'];
  const outcomes = await Promise.all(uris.map((uri) => seat.subscribe(uri, { signal })));
  const error = { code: -32602, message: 'not that one' };
  const done = { ok: true, result: {} };
  expect(outcomes).toEqual([done, { ok: false, error }, done]);
  expect(uris.map((uri) => seat.subscribed(uri))).toEqual([true, false, true]);
  for (const uri of ['memo://one', 'memo://two']) server.notify.resourceUpdated(uri);
  const told = () => harness.news.flatMap((news) => ('uri' in news ? [news.uri] : []));
  await harness.until('told', () => told().length === 2);
  expect(told()).toEqual(['m+memo://one', 'm+memo://two']);
  expect(await seat.unsubscribe('m+memo://one', { signal })).toEqual(done);
  server.notify.resourceUpdated('memo://one');
  server.notify.resourceUpdated('memo://two');
  await harness.until('told', () => told().length === 3);
  expect(told()[2]).toBe('m+memo://two');
});

test('a wait for what a server agrees to ends with the connection', async () => {
  await startWeb();
  const seat = harness.tools.aggregator.join(fakePeer('p'));
  const subscribed = seat.subscribe('m+memo://slow', { signal });
  await harness.relay('m.echo');
  await harness.tools.stop();
  expect(await subscribed).toMatchObject({ ok: false });
});

test('over HTTP the stream tells whose call a question belongs to', async () => {
  const server = await startStreamableHttp();
  web = server;
  harness = new Harness();
  harness.apply({ w: entryOf({ url: server.url }) });
  await harness.reached('w', 'connected');
  await vi.waitFor(async () => {
    if (harness.tools.find('w.asks') === undefined) await server.addTool('asks');
    expect(harness.tools.find('w.asks')).toBeDefined();
  }, 4000);
  const peers = ['p', 'q', 'r'].map((id) =>
    fakePeer(id, (): RpcOutcome => ({ ok: true, result: { action: 'accept', content: { id } } })),
  );
  const results = await Promise.all(peers.map((peer) => harness.relay('w.asks', {}, { peer })));
  expect(results.map((result) => JSON.parse(textOf(result)))).toEqual(
    ['p', 'q', 'r'].map((id) => ({ action: 'accept', content: { id } })),
  );
});
