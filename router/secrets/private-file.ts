/** Files that only their owner can read, always replaced as a whole. */
import { randomUUID } from 'node:crypto';
import { access, chmod, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

import { RouterError } from '#core/router-error.ts';

const OWNER_ONLY = 0o600;

/** Undefined when there is no such file. Closes a file that others could read. */
export async function readPrivateFile(path: string): Promise<string | undefined> {
  try {
    const text = await readFile(path, 'utf8');
    if (((await stat(path)).mode & 0o077) !== 0) await chmod(path, OWNER_ONLY);
    return text;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Whole or not at all, also when the power fails. Throws SECRET_UNWRITABLE; the old file stays. */
export async function writePrivateFile(path: string, text: string): Promise<void> {
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writeThrough(temporary, text);
    await rename(temporary, path);
    await syncFolder(dirname(path));
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw toUnwritable(path, error);
  }
}

/** Gives a damaged file another name, so that it is never overwritten. Returns the new path. */
export async function setAside(path: string): Promise<string> {
  for (let count = 1; ; count++) {
    const aside = `${path}.damaged-${count}`;
    const taken = await access(aside).then(
      () => true,
      () => false,
    );
    if (taken) continue;
    await rename(path, aside).catch((error: unknown) => {
      throw toUnwritable(path, error);
    });
    return aside;
  }
}

/** SECRET_UNWRITABLE with path and reason; our own errors stay as they are. */
export function toUnwritable(path: string, error: unknown): RouterError {
  if (error instanceof RouterError) return error;
  const message = `The secret cannot be kept: ${path} cannot be written (${errorCode(error)})`;
  return new RouterError('SECRET_UNWRITABLE', message, { cause: error });
}

/** The system's name of an error, such as `EACCES`. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}

async function writeThrough(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', OWNER_ONLY);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes the new name survive a power cut. */
async function syncFolder(dir: string): Promise<void> {
  const folder = await open(dir, 'r').catch(() => undefined);
  // Windows cannot sync a folder; the file itself is safe already.
  await folder?.sync().catch(() => undefined);
  await folder?.close();
}
