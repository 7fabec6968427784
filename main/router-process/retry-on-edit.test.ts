import { mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

import type { RouterState } from '../bridge/channels.ts';
import { createManualClock, type ManualClock } from '../testing/manual-clock.ts';
import { createRetryOnEdit, type RetryOnEdit } from './retry-on-edit.ts';

let dir: string;
let file: string;
let clock: ManualClock;
let tries: number;
let retry: RetryOnEdit;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'woollama-retry-'));
  file = join(dir, 'mcp.json');
  clock = createManualClock();
  tries = 0;
  retry = createRetryOnEdit(() => (tries += 1), clock);
});
afterEach(() => rmSync(dir, { recursive: true }));

function stoppedBecauseOf(...files: string[]): RouterState {
  const issues = files.map((file) => ({ severity: 'error', file, message: 'x' }) as const);
  return { kind: 'stopped', reason: 'x', issues, lastLines: [] };
}

const replace = () => {
  writeFileSync(`${file}.new`, '[]');
  renameSync(`${file}.new`, file);
};

test.each([
  ['saved', () => writeFileSync(file, '{}')],
  ['replaced by another of the same size', replace],
  ['removed', () => rmSync(file)],
])('a file that was complained of is %s: one new try', async (_how, edit) => {
  writeFileSync(file, '{"');
  retry.follow(stoppedBecauseOf(join(dir, 'other'), file));
  await clock.advance(5_000);
  expect(tries).toBe(0);
  edit();
  await clock.advance(5_000);
  expect(tries).toBe(1);
});

test('a file that was not there appears: a new try', async () => {
  retry.follow(stoppedBecauseOf(file));
  writeFileSync(file, '{}');
  await clock.advance(1_000);
  expect(tries).toBe(1);
});

test('a file that cannot be looked at is no breakdown: a new try when it can be', async () => {
  symlinkSync(file, file);
  retry.follow(stoppedBecauseOf(file));
  await clock.advance(2_000);
  expect(tries).toBe(0);
  replace();
  await clock.advance(1_000);
  expect(tries).toBe(1);
});

test('nothing is looked at while the router runs, when no file is to blame, or after the end', async () => {
  for (const leave of [
    () => retry.follow({ kind: 'running', origin: 'o', version: '1', pid: 1 }),
    () => retry.follow(stoppedBecauseOf()),
    () => retry.close(),
  ]) {
    retry.follow(stoppedBecauseOf(file));
    leave();
    expect(clock.waiting()).toBe(0);
  }
});
