import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { readOneLineFile, removeOneLineFile, writeOneLineFile } from './one-line-file.ts';
import { ensurePrivateDir, findRuntimePlaces } from './runtime-dir.ts';

let dir: string;
beforeEach(() => void (dir = mkdtempSync(join(tmpdir(), 'woollama-files-'))));
afterEach(() => rmSync(dir, { recursive: true, force: true }));

describe('where things are', () => {
  test('in the folder the system gives each user', () =>
    expect(findRuntimePlaces({ XDG_RUNTIME_DIR: '/run/user/7' }, 'linux')).toEqual({
      dir: '/run/user/7',
      addressFile: '/run/user/7/woollama.addr',
      ownerFile: '/run/user/7/woollama.owner',
      socket: '/run/user/7/woollama.sock',
    }));

  test.each([{}, { XDG_RUNTIME_DIR: '' }])('else in one of our own, by user: %j', (env) => {
    const { dir } = findRuntimePlaces(env, 'linux');
    expect(dir).toBe(join(tmpdir(), `woollama-${userInfo().uid}`));
  });

  test('on Windows the socket is a named pipe', () =>
    expect(findRuntimePlaces({}, 'win32').socket).toBe(
      `\\\\.\\pipe\\woollama-${userInfo().username}`,
    ));
});

describe.skipIf(process.platform === 'win32')('the folder', () => {
  const refused = expect.objectContaining({ code: 'LISTEN_FAILED' });

  test('is made for this user only, with its parents', () => {
    const made = join(dir, 'a', 'b');
    ensurePrivateDir(made);
    expect(statSync(made).mode & 0o777).toBe(0o700);
    ensurePrivateDir(made);
  });

  test.each([0o700, 0o755])('may be there already with mode %o', (mode) => {
    chmodSync(dir, mode);
    ensurePrivateDir(dir);
    expect(statSync(dir).mode & 0o777).toBe(mode);
  });

  test.each([0o777, 0o770, 0o702, 0o720, 0o1777])('is refused with mode %o', (mode) => {
    chmodSync(dir, mode);
    expect(() => ensurePrivateDir(dir)).toThrow(refused);
    expect(() => ensurePrivateDir(dir)).toThrow('chmod 700');
  });

  test('is refused when it is a link, since its owner may turn it elsewhere', () => {
    const link = join(dir, 'link');
    mkdirSync(join(dir, 'target'), { mode: 0o700 });
    symlinkSync(join(dir, 'target'), link);
    expect(() => ensurePrivateDir(link)).toThrow(refused);
  });

  test.runIf(process.getuid?.() === 0)("is refused when it is somebody else's", async () => {
    const { chownSync } = await import('node:fs');
    chownSync(dir, 12_345, 12_345);
    expect(() => ensurePrivateDir(dir)).toThrow(refused);
  });

  test.each(['file', 'file/below'])('that cannot be made is told as such: %s', (name) => {
    writeFileSync(join(dir, 'file'), '');
    expect(() => ensurePrivateDir(join(dir, name))).toThrow(refused);
  });
});

describe('the address file', () => {
  const file = () => join(dir, 'woollama.addr');

  test('holds the address, for this user only, and nothing lies beside it', () => {
    writeFileSync(file(), 'a much longer address of an earlier router:99999\n', { mode: 0o644 });
    writeOneLineFile(file(), '127.0.0.1:4711');
    expect(readFileSync(file(), 'utf8')).toBe('127.0.0.1:4711\n');
    expect(statSync(file()).mode & 0o777).toBe(0o600);
    expect(readdirSync(dir)).toEqual(['woollama.addr']);
    expect(readOneLineFile(file())).toBe('127.0.0.1:4711');
  });

  test('is replaced, not rewritten: who reads it sees the old or the new', () => {
    writeOneLineFile(file(), '127.0.0.1:1');
    const before = statSync(file()).ino;
    writeOneLineFile(file(), '127.0.0.1:2');
    expect(statSync(file()).ino).not.toBe(before);
  });

  test('absent, empty or a folder is none', () => {
    expect(readOneLineFile(file())).toBeUndefined();
    writeFileSync(file(), ' \n');
    expect(readOneLineFile(file())).toBeUndefined();
    expect(readOneLineFile(dir)).toBeUndefined();
  });

  test('is removed only while it is ours', () => {
    writeOneLineFile(file(), '127.0.0.1:2');
    removeOneLineFile(file(), '127.0.0.1:1');
    expect(readOneLineFile(file())).toBe('127.0.0.1:2');
    removeOneLineFile(file(), '127.0.0.1:2');
    expect(readdirSync(dir)).toEqual([]);
    removeOneLineFile(file(), '127.0.0.1:2');
  });
});
