import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { type AskKeychain, createAskKeychain } from './ask-keychain.ts';

const LIMIT_MS = 10_000;

let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'woollama-keychain-'));
});

afterEach(() => rm(dir, { recursive: true }));

/** A library like the real one, that keeps its items in a file. */
async function keychain(changes = ''): Promise<AskKeychain> {
  const file = join(dir, 'fake-keyring.mjs');
  await writeFile(
    file,
    `import { existsSync, readFileSync, writeFileSync } from 'node:fs';
    const path = ${JSON.stringify(join(dir, 'items.json'))};
    const read = () => (existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {});
    const write = (items) => writeFileSync(path, JSON.stringify(items));
    export class AsyncEntry {
      constructor(service, account, options) {
        this.key = service + '/' + account;
        this.store = options?.linux?.store;
      }
      async setPassword(value) { write({ ...read(), [this.key]: value }); }
      async getPassword() { return read()[this.key] ?? null; }
      async deletePassword() { const { [this.key]: _, ...rest } = read(); write(rest); return true; }
    }
    ${changes}`,
  );
  return createAskKeychain({ env: process.env, module: pathToFileURL(file).href });
}

const items = async (): Promise<unknown> =>
  JSON.parse(await readFile(join(dir, 'items.json'), 'utf8'));

describe('a keychain', () => {
  it('takes, gives and removes items of our service, and a probe leaves nothing behind', async () => {
    const ask = await keychain();
    const item = { account: 'KEY 1', value: 'v "1"\n' };
    expect(await ask([{ kind: 'probe' }, { kind: 'set', ...item }], LIMIT_MS)).toEqual({
      ok: true,
      values: [null, null],
    });
    expect(await items()).toEqual({ 'woollama/KEY 1': item.value });
    const get = { kind: 'get', account: 'KEY 1' } as const;
    const other = { kind: 'get', account: 'OTHER' } as const;
    expect(await ask([get, other], LIMIT_MS)).toEqual({ ok: true, values: [item.value, null] });
    await ask([{ kind: 'remove', account: 'KEY 1' }], LIMIT_MS);
    expect(await items()).toEqual({});
  });

  it.runIf(process.platform === 'linux')('is never the keyring of the kernel', async () => {
    const ask = await keychain(`
      AsyncEntry.prototype.getPassword = async function () { return this.store; };`);
    const answer = await ask([{ kind: 'get', account: 'A' }], LIMIT_MS);
    expect(answer).toEqual({ ok: true, values: ['secret-service'] });
  });
});

describe('a keychain that cannot be used is told by its answer', () => {
  it.each([
    ['forgets', 'AsyncEntry.prototype.getPassword = async () => null;', 'does not keep'],
    [
      'is locked',
      "AsyncEntry.prototype.setPassword = async () => { throw new Error('Locked') };",
      'Locked',
    ],
    ['cannot be loaded', "throw new Error('wrong ELF class');", 'wrong ELF class'],
    ['breaks down', 'process.abort();', 'broke down'],
  ])('when it %s', async (...[, changes, reason]) => {
    const ask = await keychain(changes);
    expect(await ask([{ kind: 'probe' }], LIMIT_MS)).toEqual({
      ok: false,
      reason: expect.stringContaining(reason),
    });
  });

  it('when it blocks its thread: then it is ended in time', async () => {
    const ask = await keychain(`
      const blocked = new Int32Array(new SharedArrayBuffer(4));
      AsyncEntry.prototype.getPassword = () => Atomics.wait(blocked, 0, 0);`);
    const answer = await ask([{ kind: 'get', account: 'A' }], 700);
    expect(answer).toEqual({ ok: false, reason: 'it did not answer within 0.7 s' });
  });

  it('without quoting a value', async () => {
    const ask = await keychain(`
      AsyncEntry.prototype.setPassword = async (value) => { throw new Error('too long: ' + value) };`);
    const answer = await ask([{ kind: 'set', account: 'A', value: 'canary-1' }], LIMIT_MS);
    expect(answer).toEqual({ ok: false, reason: 'it refused' });
  });

  it('when there is no session to have one', async () => {
    const { DBUS_SESSION_BUS_ADDRESS: _, ...env } = process.env;
    if (process.platform !== 'linux') return;
    const answer = await createAskKeychain({ env })([{ kind: 'probe' }], LIMIT_MS);
    expect(answer.ok).toBe(false);
  });
});
