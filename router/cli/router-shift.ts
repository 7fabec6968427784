import { RouterError } from '#core/router-error.ts';
import type { Router } from '../app.ts';
import type { Settings } from '../settings.ts';
import { checkRestart } from './check-restart.ts';
import type { Invocation } from './invocation.ts';
import { openRouter } from './open-router.ts';
import { printIssues, printProblem } from './print-issues.ts';

/** One router of this process, and the one that takes over when the owner wants a restart. */
export interface RouterShift {
  readonly router: Router;
  /**
   * Calls the last listener once, also for one that was there before it. Whoever gets the next one
   * listens with it or stops it. A callback, because a promise would keep all that follow in memory.
   */
  readonly onNext: (listener: (next: RouterShift) => void) => void;
}

/**
 * Undefined after saying what is wrong with the files; throws as `openRouter`.
 * The next router is put together before this one ends: with files or settings that cannot be
 * used, this one goes on. With `settings` the files are not asked for them.
 */
export async function openShift(
  invocation: Invocation,
  settings?: Settings,
): Promise<RouterShift | undefined> {
  const handover = createHandover();
  let isOpening = false;
  const onRestart = async (): Promise<void> => {
    // Asked for twice it is still one restart.
    if (isOpening) return;
    isOpening = true;
    const shift = await openNext(invocation).catch(toProblem);
    if (typeof shift !== 'string') return handover.give(shift);
    if (opened.ok) opened.router.logger.warn({}, `not restarted, it goes on as it was: ${shift}`);
    isOpening = false;
  };
  const opened = await openRouter(invocation, {
    logTo: 'file',
    onProblem: printProblem,
    onRestart: () => void onRestart(),
    ...(settings && { settings }),
  });
  printIssues(opened.ok ? opened.router.status().issues : opened.issues);
  return opened.ok ? { router: opened.router, onNext: handover.onNext } : undefined;
}

async function openNext(invocation: Invocation): Promise<RouterShift> {
  await checkRestart(invocation);
  const shift = await openShift(invocation);
  if (shift === undefined) throw new RouterError('CONFIG_INVALID');
  return shift;
}

function toProblem(error: unknown): string {
  if (!(error instanceof RouterError)) throw error;
  return error.message;
}

function createHandover() {
  let waiting: RouterShift | undefined;
  let listener: ((next: RouterShift) => void) | undefined;
  const hand = (): void => {
    if (listener === undefined || waiting === undefined) return;
    const next = waiting;
    waiting = undefined;
    listener(next);
  };
  return {
    give: (next: RouterShift): void => {
      waiting = next;
      hand();
    },
    onNext: (take: (next: RouterShift) => void): void => {
      listener = take;
      hand();
    },
  };
}
