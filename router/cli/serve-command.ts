import { setTimeout as delay } from 'node:timers/promises';

import type { Router } from '../app.ts';
import { describeFindings } from './describe-findings.ts';
import type { Invocation } from './invocation.ts';
import { openRouter } from './open-router.ts';

/** Requests in flight get this long when the router is asked to stop. */
const GRACE_MS = 10_000;

/** After a second signal this is all that is left for the children. */
const LAST_MS = 5_000;

/** `woollama serve`: listens until a signal asks it to stop. Resolves to the exit code. */
export async function serveCommand(invocation: Invocation): Promise<number> {
  process.stdout.write(`woollama ${invocation.version} - starting\n`);
  const router = await openRouter(invocation, 'file');
  if (router === undefined) return 1;
  const asked = stopSignal();
  try {
    await router.listen();
    printBanner(router);
    void describeFindings(router, invocation.env).then((line) => process.stdout.write(line));
    await asked;
    process.stdout.write('woollama: stopping (again to stop at once)\n');
    await Promise.race([router.stop(GRACE_MS), stopSignal()]);
    await Promise.race([router.stop(0), delay(LAST_MS, undefined, { ref: false })]);
    return 0;
  } catch (error) {
    await router.stop(0);
    throw error;
  }
}

function printBanner(router: Router): void {
  const status = router.status();
  const auth = status.tokenRequired
    ? 'clients on TCP must send the token'
    : 'this machine only, no token (WOOLLAMA_TOKEN sets one)';
  process.stdout.write(
    [
      `OpenAI base_url: ${status.baseUrl}`,
      `MCP URL:         ${status.mcpUrl}`,
      `Socket:          ${status.socket ?? 'none (see the log)'}`,
      `Access:          ${auth}`,
      `Config folder:   ${status.configDir}`,
      `Log:             ${router.logPath ?? 'stderr'}`,
      '',
    ].join('\n'),
  );
}

/** Resolves at the next SIGINT, SIGTERM or (Windows) SIGBREAK. */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK'] as const) {
      if (signal === 'SIGBREAK' && process.platform !== 'win32') continue;
      process.once(signal, () => resolve());
    }
  });
}
