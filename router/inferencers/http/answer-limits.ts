/** How much of an upstream's answer we hold in memory before we give up on it. */
import { RouterError } from '#core/router-error.ts';

const MB = 1_048_576;

/** Bytes of an answer that is wanted whole. */
export const BODY_LIMIT = 64 * MB;

/** Characters of one line or event of a stream. */
export const PART_LIMIT = 16 * MB;

/** Bytes or characters of an error body; what is beyond says nothing more. */
export const ERROR_BODY_LIMIT = 262_144;

/** More than `limit` came in one `part`; `name` is the inferencer's. */
export function tooLarge(
  name: string,
  part: 'answer' | 'event' | 'line',
  limit: number,
): RouterError {
  const size = limit < MB ? `${limit} bytes` : `${limit / MB} MB`;
  const message = `inferencer '${name}' sent more than ${size} in one ${part}`;
  return new RouterError('UPSTREAM_INVALID', message);
}
