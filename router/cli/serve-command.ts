import type { Router } from '../app.ts';
import { findRuntimePlaces } from '../listeners/runtime-dir.ts';
import { describeFindings } from './describe-findings.ts';
import { hasDesktop } from './has-desktop.ts';
import type { Invocation } from './invocation.ts';
import { openInBrowser } from './open-in-browser.ts';
import { printBanner } from './print-banner.ts';
import { printProblem } from './print-issues.ts';
import { openShift } from './router-shift.ts';
import { serveShifts } from './serve-shifts.ts';
import { listenToStopSignals } from './stop-signals.ts';

/**
 * `woollama serve`: listens until a signal asks it to stop, and starts anew in this process when
 * the owner asks for that. Resolves to the exit code.
 */
export async function serveCommand(invocation: Invocation): Promise<number> {
  const { env, flags, version } = invocation;
  process.stdout.write(`woollama ${version} - starting\n`);
  const say = (line: string) => void process.stdout.write(`woollama: ${line}\n`);
  const signals = listenToStopSignals();
  signals.asked.addEventListener('abort', () => say('stopping (again to stop at once)'));
  let closeWindow: (() => void) | undefined;
  try {
    return await serveShifts({
      signals,
      say,
      open: (settings) => openShift(invocation, settings),
      async onListening(router) {
        printBanner(router);
        void describeFindings(router, env).then((lines) => process.stdout.write(lines));
        if (flags['open'] !== true || signals.asked.aborted) return;
        // Also after a restart, which signed out the window that was opened before.
        closeWindow?.();
        closeWindow = await openWindow(router, env);
      },
    });
  } finally {
    closeWindow?.();
    signals.close();
  }
}

/** Where nobody could see it, nothing is opened. Returns what tidies up. */
async function openWindow(router: Router, env: NodeJS.ProcessEnv): Promise<() => void> {
  if (hasDesktop(env, process.platform)) {
    try {
      return await openInBrowser({ link: router.createLink(), dir: findRuntimePlaces(env).dir });
    } catch {
      printProblem('no browser could be started; `woollama ui` prints a link for one');
    }
  }
  return () => undefined;
}
