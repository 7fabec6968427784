/** The link to a server that runs as our child process. */
import { statSync } from 'node:fs';

import type { ServerEntry } from '#contract/config.ts';
import type { Logger } from '#core/ports/logger.ts';
import { maskThenCut, type Mask } from '../servers/secret-mask.ts';
import type { Failure, Link } from '../session/link.ts';
import { childEnvironment, type Environment } from '#core/processes/child-env.ts';
import type { ChildSpec } from '#core/processes/child-process.ts';
import type { LineListener } from './stderr-tail.ts';
import { NO_SCRIPT, type ServerStarter } from './start-server.ts';
import { StdioTransport } from './stdio-transport.ts';

const NOISE_PREVIEW_LENGTH = 200;
const MESSAGE_LENGTH = 300;
/** Codes of a start that can only succeed after somebody changed something. */
const PERMANENT_CODES = [
  'ENOENT',
  'EACCES',
  'ENOTDIR',
  'ENOEXEC',
  'ERR_INVALID_ARG_VALUE',
  NO_SCRIPT,
];

export interface StdioLinkOptions extends ServerStarter {
  readonly entry: ServerEntry;
  readonly command: string;
  readonly baseEnv: Environment;
  readonly mask: Mask;
  readonly logger: Logger;
  readonly onStderr?: LineListener | undefined;
}

/** Nothing is started before the transport is. */
export function createStdioLink(options: StdioLinkOptions): Link {
  const { entry, mask } = options;
  const spec: ChildSpec = {
    command: options.command,
    args: entry.args,
    env: childEnvironment(options.baseEnv, entry.env),
    ...(entry.cwd === undefined ? {} : { cwd: entry.cwd }),
  };
  const transport = new StdioTransport({
    spec,
    guardian: options.guardian,
    startNode: options.startNode,
    mask,
    onNoise: countNoise(options),
    onStderr: options.onStderr,
  });

  const explain = (error?: unknown): Failure => {
    const code = transport.startFailure;
    if (code !== undefined) {
      return { reason: mask(explainStart(spec, code)), permanent: PERMANENT_CODES.includes(code) };
    }
    const said =
      error instanceof Error ? oneLine(error.message, mask) : 'The server stopped answering';
    const lastLine = transport.stderr.last();
    const words = lastLine === undefined ? '' : `. Last line on stderr: ${lastLine.trim()}`;
    return { reason: `${transport.ended ?? said}${words}` };
  };

  return {
    kind: 'stdio',
    transport,
    mask,
    explain,
    // The transport closes when the process ends; no other error is worth ending it for.
    isFatal: () => false,
    stderr: () => transport.stderr.lines(),
    pid: () => transport.pid,
    close: () => transport.close(),
  };
}

/** Messages of schema errors run over many lines. */
function oneLine(text: string, mask: Mask): string {
  return maskThenCut(text, (seen) => mask(seen).replaceAll(/\s+/g, ' '), MESSAGE_LENGTH);
}

function explainStart(spec: ChildSpec, code: string): string {
  // The system reports a missing folder as if the command were missing.
  if (spec.cwd !== undefined && !isFolder(spec.cwd)) {
    return `The folder "${spec.cwd}" (cwd) does not exist`;
  }
  if (code === 'ENOENT') {
    const hint = 'Install it, or write its full path: the router may see another PATH than yours';
    return `Command "${spec.command}" was not found. ${hint}`;
  }
  if (code === NO_SCRIPT) {
    return `"${spec.command}" is the app's own Node here: its first argument must be a script, no option`;
  }
  if (code === 'EACCES') return `Command "${spec.command}" may not be executed`;
  return `Command "${spec.command}" could not be started (${code})`;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** Reports the first line that is not a message; a chatty server must not fill the log. */
function countNoise(options: StdioLinkOptions): (line: string) => void {
  let lines = 0;
  return (line) => {
    if (++lines > 1) return;
    const preview = maskThenCut(line, options.mask, NOISE_PREVIEW_LENGTH);
    options.logger.warn({ preview }, 'the server writes text to stdout that is not MCP; skipped');
  };
}
