import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server';
import type { z } from 'zod';

/** Params in the given shape; an InvalidParams error names the field. */
export function parseParams<T>(params: unknown, schema: z.ZodType<T>): T {
  const result = schema.safeParse(params);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const field = issue?.path.join('.') ?? '';
  const what = issue?.message.replace(/^Invalid input: /, '') ?? 'not valid';
  throw invalidParams(field === '' ? `params: ${what}` : `'${field}': ${what}`);
}

export function invalidParams(message: string): ProtocolError {
  return new ProtocolError(ProtocolErrorCode.InvalidParams, message);
}
