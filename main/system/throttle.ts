import type { Clock } from './clock.ts';

export interface Throttle {
  /** Runs now, or at the end of the pause since the last run. */
  readonly request: () => void;
  readonly cancel: () => void;
}

/** At most one run in `pauseMs`; the last request is never lost. */
export function createThrottle(pauseMs: number, run: () => void, clock: Clock): Throttle {
  let quietUntil = 0;
  let cancelTimer: (() => void) | undefined;

  function runNow(): void {
    cancelTimer = undefined;
    quietUntil = clock.now() + pauseMs;
    run();
  }

  return {
    request() {
      if (cancelTimer !== undefined) return;
      const waitMs = quietUntil - clock.now();
      if (waitMs <= 0) runNow();
      else cancelTimer = clock.after(waitMs, runNow);
    },
    cancel() {
      cancelTimer?.();
      cancelTimer = undefined;
    },
  };
}
