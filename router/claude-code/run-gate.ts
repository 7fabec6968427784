/** How many programs run at once: each takes hundreds of megabytes. */
import { toCancelled, untilAborted } from '#core/until-aborted.ts';

export interface RunGate {
  /** Waits for a place, first come first served; the answer gives it back. Rejects as the signal says. */
  enter(signal: AbortSignal): Promise<() => void>;
}

export function createRunGate(places: number): RunGate {
  let free = places;
  const waiting: (() => void)[] = [];

  function leave(): void {
    const next = waiting.shift();
    if (next === undefined) free += 1;
    else next();
  }

  return {
    async enter(signal) {
      if (signal.aborted) throw toCancelled(signal);
      if (free > 0) {
        free -= 1;
        return once(leave);
      }
      const turn = Promise.withResolvers<void>();
      waiting.push(turn.resolve);
      try {
        await untilAborted(turn.promise, signal);
      } catch (error) {
        const at = waiting.indexOf(turn.resolve);
        // The place may have come in the very moment the caller gave up.
        if (at === -1) leave();
        else waiting.splice(at, 1);
        throw error;
      }
      return once(leave);
    },
  };
}

function once(action: () => void): () => void {
  let done = false;
  return () => {
    if (!done) action();
    done = true;
  };
}
