import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Folders that lie beside the built program; in the sources they lie where the build takes them from. */
export interface ProgramPaths {
  readonly defaultsDir: string;
  readonly examplesDir: string;
}

export function findProgramPaths(here: string = import.meta.dirname): ProgramPaths {
  if (existsSync(join(here, 'defaults'))) {
    return { defaultsDir: join(here, 'defaults'), examplesDir: join(here, 'servers') };
  }
  const resources = join(here, '..', '..', 'resources');
  return {
    defaultsDir: join(resources, 'defaults'),
    examplesDir: join(here, '..', '..', 'out', 'servers'),
  };
}

/** The environment as configuration files see it: with the places of the bundled servers. */
export function withProgramPaths(env: NodeJS.ProcessEnv, paths: ProgramPaths): NodeJS.ProcessEnv {
  return {
    WOOLLAMA_EXAMPLES_DIR: paths.examplesDir,
    WOOLLAMA_NODE: process.execPath,
    ...env,
  };
}
