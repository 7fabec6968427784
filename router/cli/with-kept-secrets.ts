import type { Logger } from '#core/ports/logger.ts';
import { openSecretKeeper } from '../secrets/open-secret-keeper.ts';
import { createStoredSecrets } from '../stored-secrets.ts';
import type { SettingsResult } from './load-settings.ts';
import { printProblem } from './print-issues.ts';

type Variables = Readonly<Record<string, string | undefined>>;

/** Whatever is logged here is told at the terminal; the lesser lines are for files. */
const logger: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: (_facts, message) => printProblem(message),
  error: (_facts, message) => printProblem(message),
  child: () => logger,
};

/**
 * The environment as a router of these settings would see it: with the user's kept secrets. Without
 * usable settings it is not known where those are, and the environment stays as it is.
 */
export async function withKeptSecrets(
  env: NodeJS.ProcessEnv,
  loading: Promise<SettingsResult>,
): Promise<Variables> {
  const loaded = await loading.catch(() => undefined);
  if (loaded?.ok !== true) return env;
  const { stateDir } = loaded.settings;
  const { platform } = process;
  const kept = await openSecretKeeper({ stateDir, env, platform, logger });
  return createStoredSecrets({ kept, env, hide: () => undefined }).env;
}
