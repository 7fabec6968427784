import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { Vault, type Cipher } from './vault.ts';

/** Turns bytes round under a key; knows its own boxes only. */
class FakeCipher implements Cipher {
  key = 'k1';
  isAvailable = true;
  /** Boxes under this key can still be opened, but should be made anew. */
  oldKey: string | undefined;

  async isAsyncEncryptionAvailable() {
    return this.isAvailable;
  }

  async encryptStringAsync(text: string) {
    return Buffer.from(`${this.key}:${text.split('').toReversed().join('')}`);
  }

  async decryptStringAsync(box: Buffer) {
    const [key, text = ''] = box.toString().split(':');
    if (key !== this.key && key !== this.oldKey) throw new Error('cannot be decrypted');
    return { shouldReEncrypt: key === this.oldKey, result: text.split('').toReversed().join('') };
  }
}

let dir: string;
let path: string;
let cipher: FakeCipher;
let backend: string | undefined;
const open = () => new Vault({ path, cipher, backend: () => backend });

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'woollama-vault-'));
  path = join(dir, 'deeper', 'secrets.json');
  cipher = new FakeCipher();
  backend = undefined;
});
afterEach(() => rmSync(dir, { recursive: true }));

test('values come back from a file that does not show them', async () => {
  const vault = open();
  expect(await vault.open()).toEqual({});
  expect(await vault.set('OPENAI_API_KEY', 'sk-secret')).toBeNull();
  expect(await vault.set('OTHER', 'two')).toBeNull();
  expect(readFileSync(path, 'utf8')).not.toContain('sk-secret');
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(await open().open()).toEqual({ OPENAI_API_KEY: 'sk-secret', OTHER: 'two' });
  expect(await vault.set('OTHER', null)).toBeNull();
  expect(await open().open()).toEqual({ OPENAI_API_KEY: 'sk-secret' });
});

test('changes at the same time are all kept', async () => {
  const vault = open();
  await Promise.all(Array.from({ length: 20 }, (_, at) => vault.set(`K${at}`, String(at))));
  expect(Object.keys(await open().open())).toHaveLength(20);
});

describe('a value that cannot be decrypted', () => {
  test('is named, kept, and there again when the keychain is', async () => {
    await open().set('A', 'one');
    cipher.key = 'k2';
    const vault = open();
    expect(await vault.open()).toEqual({});
    expect(vault.unreadable()).toEqual(['A']);
    expect(vault.notice()).toContain('A');
    expect(await vault.set('B', 'two')).toBeNull();
    cipher.key = 'k1';
    expect(await open().open()).toEqual({ A: 'one' });
  });

  test('is no trouble any more once it was typed in again', async () => {
    await open().set('A', 'one');
    cipher.key = 'k2';
    const vault = open();
    await vault.open();
    await vault.set('A', 'new');
    expect(vault.unreadable()).toEqual([]);
    expect(vault.notice()).toBeNull();
    expect(await open().open()).toEqual({ A: 'new' });
  });
});

test('values under an old key are made anew', async () => {
  await open().set('A', 'one');
  cipher.oldKey = 'k1';
  cipher.key = 'k2';
  expect(await open().open()).toEqual({ A: 'one' });
  cipher.oldKey = undefined;
  expect(await open().open()).toEqual({ A: 'one' });
});

describe('problems are sentences', () => {
  test('no keychain: nothing is kept', async () => {
    cipher.isAvailable = false;
    expect(await open().set('A', 'one')).toContain('keychain');
    expect(await open().open()).toEqual({});
  });

  test('a damaged file is neither used nor overwritten', async () => {
    await open().set('A', 'one');
    for (const text of ['{ "version": 1, "secr', '{"version":2,"secrets":{}}']) {
      writeFileSync(path, text);
      const vault = open();
      expect(await vault.open()).toEqual({});
      expect(vault.notice()).toContain('damaged');
      expect(await vault.set('B', 'two')).toContain('damaged');
      expect(readFileSync(path, 'utf8')).toBe(text);
    }
  });

  test('a folder that cannot be written', async () => {
    writeFileSync(join(dir, 'deeper'), 'a file in the way');
    expect(await open().set('A', 'one')).not.toBeNull();
  });
});

test.each([
  ['basic_text', true],
  ['unknown', true],
  ['gnome_libsecret', false],
  [undefined, false],
])('behind %s people are warned: %s', (name, expected) => {
  backend = name;
  expect(open().notice() !== null).toBe(expected);
});
