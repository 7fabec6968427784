/** A clock that moves only when a test says so. */
import type { Clock } from '../system/clock.ts';

export interface ManualClock extends Clock {
  /** Runs what is due, in order, and lets promises settle in between. */
  advance(ms: number): Promise<void>;
  /** How many timers wait. */
  waiting(): number;
}

interface Timer {
  readonly at: number;
  readonly run: () => void;
}

export function createManualClock(start = 1_000_000): ManualClock {
  let now = start;
  let timers: Timer[] = [];

  async function advance(ms: number): Promise<void> {
    const end = now + ms;
    for (;;) {
      await settle();
      const next = timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (next === undefined) break;
      timers = timers.filter((timer) => timer !== next);
      now = Math.max(now, next.at);
      next.run();
    }
    now = end;
    await settle();
  }

  return {
    now: () => now,
    after(ms, run) {
      const timer = { at: now + ms, run };
      timers.push(timer);
      return () => {
        timers = timers.filter((one) => one !== timer);
      };
    },
    advance,
    waiting: () => timers.length,
  };
}

/** Promises that are already decided have run their callbacks afterwards. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
