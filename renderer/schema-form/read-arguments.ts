/** From what stands in a form to the arguments of a call. */
import type {
  ChoiceField,
  Field,
  LinesField,
  ManyField,
  NumberField,
  TextField,
  TextFormat,
} from './schema-form.ts';

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
  if (text.trim() === '' && mayBeEmptyList(field)) return [];
  if (field.kind === 'text' ? text === '' : text.trim() === '') {
    if (field.required) reading.problems.set(path, 'This is needed');
    return undefined;
  }
  const read = readText(field, text);
  if (read.problem === undefined) return read.value;
  reading.problems.set(path, read.problem);
  return undefined;
}

function mayBeEmptyList(field: Field): boolean {
  if (!field.required) return false;
  return field.kind === 'lines' || (field.kind === 'many' && (field.min ?? 0) === 0);
}

interface Read {
  readonly value?: unknown;
  readonly problem?: string;
}

function readText(field: Exclude<Field, { readonly kind: 'group' }>, text: string): Read {
  switch (field.kind) {
    case 'text':
      return readPlainText(field, text);
    case 'switch':
      return { value: text === 'true' };
    case 'number':
      return readNumber(field, text);
    case 'choice':
      return readChoice(field, text);
    case 'many':
      return readMany(field, text);
    case 'lines':
      return readLines(field, text);
    case 'json':
      return readJson(text);
  }
}

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

const FORMATS: Readonly<Record<TextFormat, { fits: (text: string) => boolean; problem: string }>> =
  {
    email: { fits: (text) => EMAIL.test(text), problem: 'This is not an e-mail address' },
    uri: { fits: (text) => URL.canParse(text), problem: 'This is not a whole address' },
    date: {
      fits: (text) => DATE.test(text) && !Number.isNaN(Date.parse(text)),
      problem: 'This is not a date, such as 2026-11-29',
    },
    'date-time': {
      fits: (text) => !Number.isNaN(Date.parse(text)),
      problem: 'This is not a date and a time',
    },
  };

function readPlainText({ format, minLength, maxLength }: TextField, text: string): Read {
  // Characters as people count them, not halves of them.
  const { length } = Array.from(text);
  if (minLength !== undefined && length < minLength) {
    return { problem: `At least ${minLength} characters` };
  }
  if (maxLength !== undefined && length > maxLength) {
    return { problem: `At most ${maxLength} characters` };
  }
  if (format === undefined) return { value: text };
  const { fits, problem } = FORMATS[format];
  if (!fits(text)) return { problem };
  // The browser's field knows no zone: what was chosen is meant where the person is.
  return { value: format === 'date-time' ? new Date(text).toISOString() : text };
}

function readMany({ options, min, max }: ManyField, text: string): Read {
  const chosen = chosenOf(text);
  const isKnown = chosen.every((one) => options.some(({ value }) => value === one));
  if (!isKnown) return { problem: 'Choose from the list' };
  if (min !== undefined && chosen.length < min) return { problem: `Choose at least ${min}` };
  if (max !== undefined && chosen.length > max) return { problem: `Choose at most ${max}` };
  return { value: chosen.map((one): unknown => JSON.parse(one)) };
}

/** Values of the options that are chosen in a field for several. */
export function chosenOf(text: string): readonly string[] {
  return text.split('\n').filter((one) => one !== '');
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
