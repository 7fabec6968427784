import type { Recipe } from '#core/ports/recipes.ts';
import { LONGEST_TIMER_MS } from '#core/longest-timer.ts';
import { RouterError, toRouterError } from '#core/router-error.ts';

/** One run's lifetime: ends by its caller's signal, by the recipe's own time-out, or by `end`. */
interface RunScope {
  readonly signal: AbortSignal;
  /** What a failure inside the run means to the caller: time-out and cancelling come first. */
  toError(error: unknown): RouterError;
  /** Releases timer and listener and aborts whatever the run left behind. Idempotent. */
  end(): void;
}

/** Made once: an abort without a reason builds an exception with its stack, for every run. */
const OVER = new RouterError('CANCELLED', 'the run is over');

export function openRunScope(callerSignal: AbortSignal, recipe: Recipe): RunScope {
  const controller = new AbortController();
  const seconds = recipe.timeout ?? 0;
  let expired = false;

  const cancel = () => controller.abort(callerSignal.reason);
  const expire = () => {
    expired = !controller.signal.aborted;
    controller.abort(OVER);
  };
  if (callerSignal.aborted) cancel();
  callerSignal.addEventListener('abort', cancel, { once: true });
  const timer =
    seconds > 0 ? setTimeout(expire, Math.min(seconds * 1000, LONGEST_TIMER_MS)) : undefined;

  return {
    signal: controller.signal,
    toError: (error) => {
      if (expired) {
        const message = `recipe '${recipe.name}' did not finish within its time-out of ${seconds} s`;
        return new RouterError('UPSTREAM_TIMEOUT', message, { cause: error });
      }
      if (controller.signal.aborted)
        return new RouterError('CANCELLED', undefined, { cause: error });
      return toRouterError(error);
    },
    end: () => {
      clearTimeout(timer);
      callerSignal.removeEventListener('abort', cancel);
      controller.abort(OVER);
    },
  };
}

/** Throws CANCELLED once the run's signal has fired. */
export function throwIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw new RouterError('CANCELLED');
}
