import type { ConfigIssue } from '#contract/config.ts';
import { readSettingsFile } from '../config/settings-file.ts';
import type { Settings } from '../settings.ts';
import { resolveConfigDir, resolveSettings, type Flags } from './resolve-settings.ts';

export type SettingsResult =
  | { readonly ok: true; readonly settings: Settings }
  | { readonly ok: false; readonly issues: readonly ConfigIssue[] };

/** Flags, environment and settings.toml in that order. Throws INVALID_REQUEST for a wrong value. */
export async function loadSettings(flags: Flags, env: NodeJS.ProcessEnv): Promise<SettingsResult> {
  const read = await readSettingsFile(resolveConfigDir(flags, env));
  if (!read.ok) return read;
  return { ok: true, settings: resolveSettings({ flags, env, file: read.values }) };
}
