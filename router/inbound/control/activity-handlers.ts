import { applyEvents, type Activity, type ActivityRequest } from '#contract/activity.ts';
import type { SequencedEvent } from '#contract/events.ts';
import type { RunningRequest } from '#core/ports/requests.ts';
import type { ControlParts, Handlers } from './handler.ts';

type Parts = Pick<ControlParts, 'run' | 'status' | 'events' | 'requests'>;
type Methods = 'status.get' | 'activity.list' | 'requests.cancel';

export function activityHandlers({ run, status, events, requests }: Parts): Handlers<Methods> {
  return {
    'status.get': () => status(),
    'activity.list'() {
      const remembered = events.since(0);
      const known = applyEvents(forgotten(requests.running(), remembered), remembered);
      const seq = remembered.at(-1)?.seq ?? 0;
      return { run, seq, requests: [...known.values()] };
    },
    'requests.cancel': ({ id }) => ({ cancelled: requests.cancel(id) }),
  };
}

/** What runs so long that nobody remembers its start. */
function forgotten(
  running: readonly RunningRequest[],
  remembered: readonly SequencedEvent[],
): Activity {
  const started = new Set(
    remembered.flatMap((event) => (event.kind === 'request-started' ? [event.requestId] : [])),
  );
  const old = running.filter(({ id }) => !started.has(id));
  return new Map(old.map((request) => [request.id, toActivity(request)]));
}

function toActivity({ id, info, startedAt }: RunningRequest): ActivityRequest {
  return { id, ...info, startedAt, state: 'running', turns: [], calls: [] };
}
