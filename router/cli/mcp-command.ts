import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { once } from 'node:events';

import type { Invocation } from './invocation.ts';
import { openRouter } from './open-router.ts';

/** `woollama mcp`: MCP on stdin and stdout, which carry nothing else. Ends when stdin does. */
export async function mcpCommand(invocation: Invocation): Promise<number> {
  const router = await openRouter(invocation, 'stderr');
  if (router === undefined) return 1;
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
