/** Checks parts of a Responses body that the outer schema leaves open, and says where they are wrong. */
import type { z } from 'zod';

import { RouterError } from '#core/router-error.ts';

/** `param` as OpenAI writes it: `input[0].content[1]`. */
export function refuse(param: string, message: string): RouterError {
  return new RouterError('INVALID_REQUEST', `'${param}': ${message}`, { param });
}

/** Throws INVALID_REQUEST naming the field. */
export function parseAt<T>(value: unknown, schema: z.ZodType<T>, param: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const where = (issue?.path ?? []).map((key) =>
    typeof key === 'number' ? `[${key}]` : `.${String(key)}`,
  );
  const message = issue?.message.replace(/^Invalid input: /, '') ?? 'not valid';
  throw refuse(`${param}${where.join('')}`, message);
}
