import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { Aggregator } from '#core/ports/aggregator.ts';
import { fakePeer } from './fixtures/fake-peer.ts';
import { entryOf, featured, Harness } from './fixtures/harness.ts';

const { signal } = new AbortController();
let harness: Harness;
let aggregator: Aggregator;

beforeEach(async () => {
  harness = new Harness();
  ({ aggregator } = harness.tools);
  harness.apply({ a: featured() });
  await harness.reached('a', 'connected');
});
afterEach(() => harness.tools.stop());

/** The server hears of it a moment later. */
async function heard(what: string, expected: unknown): Promise<void> {
  for (;;) {
    const facts = await harness.facts('a');
    if (JSON.stringify(facts[what]) === JSON.stringify(expected)) return;
  }
}

describe('log messages', () => {
  test('go to the client whose call is the only one', async () => {
    const peer = fakePeer('p');
    await harness.relay('a.log', { data: { secret: 'no' } }, { peer });
    expect(peer.told).toEqual([
      {
        method: 'notifications/message',
        params: { level: 'warning', logger: 'a.core', data: { secret: 'no' } },
      },
    ]);
    expect(harness.news.filter(({ kind }) => kind === 'message')).toEqual([]);
  });

  test('go to all otherwise, and to the log, masked and cut', async () => {
    await harness.tools.stop();
    harness = new Harness({ mask: (text) => text.replaceAll('hush', '[secret]') });
    harness.apply({ a: featured() });
    await harness.reached('a', 'connected');
    await harness.call('a.log', { data: `hush ${'x'.repeat(1000)}` });
    expect(harness.news.at(-1)).toMatchObject({ kind: 'message', params: { logger: 'a.core' } });
    const [line] = harness.logged.filter(({ message }) => message === 'the server says');
    expect(line?.level).toBe('debug');
    expect(JSON.stringify(line?.facts)).toMatch(/\[secret\] x{200,300}"/);
  });

  test('are asked for at the lowest level of all clients, also of a server that comes later', async () => {
    const [one, other] = [aggregator.join(fakePeer('p')), aggregator.join(fakePeer('q'))];
    expect(one.wants('debug')).toBe(true);
    one.setLogLevel('warning');
    expect(one.wants('info')).toBe(false);
    expect(one.wants('alert')).toBe(true);
    await heard('levels', ['info']);
    other.setLogLevel('error');
    await heard('levels', ['info', 'warning']);
    other.setLogLevel('debug');
    await heard('levels', ['info', 'warning', 'debug']);
    harness.tools.restart('a');
    await harness.until('again', () => harness.status('a').restarts === 1);
    await heard('levels', ['debug']);
    other.leave();
    await heard('levels', ['debug', 'warning']);
  });

  test('of a client that named no level are not lost to one that wants few of them', async () => {
    const quiet = aggregator.join(fakePeer('p'));
    quiet.setLogLevel('emergency');
    await heard('levels', ['emergency']);
    const silent = aggregator.join(fakePeer('q'));
    await heard('levels', ['emergency', 'info']);
    silent.leave();
    await heard('levels', ['emergency', 'info', 'emergency']);
    quiet.leave();
    await heard('levels', ['emergency', 'info', 'emergency', 'info']);
  });
});

describe('subscriptions', () => {
  test('are counted, renamed, and end with the last client', async () => {
    const [one, other] = [aggregator.join(fakePeer('p')), aggregator.join(fakePeer('q'))];
    const uri = 'a+memo://one';
    expect(await one.subscribe(uri, { signal })).toEqual({ ok: true, result: {} });
    await other.subscribe(uri, { signal });
    await other.subscribe('a+memo://other', { signal });
    await heard('subscribed', ['memo://one', 'memo://other']);
    expect(one.subscribed(uri)).toBe(true);
    expect(one.subscribed('a+memo://other')).toBe(false);
    await harness.call('a.touch', { uri: 'memo://one', extra: 1 });
    expect(harness.news.at(-1)).toEqual({
      kind: 'resource-updated',
      uri,
      params: { uri, extra: 1 },
    });
    expect(await one.unsubscribe(uri, { signal })).toMatchObject({ ok: true });
    expect(one.subscribed(uri)).toBe(false);
    await heard('subscribed', ['memo://one', 'memo://other']);
    other.leave();
    other.leave();
    await heard('subscribed', []);
  });

  test('come back with their server', async () => {
    const seat = aggregator.join(fakePeer('p'));
    await seat.subscribe('a+memo://one', { signal });
    harness.tools.restart('a');
    await harness.until('again', () => harness.status('a').restarts === 1);
    await heard('subscribed', ['memo://one']);
    await seat.unsubscribe('a+memo://one', { signal });
    await heard('subscribed', []);
  });

  test('of a server that starts are not asked for when who wanted them gave up', async () => {
    const seat = aggregator.join(fakePeer('p'));
    harness.tools.restart('a');
    const patience = new AbortController();
    const given = ['memo://one', 'memo://two'].map((uri) =>
      seat.subscribe(`a+${uri}`, { signal: patience.signal }),
    );
    const kept = seat.subscribe('a+memo://three', { signal });
    expect(await seat.unsubscribe('a+memo://two', { signal })).toEqual({ ok: true, result: {} });
    patience.abort();
    for (const each of given) await expect(each).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(await kept).toMatchObject({ ok: true });
    await heard('subscribed', ['memo://three']);
  });

  test('are refused while their server is away', async () => {
    harness.apply({ a: featured(), gone: entryOf({ command: '/nonexistent' }) });
    await harness.until('gone', () => harness.status('gone').state !== 'starting');
    const seat = aggregator.join(fakePeer('p'));
    const refused = seat.subscribe('gone+memo://one', { signal });
    await expect(refused).rejects.toMatchObject({ code: 'TOOLS_UNAVAILABLE' });
    expect(await seat.unsubscribe('gone+memo://one', { signal })).toMatchObject({ ok: true });
  });

  test('are refused where nobody can tell', async () => {
    harness.apply({ a: featured(), plain: featured(['--plain']) });
    await harness.reached('plain', 'connected');
    const seat = aggregator.join(fakePeer('p'));
    for (const [uri, code] of [
      ['plain+memo://one', -32601],
      ['nobody://one', -32002],
    ] as const) {
      expect(await seat.subscribe(uri, { signal })).toMatchObject({ ok: false, error: { code } });
      expect(seat.subscribed(uri)).toBe(false);
    }
  });
});
