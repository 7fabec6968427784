import { createRouter, type Router } from '../app.ts';
import { loadSettings } from './load-settings.ts';
import type { Invocation } from './invocation.ts';
import { printIssues } from './print-issues.ts';
import { findProgramPaths, withProgramPaths } from './program-paths.ts';

type LogTo = 'file' | 'stderr';

/** A wired router that does not listen yet, or undefined after saying what is wrong with the files. */
export async function openRouter(
  { flags, env, version }: Invocation,
  logTo: LogTo,
): Promise<Router | undefined> {
  const loaded = await loadSettings(flags, env);
  if (!loaded.ok) {
    printIssues(loaded.issues);
    return undefined;
  }
  const paths = findProgramPaths();
  const created = await createRouter({
    settings: loaded.settings,
    version,
    env: withProgramPaths(env, paths),
    defaultsDir: paths.defaultsDir,
    logTo,
    onProblem: (line) => process.stderr.write(`woollama: ${line}\n`),
  });
  if (!created.ok) {
    printIssues(created.issues);
    return undefined;
  }
  printIssues(created.router.status().issues);
  return created.router;
}
