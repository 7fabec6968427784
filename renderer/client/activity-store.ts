/** What every request did, kept up to date from the event stream. */
import { applyEvents, type Activity, type ActivityRequest } from '#contract/activity.ts';
import type { ControlClient } from '#contract/control-client.ts';
import type { SequencedEvent } from '#contract/events.ts';
import type { Connection } from './connection.ts';
import { createStore, type Store } from './store.ts';

export interface ActivityStore extends Store<Activity> {
  readonly close: () => void;
}

export function createActivityStore(client: ControlClient, connection: Connection): ActivityStore {
  const store = createStore<Activity>(new Map());
  /** Events that came while the list was being read; undefined when nothing is read. */
  let waiting: SequencedEvent[] | undefined;
  let reading = 0;

  async function read(): Promise<void> {
    reading += 1;
    const mine = reading;
    waiting = [];
    try {
      const { seq, requests } = await client.call('activity.list', {});
      if (mine !== reading) return;
      const listed = new Map(
        requests.map((request): [string, ActivityRequest] => [request.id, request]),
      );
      const missed = (waiting ?? []).filter((event) => event.seq > seq);
      waiting = undefined;
      store.set(applyEvents(listed, missed));
    } catch {
      // The connection tells that the router is away, and reads again when it is back.
      if (mine === reading) waiting = undefined;
    }
  }

  const unlisten = connection.listen({
    onHello: ({ resumed }) => void (resumed ? undefined : read()),
    onBatch({ events, missed }) {
      if (missed) void read();
      else if (waiting !== undefined) waiting.push(...events);
      else if (events.length > 0) store.set(applyEvents(store.get(), events));
    },
  });
  return { get: store.get, subscribe: store.subscribe, close: unlisten };
}

/** How many requests run now. */
export function countRunning(activity: Activity): number {
  let count = 0;
  for (const request of activity.values()) if (request.state === 'running') count += 1;
  return count;
}
