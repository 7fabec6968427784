/** The patterns folder: one folder a pattern, its prompt in `system.md`. */
import { readdir, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** A leading `~` is the home folder; a relative folder is looked up beside the configuration. */
export function patternsFolder(written: string, configDir: string): string {
  return /^~(?=$|[/\\])/.test(written)
    ? join(homedir(), written.slice(1))
    : resolve(configDir, written);
}

/** Name to prompt, sorted; undefined when the folder cannot be listed. */
export async function readPatterns(dir: string): Promise<ReadonlyMap<string, string> | undefined> {
  const names = await readdir(dir).catch(() => undefined);
  if (!names) return undefined;
  const found = await Promise.all(
    names.sort().map(async (name) => {
      // What has no system.md is an ordinary file or folder beside the patterns.
      const text = await readFile(join(dir, name, 'system.md'), 'utf8').catch(() => undefined);
      return text === undefined ? [] : [[name, text] as const];
    }),
  );
  return new Map(found.flat());
}
