/**
 * A form made from a JSON Schema: the arguments of a tool, the answer to a server's question. What a
 * form cannot show becomes a field for JSON, so that everything can be written.
 */
import { asList, asNumber, asTable, asText, resolveSchema, type Schema } from './resolve-schema.ts';

interface FieldBase {
  /** Name of the property. */
  readonly name: string;
  readonly label: string;
  readonly description: string;
  readonly required: boolean;
}

export interface TextField extends FieldBase {
  readonly kind: 'text';
  readonly preset: string;
  /** Rather many lines than one. */
  readonly long: boolean;
  readonly format: TextFormat | undefined;
  readonly minLength: number | undefined;
  readonly maxLength: number | undefined;
}

/** Those that a form can help with; any other is a text like any. */
export const TEXT_FORMATS = ['email', 'uri', 'date', 'date-time'] as const;
export type TextFormat = (typeof TEXT_FORMATS)[number];

export interface NumberField extends FieldBase {
  readonly kind: 'number';
  readonly integer: boolean;
  readonly preset: string;
  readonly min: number | undefined;
  readonly max: number | undefined;
}

export interface SwitchField extends FieldBase {
  readonly kind: 'switch';
  readonly preset: boolean | undefined;
}

export interface ChoiceField extends FieldBase {
  readonly kind: 'choice';
  /** JSON texts, because the choices of a schema may be of any type. */
  readonly options: readonly ChoiceOption[];
  readonly preset: string;
}

export interface ChoiceOption {
  readonly value: string;
  readonly label: string;
}

/** Several of the options. */
export interface ManyField extends FieldBase {
  readonly kind: 'many';
  readonly options: readonly ChoiceOption[];
  /** JSON texts, one a line. */
  readonly preset: string;
  readonly min: number | undefined;
  readonly max: number | undefined;
}

/** One entry a line. */
export interface LinesField extends FieldBase {
  readonly kind: 'lines';
  readonly items: 'string' | 'number' | 'integer';
  readonly preset: string;
}

export interface GroupField extends FieldBase {
  readonly kind: 'group';
  readonly fields: readonly Field[];
}

export interface JsonField extends FieldBase {
  readonly kind: 'json';
  readonly preset: string;
}

export type Field =
  | TextField
  | NumberField
  | SwitchField
  | ChoiceField
  | ManyField
  | LinesField
  | GroupField
  | JsonField;

/** Groups within groups; what lies deeper is written as JSON. */
const DEEPEST = 5;

/** The fields of an object's properties; undefined when they can only be written as JSON. */
export function toFields(schema: Schema): readonly Field[] | undefined {
  const root = resolveSchema(schema, schema);
  const properties = asTable(root['properties']);
  const takesOthers = root['additionalProperties'] !== false;
  if (properties === undefined || Object.keys(properties).length === 0) {
    return takesOthers && root['type'] === 'object' && properties === undefined ? undefined : [];
  }
  return fieldsOf(root, { root: schema, depth: 0 });
}

interface Context {
  readonly root: Schema;
  readonly depth: number;
}

function fieldsOf(schema: Schema, context: Context): readonly Field[] {
  const required = new Set(asList(schema['required']));
  return Object.entries(asTable(schema['properties']) ?? {}).map(([name, value]) => {
    const own = resolveSchema(asTable(value) ?? {}, context.root);
    return toField({ name, schema: own, required: required.has(name) }, context);
  });
}

interface Property {
  readonly name: string;
  readonly schema: Schema;
  readonly required: boolean;
}

function toField({ name, schema, required }: Property, context: Context): Field {
  const label = asText(schema['title']) ?? name;
  const description = asText(schema['description']) ?? '';
  const base = { name, label, description, required };
  const preset = schema['default'];
  const options = toOptions(schema);
  if (options !== undefined) {
    return { ...base, kind: 'choice', options, preset: presetJson(preset) };
  }
  switch (schema['type']) {
    case 'string':
      return { ...base, kind: 'text', long: isLong(name, schema), ...textOf(schema) };
    case 'number':
    case 'integer':
      return { ...base, kind: 'number', ...numberOf(schema) };
    case 'boolean':
      return { ...base, kind: 'switch', preset: typeof preset === 'boolean' ? preset : undefined };
    case 'array':
      return (
        toMany(base, schema, context) ?? toLines(base, schema, context) ?? toJson(base, preset)
      );
    case 'object':
      return toGroup(base, schema, context) ?? toJson(base, preset);
    default:
      return toJson(base, preset);
  }
}

function textOf(schema: Schema): Pick<TextField, 'preset' | 'format' | 'minLength' | 'maxLength'> {
  const format = TEXT_FORMATS.find((known) => known === schema['format']);
  const preset = asText(schema['default']) ?? '';
  return {
    preset: format === 'date-time' ? toLocalTime(preset) : preset,
    format,
    minLength: asNumber(schema['minLength']),
    maxLength: asNumber(schema['maxLength']),
  };
}

/** As the browser's field for a date and a time wants it; empty when it is none. */
function toLocalTime(text: string): string {
  const at = Date.parse(text);
  if (Number.isNaN(at)) return '';
  const local = new Date(at - new Date(at).getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 19);
}

function numberOf(schema: Schema): Pick<NumberField, 'integer' | 'preset' | 'min' | 'max'> {
  const preset = schema['default'];
  return {
    integer: schema['type'] === 'integer',
    preset: typeof preset === 'number' ? String(preset) : '',
    min: asNumber(schema['minimum']),
    max: asNumber(schema['maximum']),
  };
}

function toMany(base: FieldBase, schema: Schema, { root }: Context): ManyField | undefined {
  const options = toOptions(resolveSchema(asTable(schema['items']) ?? {}, root));
  if (options === undefined) return undefined;
  const preset = asList(schema['default'])
    .map((value) => JSON.stringify(value))
    .join('\n');
  const [min, max] = [asNumber(schema['minItems']), asNumber(schema['maxItems'])];
  return { ...base, kind: 'many', options, preset, min, max };
}

function toLines(base: FieldBase, schema: Schema, { root }: Context): LinesField | undefined {
  const item = resolveSchema(asTable(schema['items']) ?? {}, root);
  const items = item['type'];
  if (items !== 'string' && items !== 'number' && items !== 'integer') return undefined;
  const preset = asList(schema['default']).map(String).join('\n');
  return { ...base, kind: 'lines', items, preset };
}

function toGroup(base: FieldBase, schema: Schema, context: Context): GroupField | undefined {
  const properties = asTable(schema['properties']) ?? {};
  if (Object.keys(properties).length === 0 || context.depth >= DEEPEST) return undefined;
  const fields = fieldsOf(schema, { ...context, depth: context.depth + 1 });
  return { ...base, kind: 'group', fields };
}

function toJson(base: FieldBase, preset: unknown): JsonField {
  const text = preset === undefined ? '' : JSON.stringify(preset, null, 2);
  return { ...base, kind: 'json', preset: text };
}

/** The choices of `enum` (older servers name them in `enumNames`), of `const`, or of `oneOf` with constants. */
function toOptions(schema: Schema): readonly ChoiceOption[] | undefined {
  const { enum: values, const: only, oneOf, anyOf } = schema;
  const names = asList(schema['enumNames']);
  if (Array.isArray(values) && values.length > 0) {
    return values.map((value, at) => toOption(value, asText(names[at])));
  }
  if (only !== undefined) return [toOption(only)];
  const members = [...asList(oneOf), ...asList(anyOf)].map((member) => asTable(member) ?? {});
  if (members.length === 0 || members.some(({ const: value }) => value === undefined)) {
    return undefined;
  }
  return members.map(({ const: value, title }) => toOption(value, asText(title)));
}

function toOption(value: unknown, title?: string): ChoiceOption {
  const text = JSON.stringify(value);
  return { value: text, label: title ?? (typeof value === 'string' ? value : text) };
}

const LONG_NAMES = /(^|_)(text|content|body|query|sql|code|prompt|message|markdown|html|json)$/i;
const LONG_LIMIT = 200;

function isLong(name: string, { maxLength, format }: Schema): boolean {
  if (typeof format === 'string') return false;
  if (typeof maxLength === 'number') return maxLength > LONG_LIMIT;
  return LONG_NAMES.test(name);
}

function presetJson(preset: unknown): string {
  return preset === undefined ? '' : JSON.stringify(preset);
}
