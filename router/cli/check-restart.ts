import { RouterError } from '#core/router-error.ts';
import { fileIssues, partsOf, readState } from '../config/config-state.ts';
import { refuseExposure } from '../listeners/listeners.ts';
import { toListenWhere } from '../listeners/parse-address.ts';
import type { Invocation } from './invocation.ts';
import { loadSettings } from './load-settings.ts';
import { findProgramPaths, withProgramPaths } from './program-paths.ts';
import { resolveConfigDir } from './resolve-settings.ts';

/**
 * Throws CONFIG_INVALID or EXPOSURE_REFUSED when a start with the files of now would be refused.
 * Whether the address is free shows only once the running router is gone.
 */
export async function checkRestart({ flags, env }: Invocation): Promise<void> {
  const paths = findProgramPaths();
  const state = await readState({
    dir: resolveConfigDir(flags, env),
    defaultsDir: paths.defaultsDir,
    env: withProgramPaths(env, paths),
  });
  if (!partsOf(state)) throw refusal(fileIssues(state));
  const loaded = await loadSettings(flags, env).catch((error: unknown) => {
    if (!(error instanceof RouterError)) throw error;
    // What was asked for is fine; what the files and variables say is not.
    throw new RouterError('CONFIG_INVALID', error.message, { cause: error });
  });
  if (!loaded.ok) throw refusal(loaded.issues);
  refuseExposure(toListenWhere(loaded.settings));
}

function refusal(issues: RouterError['issues']): RouterError {
  const first = issues.find(({ severity }) => severity === 'error');
  return new RouterError('CONFIG_INVALID', first && `${first.file}: ${first.message}`, { issues });
}
