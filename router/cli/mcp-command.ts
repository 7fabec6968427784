import { once } from 'node:events';

import { findRuntimePlaces } from '../listeners/runtime-dir.ts';
import { attachToRouter, mayAttach } from './attach-to-router.ts';
import type { Invocation } from './invocation.ts';
import { printIssues, printProblem } from './print-issues.ts';
import { listenToStopSignals } from './stop-signals.ts';

const NO_WINDOW =
  "nobody can answer here: this 'woollama mcp' runs without a window; start Woollama first, or " +
  'use a client that answers such questions itself';

/**
 * `woollama mcp`: MCP on stdin and stdout, which carry nothing else. Joins the router of this user
 * that runs already, else starts one of its own. Ends when stdin does.
 */
export async function mcpCommand(invocation: Invocation): Promise<number> {
  const stop = listenToStopSignals();
  try {
    const attached = mayAttach(invocation.flags)
      ? await attachToRouter({
          socketPath: findRuntimePlaces(invocation.env).socket,
          flags: invocation.flags,
          input: process.stdin,
          output: process.stdout,
          signal: stop.asked,
        })
      : undefined;
    if (attached === undefined) return await runOwnRouter(invocation, stop.asked);
    if (attached === 'client') return 0;
    process.stderr.write('woollama: the router is gone; start this program again to reconnect\n');
    return 1;
  } finally {
    stop.close();
  }
}

async function runOwnRouter(invocation: Invocation, stop: AbortSignal): Promise<number> {
  // Large, and not needed beside a router that runs already.
  const { openRouter } = await import('./open-router.ts');
  const opened = await openRouter(invocation, {
    logTo: 'stderr',
    onProblem: printProblem,
    // Nobody can ask: a router over stdio has no control surface.
    onRestart: () => undefined,
    unattended: NO_WINDOW,
  });
  printIssues(opened.ok ? opened.router.status().issues : opened.issues);
  if (!opened.ok) return 1;
  const { router } = opened;
  router.startServers();
  const connection = router.serveStdio({ input: process.stdin, output: process.stdout });
  const closed = new AbortController();
  const { signal } = closed;
  if (!stop.aborted) {
    await Promise.race([
      once(process.stdin, 'end', { signal }),
      once(process.stdin, 'close', { signal }),
      once(process.stdin, 'error', { signal }),
      once(process.stdout, 'error', { signal }),
      once(stop, 'abort', { signal }),
    ]);
  }
  closed.abort();
  await connection.close();
  await router.stop(0);
  return 0;
}
