/** From what stands in a form to the arguments of a call. */
import type { ChoiceField, Field, LinesField, NumberField } from './schema-form.ts';

/** What was typed, by the path of the field; an empty text means "not set". */
export type FormValues = ReadonlyMap<string, string>;

export type ReadArguments =
  | { readonly ok: true; readonly value: Readonly<Record<string, unknown>> }
  /** A sentence for each path. */
  | { readonly ok: false; readonly problems: ReadonlyMap<string, string> };

/** JSON Pointer, so that names may hold anything. */
export function pathOf(parent: string, name: string): string {
  return `${parent}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/** The form as it opens. */
export function presetValues(fields: readonly Field[], parent = ''): FormValues {
  const values = new Map<string, string>();
  for (const field of fields) {
    const path = pathOf(parent, field.name);
    if (field.kind === 'group') {
      for (const [inner, text] of presetValues(field.fields, path)) values.set(inner, text);
    } else if (field.preset !== undefined && field.preset !== '') {
      values.set(path, String(field.preset));
    }
  }
  return values;
}

export function readArguments(fields: readonly Field[], values: FormValues): ReadArguments {
  const problems = new Map<string, string>();
  const value = readFields(fields, '', { values, problems });
  return problems.size === 0 ? { ok: true, value } : { ok: false, problems };
}

interface Reading {
  readonly values: FormValues;
  readonly problems: Map<string, string>;
}

function readFields(
  fields: readonly Field[],
  parent: string,
  reading: Reading,
): Readonly<Record<string, unknown>> {
  const entries = fields.flatMap((field) => {
    const value = readField(field, pathOf(parent, field.name), reading);
    return value === undefined ? [] : [[field.name, value] as const];
  });
  return Object.fromEntries(entries);
}

/** Undefined for what is not sent. */
function readField(field: Field, path: string, reading: Reading): unknown {
  if (field.kind === 'group') {
    const isUsed = [...reading.values].some(
      ([at, text]) => at.startsWith(`${path}/`) && text !== '',
    );
    return isUsed || field.required ? readFields(field.fields, path, reading) : undefined;
  }
  const text = reading.values.get(path) ?? '';
  if (text.trim() === '' && field.kind === 'lines' && field.required) return [];
  if (field.kind === 'text' ? text === '' : text.trim() === '') {
    if (field.required) reading.problems.set(path, 'This is needed');
    return undefined;
  }
  const read = readText(field, text);
  if (read.problem === undefined) return read.value;
  reading.problems.set(path, read.problem);
  return undefined;
}

interface Read {
  readonly value?: unknown;
  readonly problem?: string;
}

function readText(field: Exclude<Field, { readonly kind: 'group' }>, text: string): Read {
  switch (field.kind) {
    case 'text':
      return { value: text };
    case 'switch':
      return { value: text === 'true' };
    case 'number':
      return readNumber(field, text);
    case 'choice':
      return readChoice(field, text);
    case 'lines':
      return readLines(field, text);
    case 'json':
      return readJson(text);
  }
}

function readNumber(field: Pick<NumberField, 'integer' | 'min' | 'max'>, text: string): Read {
  const value = Number(text);
  if (!Number.isFinite(value)) return { problem: 'This is not a number' };
  if (field.integer && !Number.isInteger(value)) return { problem: 'This must be a whole number' };
  if (field.min !== undefined && value < field.min) return { problem: `At least ${field.min}` };
  if (field.max !== undefined && value > field.max) return { problem: `At most ${field.max}` };
  return { value };
}

function readChoice({ options }: ChoiceField, text: string): Read {
  if (!options.some(({ value }) => value === text)) return { problem: 'Choose one of the list' };
  return { value: JSON.parse(text) };
}

function readLines({ items }: LinesField, text: string): Read {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  if (items === 'string') return { value: lines };
  const range = { integer: items === 'integer', min: undefined, max: undefined };
  const read = lines.map((line) => readNumber(range, line));
  const at = read.findIndex(({ problem }) => problem !== undefined);
  if (at >= 0) return { problem: `Line ${at + 1}: ${read[at]?.problem ?? ''}` };
  return { value: read.map(({ value }) => value) };
}

function readJson(text: string): Read {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { problem: `This is not valid JSON: ${reason}` };
  }
}

/** The arguments as one JSON text. */
export function readObject(text: string): ReadArguments {
  const { value, problem } = readJson(text.trim() === '' ? '{}' : text);
  if (problem !== undefined) return { ok: false, problems: new Map([['', problem]]) };
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { ok: false, problems: new Map([['', 'This must be a JSON object: { ... }']]) };
  }
  return { ok: true, value: Object.fromEntries(Object.entries(value)) };
}
