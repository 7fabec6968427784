/** A router that stopped because of its files is started again when one of them is saved. */
import { statSync } from 'node:fs';

import type { RouterState } from '../bridge/channels.ts';
import type { Clock } from '../system/clock.ts';

const LOOK_EVERY_MS = 1_000;

export interface RetryOnEdit {
  /** Looks at the files this state complains of, and at no others any more. */
  follow(state: RouterState): void;
  close(): void;
}

export function createRetryOnEdit(retry: () => void, clock: Clock): RetryOnEdit {
  let cancel = (): void => undefined;

  function lookLater(files: readonly string[], seen: string): void {
    cancel = clock.after(LOOK_EVERY_MS, () => {
      if (stampOf(files) === seen) lookLater(files, seen);
      else retry();
    });
  }

  return {
    follow(state) {
      cancel();
      if (state.kind !== 'stopped' || state.issues.length === 0) return;
      const files = [...new Set(state.issues.map((issue) => issue.file))];
      lookLater(files, stampOf(files));
    },
    close: () => cancel(),
  };
}

/** Another one when a file was saved, made, removed or put in the place of another. */
function stampOf(files: readonly string[]): string {
  return files.map(stampOfOne).join();
}

/** A file that cannot be looked at may be readable later, so its error counts as a stamp. */
function stampOfOne(file: string): string {
  try {
    const { mtimeNs, ctimeNs, size, ino } = statSync(file, { bigint: true });
    return [mtimeNs, ctimeNs, size, ino].join(':');
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  }
}
