/** `woollama config init`: the bundled files as a start for the user's own. */
import { constants, copyFile, lstat, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { CONFIG_FILES, type ConfigFolders } from './config-files.ts';
import { followLinks, replaceFile } from './replace-file.ts';
import { toUnwritable } from './system-error.ts';

export interface WrittenDefaults {
  /** Base names. */
  readonly written: readonly string[];
  readonly skipped: readonly string[];
}

/**
 * Files that exist are skipped; with `force` they are replaced and kept as `<name>.bak`, or under a
 * number where that name is taken: the first backup is the one somebody will want.
 * Throws CONFIG_UNWRITABLE.
 */
export async function writeDefaults(
  options: ConfigFolders & { readonly force: boolean },
): Promise<WrittenDefaults> {
  const { dir, defaultsDir, force } = options;
  const written: string[] = [];
  const skipped: string[] = [];
  for (const name of CONFIG_FILES) {
    const path = join(dir, name);
    try {
      const exists = await isThere(path);
      if (exists && !force) {
        skipped.push(name);
        continue;
      }
      const text = await readFile(join(defaultsDir, name), 'utf8');
      await mkdir(dir, { recursive: true, mode: 0o700 });
      const target = await followLinks(path);
      if (exists) await keepBackup(target);
      await replaceFile({ path: target, text, mode: 0o600 });
      written.push(name);
    } catch (error) {
      throw toUnwritable(path, error);
    }
  }
  return { written, skipped };
}

async function keepBackup(path: string): Promise<void> {
  for (let number = 1; ; number += 1) {
    const backup = number === 1 ? `${path}.bak` : `${path}.bak${number}`;
    if (await isThere(backup)) continue;
    await copyFile(path, backup, constants.COPYFILE_EXCL);
    return;
  }
}

async function isThere(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}
