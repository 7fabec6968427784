import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { SecretKeeper } from '#core/ports/secrets.ts';
import { createFakeLog, type FakeLog } from '../testing/fake-log.ts';
import type { AskKeychain, KeychainStep } from './ask-keychain.ts';
import { openSecretKeeper } from './open-secret-keeper.ts';

const CANARY = 'canary-7f3a-"quoted"';
const DESKTOP = { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/run/bus' };

let root: string;
let dir: string;
let log: FakeLog;
let keychain: FakeKeychain;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'woollama-secrets-'));
  dir = join(root, 'state');
  log = createFakeLog();
  keychain = createFakeKeychain();
});

afterEach(() => rm(root, { recursive: true }));

interface FakeKeychain {
  readonly items: Map<string, string>;
  readonly asked: KeychainStep['kind'][][];
  /** Set: every question is answered with it. */
  refusal: string | undefined;
  readonly ask: AskKeychain;
}

function createFakeKeychain(): FakeKeychain {
  const items = new Map<string, string>();
  const fake: FakeKeychain = {
    items,
    asked: [],
    refusal: undefined,
    ask: async (steps) => {
      fake.asked.push(steps.map(({ kind }) => kind));
      if (fake.refusal !== undefined) return { ok: false, reason: fake.refusal };
      const values = steps.map((step) => {
        if (step.kind === 'set') items.set(step.account, step.value);
        if (step.kind === 'remove') items.delete(step.account);
        return step.kind === 'get' ? (items.get(step.account) ?? null) : null;
      });
      return { ok: true, values };
    },
  };
  return fake;
}

const open = (env: NodeJS.ProcessEnv = {}): Promise<SecretKeeper> =>
  openSecretKeeper({
    stateDir: dir,
    env,
    platform: 'linux',
    logger: log,
    askKeychain: keychain.ask,
  });
const modeOf = async (path: string): Promise<number> => (await stat(path)).mode & 0o777;
const valuesOf = (keeper: SecretKeeper): unknown => Object.fromEntries(keeper.values());

async function allText(): Promise<string> {
  const names = await readdir(dir).catch(() => []);
  const texts = await Promise.all(names.map((name) => readFile(join(dir, name), 'utf8')));
  return texts.join('\n') + JSON.stringify(log.lines);
}

describe('without a keychain', () => {
  it('keeps secrets in a file, for the next start too, and says so', async () => {
    const keeper = await open();
    expect([keeper.kind, keeper.notice]).toEqual(['file', expect.stringMatching(/No keychain/)]);
    const values = keeper.values();
    await keeper.set('A_KEY', CANARY);
    await keeper.set('B_KEY', 'b');
    expect(values.get('A_KEY')).toBe(CANARY);
    await keeper.set('B_KEY', undefined);
    await keeper.set('UNKNOWN', undefined);
    expect(valuesOf(await open())).toEqual({ A_KEY: CANARY });
    expect(keychain.asked).toEqual([]);
  });

  it('lets nobody else read the files, nor anybody a value in them', async () => {
    const keeper = await open();
    await keeper.set('A_KEY', CANARY);
    expect((await readdir(dir)).sort()).toEqual(['secrets.json', 'secrets.key']);
    expect(await modeOf(dir)).toBe(0o700);
    expect(await modeOf(join(dir, 'secrets.json'))).toBe(0o600);
    expect(await modeOf(join(dir, 'secrets.key'))).toBe(0o600);
    const text = await allText();
    expect(text).not.toContain('canary-7f3a');
    expect(text).not.toContain(Buffer.from('canary-7f3a').toString('base64').slice(0, 12));
    await chmod(join(dir, 'secrets.key'), 0o644);
    await open();
    expect(await modeOf(join(dir, 'secrets.key'))).toBe(0o600);
  });

  it('keeps all of many changes at once', async () => {
    const keeper = await open();
    const names = Array.from({ length: 20 }, (_, at) => `KEY_${at}`);
    await Promise.all(names.map((name) => keeper.set(name, `v-${name}`)));
    await Promise.all([keeper.set('KEY_0', undefined), keeper.set('__proto__', 'p')]);
    const kept = (await open()).values();
    expect([...kept.keys()]).toEqual([...names.slice(1), '__proto__']);
    expect(kept.get('KEY_19')).toBe('v-KEY_19');
  });

  it('keeps what another router stored meanwhile', async () => {
    const [one, two] = [await open(), await open()];
    await one.set('A', '1');
    await two.set('B', '2');
    expect(valuesOf(await open())).toEqual({ A: '1', B: '2' });
  });
});

describe('with a keychain', () => {
  it('opens it for the first key only, and then keeps keys there', async () => {
    const keeper = await open(DESKTOP);
    expect([keeper.kind, keeper.notice]).toEqual(['file', expect.stringMatching(/No key is kept/)]);
    expect(keychain.asked).toEqual([]);
    await keeper.set('A_KEY', CANARY);
    await keeper.set('B_KEY', 'b');
    expect(keychain.asked).toEqual([['probe', 'set'], ['set']]);
    expect([keeper.kind, keeper.notice]).toEqual(['keychain', null]);
    expect(await readdir(dir)).toEqual(['secrets-index.json']);
    expect(await modeOf(join(dir, 'secrets-index.json'))).toBe(0o600);
    expect(await allText()).not.toContain('canary');

    const next = await open(DESKTOP);
    expect([next.kind, valuesOf(next)]).toEqual(['keychain', { A_KEY: CANARY, B_KEY: 'b' }]);
    await next.set('A_KEY', undefined);
    expect([...keychain.items.values()]).toEqual(['b']);
    expect(valuesOf(await open(DESKTOP))).toEqual({ B_KEY: 'b' });
  });

  it('keeps the items of two state folders apart', async () => {
    await (await open(DESKTOP)).set('A', 'first');
    const first = dir;
    dir = join(root, 'other');
    await (await open(DESKTOP)).set('A', 'second');
    dir = first;
    expect(valuesOf(await open(DESKTOP))).toEqual({ A: 'first' });
  });

  it('keeps all of many changes at once', async () => {
    const keeper = await open(DESKTOP);
    await Promise.all(['A', 'B', 'C'].map((name) => keeper.set(name, name)));
    expect(valuesOf(await open(DESKTOP))).toEqual({ A: 'A', B: 'B', C: 'C' });
    expect(keychain.asked.filter(([kind]) => kind === 'probe')).toHaveLength(1);
  });

  it('takes the file when the keychain refuses, and stays there', async () => {
    keychain.refusal = 'it is locked';
    const keeper = await open(DESKTOP);
    await keeper.set('A', '1');
    await keeper.set('B', '2');
    expect(keychain.asked).toEqual([['probe', 'set']]);
    expect([keeper.kind, keeper.notice]).toEqual([
      'file',
      expect.stringMatching(/it is locked.*file/),
    ]);
    keychain.refusal = undefined;
    const next = await open(DESKTOP);
    await next.set('C', '3');
    expect([next.kind, valuesOf(next)]).toEqual(['file', { A: '1', B: '2', C: '3' }]);
    expect(keychain.items.size).toBe(0);
  });

  it('starts without its secrets when it cannot be read, and finds them again later', async () => {
    await (await open(DESKTOP)).set('A', '1');
    keychain.refusal = 'it did not answer';
    const keeper = await open(DESKTOP);
    expect([keeper.kind, valuesOf(keeper)]).toEqual(['file', {}]);
    expect(keeper.notice).toMatch(/One key is in the keychain.*it did not answer/);
    await expect(keeper.set('A', undefined)).rejects.toMatchObject({ code: 'SECRET_UNWRITABLE' });
    await keeper.set('B', '2');
    keychain.refusal = undefined;
    expect(valuesOf(await open(DESKTOP))).toEqual({ A: '1', B: '2' });
  });

  it('lets a newer value in the file win over an older one in the keychain', async () => {
    await (await open(DESKTOP)).set('A', 'old');
    await (await open()).set('A', 'new');
    expect(valuesOf(await open(DESKTOP))).toEqual({ A: 'new' });
  });

  it('sets a damaged list of names aside', async () => {
    await (await open(DESKTOP)).set('A', '1');
    await writeFile(join(dir, 'secrets-index.json'), '{"version":1}');
    const keeper = await open(DESKTOP);
    expect([valuesOf(keeper), keeper.notice]).toEqual([{}, expect.stringMatching(/damaged-1/)]);
    expect(await readdir(dir)).toContain('secrets-index.json.damaged-1');
  });
});

describe('WOOLLAMA_SECRETS', () => {
  it('file never opens the keychain', async () => {
    await (await open(DESKTOP)).set('A', '1');
    keychain.asked.length = 0;
    const keeper = await open({ ...DESKTOP, WOOLLAMA_SECRETS: 'file' });
    await keeper.set('B', '2');
    expect([keeper.kind, valuesOf(keeper), keychain.asked]).toEqual(['file', { B: '2' }, []]);
    expect(keeper.notice).toMatch(/One key is in the keychain.*WOOLLAMA_SECRETS/);
  });

  it('keychain never falls back to the file', async () => {
    keychain.refusal = 'it is locked';
    const keeper = await open({ WOOLLAMA_SECRETS: 'keychain' });
    await expect(keeper.set('A', CANARY)).rejects.toMatchObject({
      code: 'SECRET_UNWRITABLE',
      message: expect.stringContaining('it is locked'),
    });
    expect([keeper.kind, valuesOf(keeper)]).toEqual(['keychain', {}]);
    keychain.refusal = undefined;
    await keeper.set('A', CANARY);
    expect(await readdir(dir)).toEqual(['secrets-index.json']);
  });

  it('keychain takes over a key from the file when it is set again', async () => {
    await (await open()).set('A', 'old');
    const keeper = await open({ WOOLLAMA_SECRETS: 'keychain' });
    expect(keeper.values().get('A')).toBe('old');
    await keeper.set('A', 'new');
    expect(valuesOf(await open({ WOOLLAMA_SECRETS: 'keychain' }))).toEqual({ A: 'new' });
  });

  it('must be one of the two', async () => {
    await expect(open({ WOOLLAMA_SECRETS: 'vault' })).rejects.toMatchObject({
      code: 'INVALID_REQUEST',
      message: expect.stringContaining('WOOLLAMA_SECRETS'),
    });
  });
});
