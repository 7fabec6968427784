/** Events on their way to the page; what comes before the page listens waits for it. */
import type { ShellEvent, ShellEventData } from './channels.ts';

/** More than anybody would look at after a long time without a window. */
const MOST_WAITING = 20;

export interface ShellEvents {
  send<E extends ShellEvent>(event: E, data: ShellEventData<E>): void;
  /** The page listens to this event from now on. */
  subscribed(event: string): void;
  /** The page is gone, or loads anew: from now on events wait again. */
  reset(): void;
}

/** States that the page asks for when it loads: the newest is enough, nothing waits. */
const STATES: ReadonlySet<string> = new Set(['router-state-changed', 'update-state-changed']);

export function createShellEvents(deliver: (event: string, data: unknown) => void): ShellEvents {
  const heard = new Set<string>();
  let waiting: { readonly event: string; readonly data: unknown }[] = [];
  return {
    send(event, data) {
      if (heard.has(event)) deliver(event, data);
      else if (!STATES.has(event)) waiting = [...waiting, { event, data }].slice(-MOST_WAITING);
    },
    subscribed(event) {
      heard.add(event);
      const due = waiting.filter((one) => one.event === event);
      waiting = waiting.filter((one) => one.event !== event);
      for (const one of due) deliver(one.event, one.data);
    },
    reset: () => heard.clear(),
  };
}
