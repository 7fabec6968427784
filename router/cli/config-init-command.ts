import { resolve } from 'node:path';

import { writeDefaults } from '../config/write-defaults.ts';
import type { Invocation } from './main.ts';
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
  for (const path of written) process.stdout.write(`wrote ${path}\n`);
  for (const path of skipped) {
    process.stderr.write(`kept ${path} (--force replaces it and keeps a backup)\n`);
  }
  return skipped.length === 0 ? 0 : 1;
}
