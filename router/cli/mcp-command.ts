import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { once } from 'node:events';

import type { Invocation } from './invocation.ts';
import { openRouter } from './open-router.ts';
import { printIssues, printProblem } from './print-issues.ts';

/** `woollama mcp`: MCP on stdin and stdout, which carry nothing else. Ends when stdin does. */
export async function mcpCommand(invocation: Invocation): Promise<number> {
  const opened = await openRouter(invocation, {
    logTo: 'stderr',
    onProblem: printProblem,
    // Nobody can ask: a router over stdio has no control surface.
    onRestart: () => undefined,
  });
  printIssues(opened.ok ? opened.router.status().issues : opened.issues);
  if (!opened.ok) return 1;
  const { router } = opened;
  router.startServers();
  const connection = serveStdio(() => router.mcpServer());
  const closed = new AbortController();
  const { signal } = closed;
  await Promise.race([
    once(process.stdin, 'end', { signal }),
    once(process.stdin, 'close', { signal }),
    once(process.stdin, 'error', { signal }),
    once(process.stdout, 'error', { signal }),
    once(process, 'SIGINT', { signal }),
    once(process, 'SIGTERM', { signal }),
  ]);
  closed.abort();
  await connection.close();
  await router.stop(0);
  return 0;
}
