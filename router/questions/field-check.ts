/** What an answer must be to fit a field, as a schema whose messages are for people. */
import { z } from 'zod';

import type { FormField } from './form-field.ts';

type TextField = Extract<FormField, { readonly format?: unknown }>;
type ChoicesField = Extract<FormField, { readonly type: 'array' }>;
type NumberField = Extract<FormField, { readonly type: 'number' | 'integer' }>;

/** Others are passed on unchecked. */
const FORMATS: Readonly<Record<string, z.ZodType>> = {
  email: z.email(),
  uri: z.string().refine((value) => URL.canParse(value)),
  date: z.iso.date(),
  'date-time': z.iso.datetime({ offset: true }),
};

export function toFieldCheck(field: FormField): z.ZodType {
  switch (field.type) {
    case 'boolean':
      return z.boolean('must be true or false');
    case 'number':
    case 'integer':
      return toNumberCheck(field);
    case 'array':
      return toChoicesCheck(field);
    case 'string':
      break;
  }
  if ('enum' in field && field.enum !== undefined) return oneOf(field.enum);
  if ('oneOf' in field && field.oneOf !== undefined) {
    return oneOf(field.oneOf.map((value) => value.const));
  }
  return toTextCheck(field);
}

/**
 * `pattern` is left to the server: its regular expression could keep this process busy for ever.
 * Lengths are characters, as JSON schema counts them.
 */
function toTextCheck({ minLength = 0, maxLength = Infinity, format = '' }: TextField): z.ZodType {
  const shape = Object.hasOwn(FORMATS, format) ? FORMATS[format] : undefined;
  return z
    .string('must be a text')
    .refine((value) => Array.from(value).length >= minLength, least(minLength, 'character'))
    .refine((value) => Array.from(value).length <= maxLength, most(maxLength, 'character'))
    .refine((value) => shape?.safeParse(value).success !== false, `must be a valid ${format}`);
}

function toNumberCheck({ type, minimum, maximum }: NumberField): z.ZodType {
  return z
    .number('must be a number')
    .refine((value) => type === 'number' || Number.isInteger(value), 'must be a whole number')
    .refine((value) => value >= (minimum ?? -Infinity), `must be ${minimum} or more`)
    .refine((value) => value <= (maximum ?? Infinity), `must be ${maximum} or less`);
}

function toChoicesCheck({ items, minItems = 0, maxItems = Infinity }: ChoicesField): z.ZodType {
  const values = 'enum' in items ? items.enum : items.anyOf.map((value) => value.const);
  return z
    .array(oneOf(values), 'must be a list')
    .refine((list) => list.length >= minItems, least(minItems, 'choice'))
    .refine((list) => list.length <= maxItems, most(maxItems, 'choice'));
}

function oneOf(values: readonly string[]): z.ZodType {
  const known = new Set(values);
  const what = 'must be one of the choices';
  return z.string(what).refine((value) => known.has(value), what);
}

function least(count: number, what: string): string {
  return `must have at least ${count} ${what}${count === 1 ? '' : 's'}`;
}

function most(count: number, what: string): string {
  return `must have at most ${count} ${what}${count === 1 ? '' : 's'}`;
}
