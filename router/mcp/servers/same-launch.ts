import { isDeepStrictEqual } from 'node:util';

import type { ServerEntry } from '#contract/config.ts';

/** What a connection depends on; the rest of an entry it can take over while it lives. */
export const LAUNCH_KEYS = [
  'command',
  'args',
  'env',
  'cwd',
  'url',
  'headers',
  'type',
  'disabled',
] as const;

/** Whether a server's connection can go on with the other entry. */
export function sameLaunch(a: ServerEntry, b: ServerEntry): boolean {
  return LAUNCH_KEYS.every((key) => isDeepStrictEqual(a[key], b[key]));
}
