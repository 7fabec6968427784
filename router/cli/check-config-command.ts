import { checkConfig } from '../config/check-config.ts';
import { refuseExposure } from '../listeners/listeners.ts';
import { toListenWhere } from '../listeners/parse-address.ts';
import type { Invocation } from './invocation.ts';
import { loadSettings } from './load-settings.ts';
import { printIssues } from './print-issues.ts';
import { findProgramPaths, withProgramPaths } from './program-paths.ts';
import { resolveConfigDir } from './resolve-settings.ts';
import { withKeptSecrets } from './with-kept-secrets.ts';

/** `woollama check-config`: says what start would say, and starts nothing. */
export async function checkConfigCommand({ flags, env }: Invocation): Promise<number> {
  const paths = findProgramPaths();
  const loading = loadSettings(flags, env);
  const variables = await withKeptSecrets(env, loading);
  const { lines, issues, ok } = await checkConfig({
    dir: resolveConfigDir(flags, env),
    defaultsDir: paths.defaultsDir,
    env: withProgramPaths(variables, paths),
  });
  for (const line of lines) process.stdout.write(`${line}\n`);
  printIssues(issues);
  // Throws as start would.
  const loaded = await loading;
  if (loaded.ok) refuseExposure(toListenWhere(loaded.settings));
  if (ok) {
    process.stdout.write('config OK\n');
    return 0;
  }
  const errors = issues.filter((issue) => issue.severity === 'error').length;
  process.stderr.write(`${errors} ${errors === 1 ? 'problem' : 'problems'}\n`);
  return 1;
}
