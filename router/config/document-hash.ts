/**
 * What an edit must name: the text of the file, and what the placeholders in it stood for. Of
 * secrets that are found in the text alone, the text tells that; what others are counted as depends
 * on what was known, so their table is part of the hash. The key hides it, and ends with the process.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

import type { Placeholders } from './placeholders.ts';

const KEY = randomBytes(32);
const ABSENT = 'absent';

/** `textHash` is null for a file that does not exist; so is the result, unless something is hidden. */
export function documentHash(textHash: string | null, placeholders: Placeholders): string | null {
  const { length } = placeholders.secrets;
  if (length === (textHash === null ? 0 : placeholders.certain)) return textHash;
  return `${textHash ?? ABSENT}-${length}-${digest(placeholders, length)}`;
}

/** The part that is about the text. */
export function textHashOf(hash: string | null): string | null {
  const [text = ''] = hash?.split('-') ?? [];
  return hash === null || text === ABSENT ? null : text;
}

/** Whether every placeholder that was shown with this hash still means the same. */
export function meansTheSame(hash: string | null, placeholders: Placeholders): boolean {
  const [, shown, given] = hash?.split('-') ?? [];
  if (shown === undefined) return true;
  const now = Buffer.from(digest(placeholders, Number(shown)));
  const then = Buffer.from(given ?? '');
  return now.length === then.length && timingSafeEqual(now, then);
}

/** New secrets count on, so that the first ones of a longer table are an older table. */
function digest({ word, secrets }: Placeholders, length: number): string {
  const table = JSON.stringify([word, secrets.slice(0, length)]);
  return createHmac('sha256', KEY).update(`${length} ${table}`).digest('hex').slice(0, 32);
}
