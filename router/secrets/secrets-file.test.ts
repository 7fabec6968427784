import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { SecretKeeper } from '#core/ports/secrets.ts';
import { createFakeLog, type FakeLog } from '../testing/fake-log.ts';
import { openSecretKeeper } from './open-secret-keeper.ts';

const CANARY = 'canary-7f3a-"quoted"';

let root: string;
let dir: string;
let log: FakeLog;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'woollama-secrets-'));
  dir = join(root, 'state');
  log = createFakeLog();
});

afterEach(() => rm(root, { recursive: true }));

const open = (): Promise<SecretKeeper> =>
  openSecretKeeper({
    stateDir: dir,
    env: { WOOLLAMA_SECRETS: 'file' },
    platform: process.platform,
    logger: log,
  });
const valuesOf = (keeper: SecretKeeper): unknown => Object.fromEntries(keeper.values());

describe('a damaged file', () => {
  it.each([
    ['cut', 'secrets.json', (text: string) => text.slice(0, -20)],
    ['no text of ours', 'secrets.json', () => 'hello'],
    [
      'changed in its data',
      'secrets.json',
      (text: string) => text.replace(/"data":"./, '"data":"_'),
    ],
    ['without its key', 'secrets.key', () => 'short'],
    ['with another key', 'secrets.key', () => Buffer.alloc(32, 7).toString('base64')],
  ])('is kept under another name when it is %s', async (...[, name, damage]) => {
    await (await open()).set('A_KEY', CANARY);
    const path = join(dir, name);
    const damaged = damage(await readFile(path, 'utf8'));
    const sealed = await readFile(join(dir, 'secrets.json'), 'utf8');
    await writeFile(path, damaged);
    const keeper = await open();
    expect(valuesOf(keeper)).toEqual({});
    expect(keeper.notice).toMatch(/damaged-1\. Enter/);
    expect(log.lines).toMatchObject([{ level: 'error' }, ...(damaged === 'short' ? [{}] : [])]);
    await keeper.set('NEW', 'n');
    const kept = name === 'secrets.json' ? damaged : sealed;
    expect(await readFile(join(dir, 'secrets.json.damaged-1'), 'utf8')).toBe(kept);
    expect(valuesOf(await open())).toEqual({ NEW: 'n' });
    await writeFile(join(dir, 'secrets.json'), '{');
    await open();
    expect(await readFile(join(dir, 'secrets.json.damaged-2'), 'utf8')).toBe('{');
  });

  it('is written anew from memory when the damage comes while running', async () => {
    const keeper = await open();
    await keeper.set('A', '1');
    await writeFile(join(dir, 'secrets.json'), '');
    await keeper.set('B', '2');
    expect(valuesOf(await open())).toEqual({ A: '1', B: '2' });
    expect(await readdir(dir)).toContain('secrets.json.damaged-1');
  });
});

describe('what cannot be written', () => {
  it('is refused, with path and reason and without the value, and nothing changes', async () => {
    await writeFile(dir, 'a file where the folder should be');
    const keeper = await open();
    const refusal = keeper.set('A', CANARY);
    await expect(refusal).rejects.toMatchObject({
      code: 'SECRET_UNWRITABLE',
      message: expect.stringMatching(/secrets.* cannot be (written|read)/),
    });
    expect(String(await refusal.catch((error: unknown) => error))).not.toContain('canary');
    expect(valuesOf(keeper)).toEqual({});
    await rm(dir);
    await keeper.set('A', '1');
    expect(valuesOf(await open())).toEqual({ A: '1' });
  });

  it('is a file that cannot be read: it stays as it is', async () => {
    await mkdir(join(dir, 'secrets.json'), { recursive: true });
    const keeper = await open();
    expect(keeper.notice).toContain('cannot be read (EISDIR)');
    await expect(keeper.set('A', '1')).rejects.toMatchObject({ code: 'SECRET_UNWRITABLE' });
    expect(await readdir(dir)).toEqual(['secrets.json']);
  });
});
