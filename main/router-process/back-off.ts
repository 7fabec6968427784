/** How long to wait before the next try: half a second, doubled each time, 30 s at most. */
const FIRST_MS = 500;
const LONGEST_MS = 30_000;
/** Whoever ran this long is well again. */
const STABLE_MS = 60_000;

export interface BackOff {
  /** `ranMs` is how long the last one ran. */
  next(ranMs: number): number;
  reset(): void;
}

export function createBackOff(): BackOff {
  let failures = 0;
  return {
    next(ranMs) {
      if (ranMs >= STABLE_MS) failures = 0;
      failures += 1;
      return Math.min(FIRST_MS * 2 ** (failures - 1), LONGEST_MS);
    },
    reset: () => (failures = 0),
  };
}
