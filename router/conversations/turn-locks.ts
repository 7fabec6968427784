/** One turn at a time per conversation; those that wait keep their order. */

export interface TurnLocks {
  /**
   * Resolves with the release (idempotent) when it is this caller's turn. Rejects with the signal's
   * reason; whoever waited behind it moves up. `first` goes before all that wait.
   */
  acquire(id: string, signal: AbortSignal, place?: 'first' | 'last'): Promise<() => void>;
  /** How many conversations are locked. */
  size(): number;
  /** Resolves when nothing is locked. */
  whenFree(): Promise<void>;
}

export function createTurnLocks(): TurnLocks {
  /** Who waits, first come first; an entry exists only while its conversation is locked. */
  const queues = new Map<string, (() => void)[]>();
  const idle: (() => void)[] = [];

  const pass = (id: string): void => {
    const next = queues.get(id)?.shift();
    if (next !== undefined) return next();
    queues.delete(id);
    if (queues.size === 0) for (const resolve of idle.splice(0)) resolve();
  };
  const releaseOf = (id: string): (() => void) => {
    let isHeld = true;
    return () => {
      if (isHeld) pass(id);
      isHeld = false;
    };
  };

  return {
    async acquire(id, signal, place = 'last') {
      signal.throwIfAborted();
      const queue = queues.get(id);
      if (queue === undefined) {
        queues.set(id, []);
        return releaseOf(id);
      }
      await new Promise<void>((resolve, reject) => {
        const enter = (): void => {
          signal.removeEventListener('abort', leave);
          resolve();
        };
        const leave = (): void => {
          queue.splice(queue.indexOf(enter), 1);
          reject(signal.reason as Error);
        };
        if (place === 'first') queue.unshift(enter);
        else queue.push(enter);
        signal.addEventListener('abort', leave, { once: true });
      });
      return releaseOf(id);
    },
    size: () => queues.size,
    whenFree: () =>
      new Promise((resolve) => {
        if (queues.size === 0) resolve();
        else idle.push(resolve);
      }),
  };
}
