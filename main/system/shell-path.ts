/**
 * On macOS a program started from the Dock has a short PATH, on which no `npx` or `uvx` is found.
 * The login shell knows the long one.
 */
import { shellPath } from 'shell-path';

/** A shell that asks a question would wait for ever. */
const LIMIT_MS = 5_000;

export interface ShellQuestion {
  readonly platform?: NodeJS.Platform;
  readonly ask?: () => Promise<string>;
  readonly limitMs?: number;
}

/** The environment for the router. Never rejects: without an answer it is our own. */
export async function readRouterEnvironment({
  platform = process.platform,
  ask = shellPath,
  limitMs = LIMIT_MS,
}: ShellQuestion = {}): Promise<NodeJS.ProcessEnv> {
  if (platform !== 'darwin') return process.env;
  const timeout = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => timeout.resolve(undefined), limitMs);
  const path = await Promise.race([ask().catch(() => undefined), timeout.promise]);
  clearTimeout(timer);
  return path === undefined ? process.env : { ...process.env, PATH: mergePaths(path) };
}

function mergePaths(path: string): string {
  const own = process.env['PATH'] ?? '';
  return [...new Set([...path.split(':'), ...own.split(':')])].filter(Boolean).join(':');
}
