import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { OWN_NODE } from '#contract/process.ts';

/** Folders that lie beside the built program; in the sources they lie where the build takes them from. */
export interface ProgramPaths {
  /** The command line, as a script for Node. */
  readonly program: string;
  readonly defaultsDir: string;
  readonly examplesDir: string;
  /** Of the built window; there is none before the first build. */
  readonly uiDir: string;
}

export function findProgramPaths(here: string = import.meta.dirname): ProgramPaths {
  const built = existsSync(join(here, 'defaults'));
  const out = built ? here : join(here, '..', '..', 'out');
  return {
    program: join(out, 'woollama.js'),
    defaultsDir: built ? join(here, 'defaults') : join(here, '..', '..', 'resources', 'defaults'),
    examplesDir: join(out, 'servers'),
    uiDir: join(out, 'ui'),
  };
}

/** The folder, if the window was built into it. */
export function findWindow(dir: string): string | undefined {
  return existsSync(join(dir, 'index.html')) ? dir : undefined;
}

interface McpCommand {
  readonly command: string;
  readonly args: readonly string[];
}

/**
 * What other programs start for `woollama mcp`. Undefined inside the packaged app, whose files no other
 * Node can read, and in sources that were never built.
 */
export function findMcpCommand(program: string, node = ownNode()): McpCommand | undefined {
  if (/[.]asar[\\/]/.test(program) || !existsSync(program)) return undefined;
  return { command: node, args: [program, 'mcp'] };
}

/** Electron is no Node for others; who runs the app from its sources has one. */
function ownNode(): string {
  return process.versions['electron'] === undefined ? process.execPath : 'node';
}

/** The environment as configuration files see it: with the places of the bundled servers. */
export function withProgramPaths(env: NodeJS.ProcessEnv, paths: ProgramPaths): NodeJS.ProcessEnv {
  return {
    WOOLLAMA_EXAMPLES_DIR: paths.examplesDir,
    WOOLLAMA_NODE: OWN_NODE,
    ...env,
  };
}
