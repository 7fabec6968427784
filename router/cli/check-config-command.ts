import { checkConfig } from '../config/check-config.ts';
import { refuseExposure } from '../listeners/listeners.ts';
import { toListenWhere } from '../listeners/parse-address.ts';
import type { Invocation } from './invocation.ts';
import { loadSettings } from './load-settings.ts';
import { printIssues } from './print-issues.ts';
import { findProgramPaths, withProgramPaths } from './program-paths.ts';
import { resolveConfigDir } from './resolve-settings.ts';

/** `woollama check-config`: says what start would say, and starts nothing. */
export async function checkConfigCommand({ flags, env }: Invocation): Promise<number> {
  const paths = findProgramPaths();
  const { lines, issues, ok } = await checkConfig({
    dir: resolveConfigDir(flags, env),
    defaultsDir: paths.defaultsDir,
    env: withProgramPaths(env, paths),
  });
  for (const line of lines) process.stdout.write(`${line}\n`);
  printIssues(issues);
  const loaded = await loadSettings(flags, env);
  // Throws as start would.
  if (loaded.ok) refuseExposure(toListenWhere(loaded.settings));
  if (ok) {
    process.stdout.write('config OK\n');
    return 0;
  }
  const errors = issues.filter((issue) => issue.severity === 'error').length;
  process.stderr.write(`${errors} ${errors === 1 ? 'problem' : 'problems'}\n`);
  return 1;
}
