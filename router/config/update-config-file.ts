/** Edits a configuration file on disk: only what the edits name, and only if nobody was faster. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { access, constants, mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

import { RouterError } from '#core/router-error.ts';
import { formatOf } from './formats/document.ts';
import { removeValue, setValue } from './formats/edit-document.ts';
import type { DocumentPath } from './formats/syntax-tree.ts';
import { followLinks, replaceFile } from './replace-file.ts';
import { errorCode, toUnwritable } from './system-error.ts';

export type ConfigEdit =
  | { readonly kind: 'set'; readonly path: DocumentPath; readonly value: unknown }
  | { readonly kind: 'remove'; readonly path: DocumentPath };

export interface ConfigUpdate {
  readonly path: string;
  /** The hash of the text the edits were made for; null for a file that did not exist. */
  readonly expected: string | null;
  readonly edits: readonly ConfigEdit[];
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

/**
 * Returns the hash to edit on (null if there is still no file). The text before is kept as
 * `<name>.bak`. Throws CONFIG_CONFLICT when the file is not the expected one, CONFIG_INVALID when
 * an edit cannot be made, or CONFIG_UNWRITABLE; the file stays as it is then.
 */
export async function updateConfigFile({
  path,
  expected,
  edits,
}: ConfigUpdate): Promise<string | null> {
  const { text: before, hash } = readConfigText(path);
  if (hash !== expected) throw conflict(path);
  const text = edits.reduce((edited, edit) => applyEdit(path, edited, edit), before);
  if (text === before) return hash;
  try {
    const target = await followLinks(path);
    const mode = hash === null ? 0o600 : await writableMode(target);
    await mkdir(dirname(target), { recursive: true, mode: 0o700 });
    if (hash !== null) await replaceFile({ path: `${target}.bak`, text: before, mode });
    // Compared again at the last moment: of two edits at once, the later one must not win unseen.
    const confirm = (): void => {
      if (readConfigText(path).hash !== expected) throw conflict(path);
    };
    await replaceFile({ path: target, text, mode, confirm });
  } catch (error) {
    throw toUnwritable(path, error);
  }
  return hashOf(text);
}

function applyEdit(file: string, text: string, edit: ConfigEdit): string {
  const source = { format: formatOf(file), text };
  return edit.kind === 'set'
    ? setValue(source, edit.path, edit.value)
    : removeValue(source, edit.path);
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

function conflict(path: string): RouterError {
  return new RouterError('CONFIG_CONFLICT', `${path} was changed meanwhile; nothing was written`);
}

/** The permission bits of a file that may be written. Replacing would get around a write lock. */
async function writableMode(path: string): Promise<number> {
  const mode = (await stat(path)).mode & 0o777;
  await access(path, constants.W_OK);
  if ((mode & 0o222) !== 0) return mode;
  throw new RouterError('CONFIG_UNWRITABLE', `${path} cannot be written: it is read-only`);
}
