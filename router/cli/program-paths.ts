import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { OWN_NODE } from '#contract/process.ts';

/** Folders that lie beside the built program; in the sources they lie where the build takes them from. */
export interface ProgramPaths {
  readonly defaultsDir: string;
  readonly examplesDir: string;
  /** Of the built window; there is none before the first build. */
  readonly uiDir: string;
}

export function findProgramPaths(here: string = import.meta.dirname): ProgramPaths {
  const built = existsSync(join(here, 'defaults'));
  const out = built ? here : join(here, '..', '..', 'out');
  return {
    defaultsDir: built ? join(here, 'defaults') : join(here, '..', '..', 'resources', 'defaults'),
    examplesDir: join(out, 'servers'),
    uiDir: join(out, 'ui'),
  };
}

/** The folder, if the window was built into it. */
export function findWindow(dir: string): string | undefined {
  return existsSync(join(dir, 'index.html')) ? dir : undefined;
}

/** The environment as configuration files see it: with the places of the bundled servers. */
export function withProgramPaths(env: NodeJS.ProcessEnv, paths: ProgramPaths): NodeJS.ProcessEnv {
  return {
    WOOLLAMA_EXAMPLES_DIR: paths.examplesDir,
    WOOLLAMA_NODE: OWN_NODE,
    ...env,
  };
}
