import type { Events } from '#core/ports/events.ts';
import { RouterError } from '#core/router-error.ts';

interface Within {
  readonly events: Pick<Events, 'subscribe'>;
  /** Of the activity; undefined where it is not known. */
  readonly requestId: string | undefined;
  readonly signal: AbortSignal;
}

/**
 * Does the work with a signal that fires too when that request is cancelled. Its mere end does not
 * count: a task goes on after the call that began it.
 */
export async function withinRequest<T>(
  { events, requestId, signal }: Within,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  if (requestId === undefined) return work(signal);
  const parent = new AbortController();
  const unsubscribe = events.subscribe((event) => {
    if (event.kind !== 'request-ended' || event.requestId !== requestId) return;
    if (event.outcome !== 'cancelled') return;
    parent.abort(new RouterError('CANCELLED', 'the request it belongs to was cancelled'));
  });
  try {
    return await work(AbortSignal.any([signal, parent.signal]));
  } finally {
    unsubscribe();
  }
}
