import { RouterError } from './router-error.ts';

/** Settles as `work` does, or rejects the moment `signal` fires; the work then goes on unwatched. */
export async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = Promise.withResolvers<never>();
  const onAbort = (): void => aborted.reject(toCancelled(signal));
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort);
  try {
    return await Promise.race([aborted.promise, work]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

/** The signal's reason when it is a RouterError (a time-out of the caller's, say), else CANCELLED. */
export function toCancelled(signal: AbortSignal): RouterError {
  const reason: unknown = signal.reason;
  if (reason instanceof RouterError) return reason;
  return new RouterError('CANCELLED', undefined, { cause: reason });
}
