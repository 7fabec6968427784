import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { createClientTokenFile } from './client-token-file.ts';

let root: string;
beforeEach(() => void (root = mkdtempSync(join(tmpdir(), 'woollama-token-'))));
afterEach(() => rmSync(root, { recursive: true, force: true }));

test('makes a token of 256 bits that only this user can read', async () => {
  const path = await createClientTokenFile(join(root, 'config'));
  expect(path).toBe(join(root, 'config', 'client-token'));
  expect(readFileSync(path, 'utf8')).toMatch(/^[\w-]{43}\n$/);
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test('leaves the one that is there alone', async () => {
  const path = await createClientTokenFile(root);
  const token = readFileSync(path, 'utf8');
  expect(await createClientTokenFile(root)).toBe(path);
  expect(readFileSync(path, 'utf8')).toBe(token);
});

test('says where it failed', async () => {
  writeFileSync(join(root, 'file'), '');
  await expect(createClientTokenFile(join(root, 'file'))).rejects.toMatchObject({
    code: 'CONFIG_UNWRITABLE',
    message: expect.stringContaining('client-token'),
  });
});
