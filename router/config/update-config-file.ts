/** Puts a new text into a configuration file on disk, only if nobody was faster. */
import { createHash } from 'node:crypto';
import { readFileSync, renameSync } from 'node:fs';
import { access, constants, mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

import { RouterError } from '#core/router-error.ts';
import { followLinks, replaceFile } from './replace-file.ts';
import { errorCode, toUnwritable } from './system-error.ts';

export interface ConfigUpdate {
  readonly path: string;
  /** The hash of the text the new one was made from; null for a file that did not exist. */
  readonly expected: string | null;
  readonly text: string;
}

export interface EditableFile {
  /** Empty when there is no file. */
  readonly text: string;
  /** SHA-256 in hex; null when there is no file. */
  readonly hash: string | null;
}

/** Throws CONFIG_INVALID when the file is not text, CONFIG_UNWRITABLE when it cannot be read. */
export function readConfigText(path: string): EditableFile {
  const bytes = readBytes(path);
  if (bytes === undefined) return { text: '', hash: null };
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return { text, hash: hashOf(bytes) };
  } catch (error) {
    throw new RouterError('CONFIG_INVALID', `${path} is not UTF-8 text`, { cause: error });
  }
}

function readExpected(path: string, expected: string | null): EditableFile {
  const found = readConfigText(path);
  if (found.hash === expected) return found;
  throw configConflict(path);
}

export function configConflict(path: string): RouterError {
  return new RouterError('CONFIG_CONFLICT', `${path} was changed meanwhile; nothing was written`);
}

/**
 * Returns the hash of the new text. The text before is kept as `<name>.woollama-bak`. Throws CONFIG_CONFLICT
 * when the file is not the expected one, or CONFIG_UNWRITABLE; the file stays as it is then.
 */
export async function updateConfigFile({ path, expected, text }: ConfigUpdate): Promise<string> {
  const { text: before, hash } = readExpected(path, expected);
  if (hash !== null && text === before) return hash;
  try {
    const target = await followLinks(path);
    const mode = hash === null ? 0o600 : await writableMode(target);
    await mkdir(dirname(target), { recursive: true, mode: 0o700 });
    if (hash !== null) await replaceFile({ path: backupOf(target), text: before, mode });
    // Compared again at the last moment: of two edits at once, the later one must not win unseen.
    const confirm = (): void => void readExpected(path, expected);
    await replaceFile({ path: target, text, mode, confirm });
  } catch (error) {
    throw toUnwritable(path, error);
  }
  return hashOf(text);
}

/** Puts an earlier text back; null is a file that did not exist. Throws as `updateConfigFile`. */
export async function restoreFile({
  path,
  expected,
  text,
}: {
  readonly path: string;
  readonly expected: string;
  readonly text: string | null;
}): Promise<void> {
  if (text === null) await removeConfigFile(path, expected);
  else await updateConfigFile({ path, expected, text });
}

/** The file is kept as `<name>.woollama-bak`. */
async function removeConfigFile(path: string, expected: string): Promise<void> {
  readExpected(path, expected);
  try {
    const target = await followLinks(path);
    await writableMode(target);
    // Compared again right before, as for every other edit.
    readExpected(path, expected);
    renameSync(target, backupOf(target));
  } catch (error) {
    throw toUnwritable(path, error);
  }
}

/** A name of our own: `.bak` may be the user's. */
function backupOf(path: string): string {
  return `${path}.woollama-bak`;
}

function readBytes(path: string): Uint8Array | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw toUnwritable(path, error);
  }
}

function hashOf(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** The permission bits of a file that may be written. Replacing would get around a write lock. */
async function writableMode(path: string): Promise<number> {
  const mode = (await stat(path)).mode & 0o777;
  await access(path, constants.W_OK);
  if ((mode & 0o222) !== 0) return mode;
  throw new RouterError('CONFIG_UNWRITABLE', `${path} cannot be written: it is read-only`);
}
