import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { createLog } from './create-log.ts';
import { createSecretMask } from './secret-mask.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'woollama-logs-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test('writes JSON lines, private, with secrets masked in facts, messages and errors', async () => {
  const mask = createSecretMask();
  mask.set('config', ['canary-4711']);
  const log = createLog({ dir, level: 'info', mask });
  log.logger.info({ header: 'canary-4711' }, 'sent canary-4711');
  log.logger.error({ err: new TypeError('refused canary-4711') }, 'failed');
  log.logger.child({ server: 'git' }).warn({}, 'canary-4711 again');
  await log.close();

  const text = readFileSync(log.path ?? '', 'utf8');
  expect(text).not.toContain('canary-4711');
  const lines = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines.map((line) => [line.level, line.msg])).toEqual([
    ['info', 'sent [secret]'],
    ['error', 'failed'],
    ['warn', '[secret] again'],
  ]);
  expect(lines[1].err.message).toBe('refused [secret]');
  expect(lines[2].server).toBe('git');
  expect(statSync(log.path ?? '').mode & 0o777).toBe(0o600);
});

test('tells problems to the terminal, too, masked, and nothing below a warning', async () => {
  const mask = createSecretMask();
  mask.set('token', ['canary-4711']);
  const told: string[] = [];
  const log = createLog({ dir, level: 'info', mask, onProblem: (line) => told.push(line) });
  log.logger.info({}, 'fine');
  log.logger.warn({ server: 'git' }, 'server git: canary-4711');
  log.logger.child({ part: 'mcp' }).error({ err: new TypeError('no pipe'), tries: 2 }, 'broken');
  await log.close();
  expect(told).toEqual(['server git: [secret]: server git', 'broken: no pipe, tries 2']);
});

test('keeps what passes the level for people, masked, with facts and without stacks', async () => {
  const mask = createSecretMask();
  mask.set('config', ['canary-4711']);
  const log = createLog({ dir, level: 'info', mask, onProblem: () => {}, now: () => 7 });
  log.logger.debug({}, 'too small');
  log.logger.info({ header: 'canary-4711' }, 'sent canary-4711');
  log.logger
    .child({ server: 'git' })
    .error({ err: new TypeError('refused canary-4711') }, 'failed');
  await log.close();
  const common = { at: 7, source: 'router' };
  expect(log.lines.list(10)).toEqual([
    { ...common, seq: 1, level: 'info', message: 'sent [secret]', details: 'header [secret]' },
    {
      ...common,
      seq: 2,
      level: 'error',
      message: 'failed',
      details: 'server git, err TypeError: refused [secret]',
    },
  ]);
});

test('what servers write is kept for people, masked, but not in the file', async () => {
  const mask = createSecretMask();
  mask.set('config', ['canary-4711']);
  const log = createLog({ dir, level: 'error', mask });
  log.output('git', () => '\u001B[1mready\u001B[0m with canary-4711');
  await log.close();
  log.output('git', () => 'too late');
  expect(log.lines.list(10)).toMatchObject([
    { level: 'info', source: 'git', message: 'ready with [secret]' },
  ]);
  expect(readFileSync(log.path ?? '', 'utf8')).toBe('');
});

test('a listener that throws is reported in the file, not to itself', async () => {
  const log = createLog({ dir, level: 'info', mask: createSecretMask() });
  const seen: string[] = [];
  log.lines.subscribe((line) => {
    seen.push(line.message);
    throw new TypeError('broken listener');
  });
  log.logger.info({}, 'one');
  await log.close();
  expect(seen).toEqual(['one']);
  expect(log.lines.list(10)).toHaveLength(1);
  expect(readFileSync(log.path ?? '', 'utf8')).toContain('broken listener');
});

test('closing twice is harmless', async () => {
  const log = createLog({ dir, level: 'info', mask: createSecretMask() });
  await log.close();
  await log.close();
});

test('begins new files, private ones, and keeps five old ones at most', async () => {
  const mask = createSecretMask();
  mask.set('config', ['canary-4711']);
  const log = createLog({ dir, level: 'info', mask, maxBytes: 1_000 });
  for (let line = 0; line < 200; line += 1) {
    log.logger.info({ line }, `canary-4711 ${'x'.repeat(200)}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
  await log.close();
  const files = readdirSync(dir).filter((name) => name.endsWith('.gz') || name.endsWith('.log'));
  expect(files.length).toBeGreaterThan(2);
  expect(files.length).toBeLessThanOrEqual(6);
  for (const name of files) {
    expect(statSync(join(dir, name)).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(dir, name), 'utf8')).not.toContain('canary-4711');
  }
});

test('a folder that cannot be used is named, with what to do', () => {
  writeFileSync(join(dir, 'file'), '');
  const open = () =>
    createLog({ dir: join(dir, 'file', 'logs'), level: 'info', mask: createSecretMask() });
  expect(open).toThrow(/log folder .*file.logs cannot be used.*--state-dir/);
});
