/** Fields of handles and responses that bodies share; the limits are OpenAI's. */
import { z } from 'zod';

const MOST_KEYS = 16;
const LONGEST_KEY = 64;
const LONGEST_VALUE = 512;

/** OpenAI takes `null` for every optional field. */
export function given<T extends z.ZodType>(schema: T) {
  return schema.nullish().transform((value) => value ?? undefined);
}

/** As OpenAI counts: an emoji is one character, though JavaScript has two for it. */
function shortText(longest: number, message: string) {
  return z.string().regex(new RegExp(`^.{0,${longest}}$`, 'su'), message);
}

export const metadataField = z
  .record(
    shortText(LONGEST_KEY, `keys have at most ${LONGEST_KEY} characters`),
    shortText(LONGEST_VALUE, `values have at most ${LONGEST_VALUE} characters`),
  )
  .refine((table) => Object.keys(table).length <= MOST_KEYS, `has at most ${MOST_KEYS} keys`);

/** The client's own name for a conversation. */
export const keyField = z.string().min(1).max(256);
