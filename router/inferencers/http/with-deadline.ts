import type { RouterError } from '#core/router-error.ts';

export interface Deadline {
  /** Fires when `signal` does, or after `ms` with the given error as its reason. */
  readonly signal: AbortSignal;
  readonly ms: number;
  readonly error: () => RouterError;
}

/** Runs `work` with a signal that also fires at a deadline. The timer never outlives the work. */
export async function withDeadline<T>(
  { signal, ms, error }: Deadline,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(error()), ms).unref();
  try {
    return await work(AbortSignal.any([signal, controller.signal]));
  } finally {
    clearTimeout(timer);
  }
}
