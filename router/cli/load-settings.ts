import type { ConfigIssue } from '#contract/config.ts';
import { readConfigFile } from '../config/config-files.ts';
import { loadSettings as parseSettings } from '../config/load-settings.ts';
import type { Settings } from '../settings.ts';
import { findProgramPaths } from './program-paths.ts';
import { resolveConfigDir, resolveSettings, type Flags } from './resolve-settings.ts';

export type SettingsResult =
  | { readonly ok: true; readonly settings: Settings }
  | { readonly ok: false; readonly issues: readonly ConfigIssue[] };

/** Flags, environment and settings.toml in that order. Throws INVALID_REQUEST for a wrong value. */
export async function loadSettings(flags: Flags, env: NodeJS.ProcessEnv): Promise<SettingsResult> {
  const { defaultsDir } = findProgramPaths();
  const read = await readConfigFile('settings.toml', {
    dir: resolveConfigDir(flags, env),
    defaultsDir,
  });
  if (read.kind === 'unreadable') return { ok: false, issues: [read.issue] };
  const parsed = parseSettings(read.source);
  if (!parsed.ok) return parsed;
  return { ok: true, settings: resolveSettings({ flags, env, file: flatten(parsed.settings) }) };
}

/** `{ server: { port: 80 } }` becomes `server.port` -> `80`. */
function flatten(table: object, prefix = ''): Map<string, string> {
  const flat = new Map<string, string>();
  for (const [key, value] of Object.entries(table)) {
    if (typeof value === 'object' && value !== null) {
      for (const [path, text] of flatten(value, `${prefix}${key}.`)) flat.set(path, text);
    } else if (value !== undefined) flat.set(prefix + key, String(value));
  }
  return flat;
}
