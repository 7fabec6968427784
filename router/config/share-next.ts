/**
 * Runs one task at a time. A call during a run gets the next run, which it shares with all other
 * waiting calls: whoever calls sees a run that began after the call.
 */
export function shareNext(task: () => Promise<void>): () => Promise<void> {
  let running = Promise.resolve();
  let next: Promise<void> | undefined;
  return () => {
    // A failed run is reported to its own callers, not to the next ones.
    next ??= running
      .catch(() => undefined)
      .then(() => {
        next = undefined;
        running = task();
        return running;
      });
    return next;
  };
}
