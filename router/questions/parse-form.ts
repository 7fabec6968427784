/** A server's form: checked before people see it, and their answer before the server does. */
import { z } from 'zod';

import type { JsonObject } from '#core/ports/tools.ts';
import { RouterError } from '#core/router-error.ts';
import { toFieldCheck } from './field-check.ts';
import { formField, relabel, type FormField } from './form-field.ts';

export interface Form {
  /** As MCP's requestedSchema, its words fit to be shown. */
  readonly schema: JsonObject;
  /** The content with defaults filled in. Throws INVALID_REQUEST naming the field. */
  readonly check: (content: JsonObject) => JsonObject;
}

const MOST_FIELDS = 100;
const MOST_BYTES = 128 * 1024;

const requestedSchema = z.object({
  type: z.literal('object'),
  properties: z
    .record(z.string(), formField)
    .refine(
      (fields) => Object.keys(fields).length <= MOST_FIELDS,
      `more than ${MOST_FIELDS} fields`,
    )
    .refine((fields) => JSON.stringify(fields).length <= MOST_BYTES, 'the form is too large'),
  required: z.array(z.string()).default([]),
});

/** `show` makes a server's words fit for people. */
export function parseForm(
  schema: unknown,
  show: (text: string) => string,
): z.ZodSafeParseResult<Form> {
  return requestedSchema
    .transform(({ properties, required }) => toForm(Object.entries(properties), required, show))
    .safeParse(schema);
}

function toForm(
  fields: readonly (readonly [string, FormField])[],
  required: readonly string[],
  show: (text: string) => string,
): Form {
  const known = new Set(fields.map(([name]) => name));
  // What is required but not asked for could never be answered.
  const needed = required.filter((name) => known.has(name));
  const checks = fields.map(([name, field]) => ({
    name,
    fallback: field.default,
    isNeeded: needed.includes(name),
    schema: toFieldCheck(field),
  }));
  return {
    schema: {
      type: 'object',
      properties: Object.fromEntries(fields.map(([name, field]) => [name, relabel(field, show)])),
      ...(needed.length > 0 && { required: needed }),
    },
    check(content) {
      const stray = Object.keys(content).find((name) => !known.has(name));
      if (stray !== undefined) throw wrongField(stray, 'is not asked for');
      return Object.fromEntries(checks.flatMap((check) => checkField(check, content)));
    },
  };
}

interface NamedCheck {
  readonly name: string;
  readonly fallback: unknown;
  readonly isNeeded: boolean;
  readonly schema: z.ZodType;
}

function checkField(
  check: NamedCheck,
  content: JsonObject,
): readonly (readonly [string, unknown])[] {
  const { name, fallback, isNeeded, schema } = check;
  const value = Object.hasOwn(content, name) ? content[name] : fallback;
  if (value === undefined) {
    if (isNeeded) throw wrongField(name, 'is required');
    return [];
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw wrongField(name, parsed.error.issues[0]?.message ?? 'is not valid');
  return [[name, value]];
}

function wrongField(name: string, why: string): RouterError {
  return new RouterError('INVALID_REQUEST', `${name} ${why}`, { param: `answer.content.${name}` });
}
