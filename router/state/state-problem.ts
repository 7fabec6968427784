/** What can be wrong with the file while the router runs, in words, and what to do about it. */
import { statSync } from 'node:fs';
import { z } from 'zod';

import type { ErrorCode } from '#contract/errors.ts';

export interface StateProblem {
  readonly code: Extract<ErrorCode, 'STATE_BUSY' | 'STATE_UNUSABLE'>;
  readonly message: string;
  readonly hint: string;
  /** It does not go away by itself, even when something works in between. */
  readonly lasts: boolean;
}

const BUSY: StateProblem = {
  code: 'STATE_BUSY',
  message: 'another program keeps it locked',
  hint: 'end that program, or ask again later',
  lasts: false,
};

const FULL = unusable('the disk is full', 'make room; nothing else is needed');
const READ_ONLY = unusable('it cannot be written', 'make it and its folder writable for you');
const UNREADABLE_ROW = unusable(
  'a row of it cannot be read',
  'move it away and restart Woollama; conversations start anew',
);
const DAMAGED: StateProblem = {
  ...unusable(
    'it is damaged',
    'restart Woollama: the file is kept under another name, and conversations start anew',
  ),
  lasts: true,
};

/** Primary result codes of SQLite. */
const BY_CODE: Readonly<Record<number, StateProblem>> = {
  5: BUSY,
  6: BUSY,
  8: READ_ONLY,
  11: DAMAGED,
  13: FULL,
  26: DAMAGED,
};
/** PERM, IOERR, CANTOPEN: the file system's own reasons. */
const DISK_CODES = [3, 10, 14];

/** Undefined for what is a mistake of ours. */
export function problemOf(error: unknown): StateProblem | undefined {
  if (error instanceof z.ZodError || error instanceof SyntaxError) return UNREADABLE_ROW;
  if (!(error instanceof Error) || !('errcode' in error)) return undefined;
  const code = Number(error.errcode) & 0xff;
  if (!DISK_CODES.includes(code)) return BY_CODE[code];
  return unusable(
    `it cannot be read or written (${error.message})`,
    'look after the disk and the folder, then restart Woollama',
  );
}

/** SQLite would go on writing into a file that nobody can find any more. */
export function createPlaceCheck(path: string): () => StateProblem | undefined {
  const look = () => statSync(path, { bigint: true, throwIfNoEntry: false });
  const opened = look();
  return () => {
    const found = look();
    if (found !== undefined && found.ino === opened?.ino && found.dev === opened.dev) {
      return undefined;
    }
    return unusable(
      found === undefined ? 'it was removed' : 'another file was put in its place',
      'put it back, or restart Woollama to begin with what is there now',
    );
  };
}

function unusable(message: string, hint: string): StateProblem {
  return { code: 'STATE_UNUSABLE', message, hint, lasts: false };
}
