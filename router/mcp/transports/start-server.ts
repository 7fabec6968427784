/** Starts a server's process, or lets the program's own Node run it where the machine has none. */
import { statSync } from 'node:fs';
import { resolve } from 'node:path';

import { OWN_NODE } from '#contract/process.ts';
import { hasProgram } from '#core/has-program.ts';
import type { StartNode } from '#core/ports/own-node.ts';
import {
  startChild,
  type Child,
  type ChildSpec,
  type ChildStart,
} from '#core/processes/child-process.ts';
import type { Guardian } from '#core/processes/guardian.ts';

/** The `code` of a start on the app's own Node without a script. */
export const NO_SCRIPT = 'NO_SCRIPT';

export interface ServerStarter {
  readonly guardian: Guardian;
  /** Absent where the program's own Node is a binary like any other. */
  readonly startNode?: StartNode | undefined;
}

export async function startServer(
  spec: ChildSpec,
  { guardian, startNode }: ServerStarter,
): Promise<ChildStart> {
  if (!wantsOwnNode(spec)) return await startChild(spec, guardian);
  if (startNode !== undefined) return startInApp(spec, startNode);
  return await startChild({ ...spec, command: process.execPath }, guardian);
}

/** Also for `node` where nobody installed one; people copy that from every server's README. */
function wantsOwnNode({ command, env }: ChildSpec): boolean {
  return command === OWN_NODE || (command === 'node' && !hasProgram(command, env));
}

function startInApp({ args, env, cwd }: ChildSpec, startNode: StartNode): ChildStart {
  const [script, ...rest] = args;
  // The app forks a file; options of Node would have to come before it.
  if (script === undefined || script.startsWith('-')) return { ok: false, code: NO_SCRIPT };
  if (cwd !== undefined && !isFolder(cwd)) return { ok: false, code: 'ENOENT' };
  const place = cwd === undefined ? {} : { cwd };
  const server = startNode({ script: resolve(cwd ?? '.', script), args: rest, env, ...place });
  const { stdin, stdout, stderr } = server;
  const child: Child = {
    pid: undefined,
    stdin,
    stdout,
    stderr,
    exited: server.exited.then((code) => ({ code, signal: null })),
    async stop() {
      await server.stop();
      for (const stream of [stdin, stdout, stderr]) stream.destroy();
    },
  };
  return { ok: true, child };
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
