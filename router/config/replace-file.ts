/** Puts a text in the place of a file at once, so that nobody ever reads half of it. */
import { randomUUID } from 'node:crypto';
import { renameSync } from 'node:fs';
import { type FileHandle, open, readlink, rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

export interface Replacement {
  readonly path: string;
  readonly text: string;
  /** Permission bits of the new file. */
  readonly mode: number;
  /** Called right before the file is replaced; no other code runs between. Throws to keep the old one. */
  readonly confirm?: () => void;
}

/** Rejects with the system's error; the old file is whole then. Links are not followed. */
export async function replaceFile({ path, text, mode, confirm }: Replacement): Promise<void> {
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    const file = await open(temporary, 'wx', mode);
    await writeThrough(file, text, mode);
    confirm?.();
    renameSync(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(dirname(path));
}

/** The file a link stands for, so that the link itself survives; the path itself otherwise. */
export async function followLinks(path: string, most = 40): Promise<string> {
  // Fails for everything that is not a link.
  const target = most > 0 ? await readlink(path).catch(() => undefined) : undefined;
  return target === undefined ? path : followLinks(resolve(dirname(path), target), most - 1);
}

async function writeThrough(file: FileHandle, text: string, mode: number): Promise<void> {
  try {
    // The mode given to `open` is narrowed by the umask.
    await file.chmod(mode);
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
