import { join, resolve } from 'node:path';

import { writeDefaults } from '../config/write-defaults.ts';
import type { Invocation } from './invocation.ts';
import { findProgramPaths } from './program-paths.ts';
import { resolveConfigDir } from './resolve-settings.ts';
import { expandHome } from './setting-table.ts';

/** `woollama config init`: writes commented files, and never over existing ones unasked. */
export async function configInitCommand({ flags, env }: Invocation): Promise<number> {
  const { output, force } = flags;
  const dir =
    typeof output === 'string' ? resolve(expandHome(output, env)) : resolveConfigDir(flags, env);
  const { written, skipped } = await writeDefaults({
    dir,
    defaultsDir: findProgramPaths().defaultsDir,
    force: force === true,
  });
  for (const name of written) process.stdout.write(`wrote ${join(dir, name)}\n`);
  for (const name of skipped) {
    process.stderr.write(`kept ${join(dir, name)} (--force replaces it and keeps a backup)\n`);
  }
  return skipped.length === 0 ? 0 : 1;
}
