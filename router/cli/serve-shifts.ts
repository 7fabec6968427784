import { setTimeout as delay } from 'node:timers/promises';

import { RouterError } from '#core/router-error.ts';
import { untilAborted } from '#core/until-aborted.ts';
import type { Router } from '../app.ts';
import type { Settings } from '../settings.ts';
import type { RouterShift } from './router-shift.ts';
import type { StopSignals } from './stop-signals.ts';

/** Requests in flight get this long when the router is asked to stop. */
const GRACE_MS = 10_000;

/** After a second signal this is all that is left for the children. */
const LAST_MS = 5_000;

export interface ShiftHost {
  readonly signals: StopSignals;
  /** With `settings` instead of those of the files. Undefined after saying what is wrong. */
  readonly open: (settings?: Settings) => Promise<RouterShift | undefined>;
  /** Also after each restart. */
  readonly onListening: (router: Router) => Promise<void>;
  readonly say: (line: string) => void;
}

/**
 * One router after the other, until a signal asks for the end; nothing here holds those of the past.
 * Resolves to the exit code. Throws as `open` and `Router.listen`.
 */
export async function serveShifts(host: ShiftHost): Promise<number> {
  const { asked, again } = host.signals;
  let shift = await host.open();
  if (shift === undefined) return 1;
  await listen(shift.router);
  for (;;) {
    await host.onListening(shift.router);
    const next = await nextOf(shift, asked);
    if (next !== undefined) host.say('restarting');
    await endRouter(shift.router, again);
    if (next === undefined || asked.aborted) {
      // Also one that is still being put together.
      shift.onNext(({ router }) => void router.stop(0));
      await next?.router.stop(0);
      return 0;
    }
    shift = await takeOver(next, { from: shift.router.settings, host });
  }
}

/** Undefined once the end is asked for. Leaves nothing at the signal, which outlives all shifts. */
function nextOf(shift: RouterShift, asked: AbortSignal): Promise<RouterShift | undefined> {
  return new Promise((resolve) => {
    if (asked.aborted) return resolve(undefined);
    const onAsked = (): void => resolve(undefined);
    asked.addEventListener('abort', onAsked, { once: true });
    shift.onNext((next) => {
      asked.removeEventListener('abort', onAsked);
      resolve(next);
    });
  });
}

async function takeOver(
  next: RouterShift,
  { from, host }: { readonly from: Settings; readonly host: ShiftHost },
): Promise<RouterShift> {
  try {
    await listen(next.router);
    return next;
  } catch (error) {
    if (!(error instanceof RouterError)) throw error;
    const back = await host.open(from);
    if (back === undefined) throw error;
    await listen(back.router);
    back.router.logger.warn({}, `${error.message}; it goes on with the settings from before`);
    return back;
  }
}

async function listen(router: Router): Promise<void> {
  try {
    await router.listen();
  } catch (error) {
    await router.stop(0);
    throw error;
  }
}

/** Drains, unless `hurry` is or gets aborted. */
async function endRouter(router: Router, hurry: AbortSignal): Promise<void> {
  const stopped = router.stop(GRACE_MS);
  await untilAborted(stopped, hurry).catch((error: unknown) => {
    if (!hurry.aborted) throw error;
    return Promise.race([router.stop(0), delay(LAST_MS, undefined, { ref: false })]);
  });
}
