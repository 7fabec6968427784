/** Progress towards the client, with a sign of life where the server gives none for long. */
import type { JsonObject, ToolProgress } from '#core/ports/tools.ts';
import type { Exchange } from './method.ts';

export interface ProgressLine {
  /** The params of a server's `notifications/progress`, without the token. */
  readonly report: (progress: JsonObject) => void;
  /** Idempotent. */
  readonly end: () => void;
}

/** Heartbeats must increase the value, but not so much that they overtake what the server says next. */
const SMALLEST_STEP = 1e-9;
const RELATIVE_STEP = 2 ** -50;

/** A client that wants no progress now may want it with a later request of the same call. */
export function openProgressLine(exchange: Exchange, heartbeatMs: number): ProgressLine {
  const startedAt = performance.now();
  let value = 0;
  let isOurs = false;

  const send = (progress: JsonObject): void => {
    const progressToken = exchange.progressToken();
    if (progressToken === undefined) exchange.holdProgress?.(progress);
    else exchange.notify('notifications/progress', { ...progress, progressToken });
  };
  const beat = (): void => {
    if (exchange.progressToken() === undefined) return;
    value = above(value);
    isOurs = true;
    const seconds = Math.round((performance.now() - startedAt) / 1000);
    send({ progress: value, message: `still running, ${seconds} s` });
  };
  const timer = setInterval(beat, heartbeatMs).unref();

  return {
    report: (progress) => {
      timer.refresh();
      const own = progress['progress'];
      if (typeof own !== 'number') return send(progress);
      // Only where a heartbeat came first can a server's value have been reached already.
      value = isOurs && own <= value ? above(value) : own;
      isOurs = false;
      send(value === own ? progress : { ...progress, progress: value });
    },
    end: () => clearInterval(timer),
  };
}

function above(value: number): number {
  return value + Math.max(SMALLEST_STEP, Math.abs(value) * RELATIVE_STEP);
}

/** For the activity. */
export function toToolProgress({ progress, total, message }: JsonObject): ToolProgress {
  return {
    progress: typeof progress === 'number' ? progress : 0,
    ...(typeof total === 'number' && { total }),
    ...(typeof message === 'string' && { message }),
  };
}
