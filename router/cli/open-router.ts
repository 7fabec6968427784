import type { SecretKeeper } from '#core/ports/secrets.ts';
import type { StartNode } from '#core/ports/own-node.ts';
import { createRouter, type RouterResult } from '../app.ts';
import type { Settings } from '../settings.ts';
import { checkRestart } from './check-restart.ts';
import { loadSettings, type SettingsResult } from './load-settings.ts';
import type { Invocation } from './invocation.ts';
import { findMcpCommand, findProgramPaths, findWindow, withProgramPaths } from './program-paths.ts';

/** What differs between the hosts of a router. */
export interface RouterHost {
  /** Logs on stderr are for a host that collects them. */
  readonly logTo: 'file' | 'stderr';
  /** The owner asked for it; the host stops this router and opens another. */
  readonly onRestart: () => void;
  readonly onProblem: (line: string) => void;
  /** Instead of the one beside the program. */
  readonly uiDir?: string;
  readonly keeper?: SecretKeeper;
  readonly startNode?: StartNode;
  /** Why no person can answer questions; absent where the window can be opened. */
  readonly unattended?: string;
  /** Instead of what flags, environment and settings.toml say now. */
  readonly settings?: Settings;
}

/**
 * A wired router that does not listen yet, or what is wrong with the files.
 * Throws INVALID_REQUEST for a wrong flag or variable.
 */
export async function openRouter(invocation: Invocation, host: RouterHost): Promise<RouterResult> {
  const { flags, env, version } = invocation;
  const loaded: SettingsResult =
    host.settings === undefined
      ? await loadSettings(flags, env)
      : { ok: true, settings: host.settings };
  if (!loaded.ok) return loaded;
  const paths = findProgramPaths();
  return await createRouter({
    ...host,
    settings: loaded.settings,
    version,
    env: withProgramPaths(env, paths),
    defaultsDir: paths.defaultsDir,
    mcpCommand: findMcpCommand(paths.program),
    checkRestart: () => checkRestart(invocation),
    // The variable is for work on the window: its files as a build left them, wherever that was.
    uiDir: findWindow(host.uiDir ?? (env['WOOLLAMA_UI_DIR'] || paths.uiDir)),
  });
}
