import type { z } from 'zod';

import { RouterError } from '#core/router-error.ts';

/** The JSON body in the given shape. Throws INVALID_JSON, or INVALID_REQUEST naming the field. */
export function parseBody<T>(body: Buffer, schema: z.ZodType<T>): T {
  const result = schema.safeParse(parseJson(body));
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const param = issue?.path.join('.') ?? '';
  const where = param === '' ? 'the body' : `'${param}'`;
  throw new RouterError(
    'INVALID_REQUEST',
    `${where}: ${issue?.message.replace(/^Invalid input: /, '') ?? 'not valid'}`,
    {
      ...(param !== '' && { param }),
    },
  );
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unreadable';
    throw new RouterError('INVALID_JSON', `the body is not valid JSON: ${reason}`);
  }
}
