import type { Notice, Notify } from './notifications.ts';

/** One thing that waits for the person. */
export interface WaitingNotice extends Notice {
  readonly id: string;
  /** Who waits for it: nobody gets more than one notice at a time. */
  readonly from: string;
}

interface ShownNotice {
  readonly id: string;
  readonly dismiss: () => void;
}

/** One notice for each who waits, taken away when what it was about is over. */
export function createWaitingNotices(notify: Notify) {
  const shown = new Map<string, ShownNotice>();
  return (waiting: readonly WaitingNotice[]): void => {
    const ids = new Set(waiting.map(({ id }) => id));
    for (const [from, { id, dismiss }] of shown) {
      if (ids.has(id)) continue;
      shown.delete(from);
      dismiss();
    }
    for (const { id, from, ...notice } of waiting) {
      if (!shown.has(from)) shown.set(from, { id, dismiss: notify(notice) });
    }
  };
}
