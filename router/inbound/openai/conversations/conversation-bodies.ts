/** Bodies of the conversation routes; limits are OpenAI's. */
import { z } from 'zod';

const MOST_PAIRS = 16;

export const metadata = z
  .record(z.string().max(64, 'keys have at most 64 characters'), z.string().max(512))
  .refine((pairs) => Object.keys(pairs).length <= MOST_PAIRS, `at most ${MOST_PAIRS} pairs`);

const title = z.string().max(512);
/** OpenAI takes `null` for what is optional. */
const optional = <T extends z.ZodType>(schema: T) =>
  schema.nullish().transform((value) => value ?? undefined);

export const createBody = z.looseObject({
  model: z.string().min(1, 'must not be empty'),
  backend: optional(z.string().min(1)),
  title: optional(title),
  key: optional(z.string().min(1).max(256)),
  metadata: optional(metadata),
  /** What was said belongs to the backend, which takes it only as a turn. */
  items: z
    .array(z.unknown())
    .max(0, 'a conversation begins empty here; send them as the input of its first response')
    .nullish(),
});

export const updateBody = z.looseObject({
  title: title.nullish(),
  metadata: metadata.nullish(),
});
