import type { RouterEvent } from '#contract/events.ts';
import type { Events } from '#core/ports/events.ts';

/** Keeps everything that was published, in order. */
export interface FakeEventLog extends Events {
  readonly published: RouterEvent[];
}

export function createFakeEventLog(): FakeEventLog {
  const published: RouterEvent[] = [];
  return {
    published,
    publish: (event) => void published.push(event),
    subscribe: () => () => undefined,
    since: () => [],
  };
}
