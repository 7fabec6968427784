import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { entryOf, recordingLogger, type LogLine } from '../fixtures/harness.ts';
import { OfferCache } from './offer-cache.ts';
import { NO_OFFER, type ServerOffer } from '../offers/server-offer.ts';

let stateDir: string;
const lines: LogLine[] = [];
const mask = (text: string): string => text;
const entry = entryOf({ command: 'run' });

beforeEach(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'woollama-cache-'));
  lines.length = 0;
});
afterEach(() => rm(stateDir, { recursive: true, force: true }));

function open(dir: string | undefined = stateDir): OfferCache {
  return new OfferCache({ stateDir: dir, mask, logger: recordingLogger(lines) });
}

function offerOf(description: string): ServerOffer {
  const raw = { name: 'tool', description, inputSchema: {} };
  return { ...NO_OFFER, tools: [{ ...raw, raw }] };
}

test('gives back only to the same command what it kept', async () => {
  const cache = open();
  cache.put('a', entry, offerOf('one'));
  await cache.stop();
  expect(open().get('a', entry)).toEqual(offerOf('one'));
  expect(open().get('a', entryOf({ command: 'run', timeout: 3 }))).toEqual(offerOf('one'));
  expect(open().get('a', entryOf({ command: 'other' }))).toBeUndefined();
  expect(open().get('b', entry)).toBeUndefined();
  expect(await readdir(stateDir)).toEqual(['offers.json']);
});

test('is bounded: the latest servers stay, and only what fits is written', async () => {
  const cache = open();
  for (let at = 0; at <= 200; at++) cache.put(`s${at}`, entry, NO_OFFER);
  expect(cache.get('s0', entry)).toBeUndefined();
  cache.put('huge', entry, offerOf('x'.repeat(10_000_000)));
  cache.put('latest', entry, offerOf('y'.repeat(10_000_000)));
  await cache.stop();
  expect((await readFile(join(stateDir, 'offers.json'))).length).toBeLessThan(16 * 1024 * 1024);
  expect(open().get('latest', entry)).toBeDefined();
  expect(open().get('huge', entry)).toBeUndefined();
});

test('without a folder keeps nothing, and of a missing one says so once', async () => {
  const none = new OfferCache({ stateDir: undefined, mask, logger: recordingLogger(lines) });
  none.put('a', entry, offerOf('one'));
  expect(none.get('a', entry)).toBeUndefined();
  await none.stop();
  const missing = open(join(stateDir, 'missing'));
  missing.put('a', entry, offerOf('one'));
  await missing.stop();
  expect(lines).toMatchObject([{ level: 'warn' }]);
});
