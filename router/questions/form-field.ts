/** The fields a server may ask for: MCP's small part of JSON schema, of every revision so far. */
import { z } from 'zod';

const labels = { title: z.string().optional(), description: z.string().optional() };
const count = z.int().min(0).optional();
const values = z.array(z.string()).min(1);
const titledValues = z.array(z.object({ const: z.string(), title: z.string().optional() })).min(1);
/** A choice that cannot be read must not pass for a text that may be anything. */
const absent = z.undefined().optional();

const text = z.object({
  type: z.literal('string'),
  ...labels,
  enum: absent,
  oneOf: absent,
  minLength: count,
  maxLength: count,
  pattern: z.string().optional(),
  format: z.string().optional(),
  default: z.string().optional(),
});

const choice = z.object({
  type: z.literal('string'),
  ...labels,
  enum: values,
  enumNames: z.array(z.string()).optional(),
  default: z.string().optional(),
});

const titledChoice = z.object({
  type: z.literal('string'),
  ...labels,
  oneOf: titledValues,
  default: z.string().optional(),
});

const choices = z.object({
  type: z.literal('array'),
  ...labels,
  minItems: count,
  maxItems: count,
  items: z.union([
    z.object({ type: z.literal('string').optional(), enum: values }),
    z.object({ anyOf: titledValues }),
  ]),
  default: z.array(z.string()).optional(),
});

const number = z.object({
  type: z.enum(['number', 'integer']),
  ...labels,
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  default: z.number().optional(),
});

const boolean = z.object({
  type: z.literal('boolean'),
  ...labels,
  default: z.boolean().optional(),
});

/** Keys that MCP does not know are left out. */
export const formField = z.union([choice, titledChoice, choices, text, number, boolean]);

export type FormField = z.infer<typeof formField>;

/** The field with its words for people changed; what is sent back stays as it is. */
export function relabel(field: FormField, show: (text: string) => string): FormField {
  const { title, description } = field;
  const shown = {
    ...field,
    ...(title !== undefined && { title: show(title) }),
    ...(description !== undefined && { description: show(description) }),
  };
  const showValue = (value: z.infer<typeof titledValues>[number]) => ({
    ...value,
    ...(value.title !== undefined && { title: show(value.title) }),
  });
  if ('enumNames' in shown && shown.enumNames !== undefined) {
    return { ...shown, enumNames: shown.enumNames.map(show) };
  }
  if ('oneOf' in shown && shown.oneOf !== undefined) {
    return { ...shown, oneOf: shown.oneOf.map(showValue) };
  }
  if (shown.type === 'array' && 'anyOf' in shown.items) {
    return { ...shown, items: { anyOf: shown.items.anyOf.map(showValue) } };
  }
  return shown;
}
