/** The `{{variables}}` of a prompt and what the file says about them. */
import type { ConfigEditRequest } from '#contract/config-editing.ts';
import { entriesAt, listAt, textAt, type JsonObject } from './recipe-value.ts';

/** As the router reads them: blanks inside the braces allowed. */
const VARIABLE = /\{\{[ \t]*([\p{L}\p{N}_.-]+)[ \t]*\}\}/gu;

export interface VariableForm {
  readonly name: string;
  /** Undefined when there is none; an empty text is one. */
  readonly preset: string | undefined;
  readonly choices: readonly string[];
  readonly description: string;
}

export interface VariableRow extends VariableForm {
  /** Whether the prompt uses it. */
  readonly isUsed: boolean;
}

export function variablesOf(entry: JsonObject | undefined): readonly VariableForm[] {
  return entriesAt(entry, 'variables').map(([name, table]) => ({
    name,
    preset: textAt(table, 'default'),
    choices: listAt(table, 'choices'),
    description: textAt(table, 'description') ?? '',
  }));
}

/** Each once, in the order they first appear. */
export function variablesIn(prompt: string): readonly string[] {
  return [...new Set(Array.from(prompt.matchAll(VARIABLE), (match) => match[1] ?? ''))];
}

/** Those of the prompt in its order, then what the file describes beyond. */
export function variableRows(
  prompt: string,
  described: readonly VariableForm[],
): readonly VariableRow[] {
  const used = variablesIn(prompt);
  const rows = used.map((name) => {
    const known = described.find((one) => one.name === name) ?? emptyVariable(name);
    return { ...known, isUsed: true };
  });
  const others = described.filter(({ name }) => !used.includes(name));
  return [...rows, ...others.map((one) => ({ ...one, isUsed: false }))];
}

function emptyVariable(name: string): VariableForm {
  return { name, preset: undefined, choices: [], description: '' };
}

/** The list with one variable described anew; in its place, or at the end. */
export function withVariable(
  described: readonly VariableForm[],
  changed: VariableForm,
): readonly VariableForm[] {
  if (!described.some(({ name }) => name === changed.name)) return [...described, changed];
  return described.map((one) => (one.name === changed.name ? changed : one));
}

/** `{ variables }` with what is said about each, or nothing. */
export function variablesValue(described: readonly VariableForm[]): {
  readonly variables?: JsonObject;
} {
  const entries = described
    .map((one) => [one.name, tableOf(one)] as const)
    .filter(([, table]) => Object.keys(table).length > 0);
  return entries.length === 0 ? {} : { variables: Object.fromEntries(entries) };
}

function tableOf({ preset, choices, description }: VariableForm): JsonObject {
  return {
    ...(preset !== undefined && { default: preset }),
    ...(choices.length > 0 && { choices }),
    ...(description.trim() !== '' && { description: description.trim() }),
  };
}

const KEYS = ['default', 'choices', 'description'] as const;

export function variableEdits(
  at: readonly string[],
  before: readonly VariableForm[],
  after: readonly VariableForm[],
): readonly ConfigEditRequest[] {
  const is = new Map(after.map((one) => [one.name, one]));
  const was = new Map(before.map((one) => [one.name, one]));
  const gone = before.filter(({ name }) => !is.has(name));
  const path = (name: string): string[] => [...at, 'variables', name];
  return [
    ...gone.map(({ name }): ConfigEditRequest => ({ kind: 'remove', path: path(name) })),
    ...after.flatMap((one) => keyEdits(path(one.name), was.get(one.name), one)),
  ];
}

function keyEdits(
  at: readonly string[],
  before: VariableForm | undefined,
  after: VariableForm,
): readonly ConfigEditRequest[] {
  const was: JsonObject = before === undefined ? {} : tableOf(before);
  const is = tableOf(after);
  return KEYS.flatMap((key): readonly ConfigEditRequest[] => {
    const path = [...at, key];
    const value = is[key];
    if (JSON.stringify(was[key]) === JSON.stringify(value)) return [];
    return value === undefined ? [{ kind: 'remove', path }] : [{ kind: 'set', path, value }];
  });
}

/** Said at the row: what the router would not do as one may think. */
export function variableWarning({ isUsed, preset, choices }: VariableRow): string | undefined {
  if (!isUsed) return 'The prompt does not use it.';
  if (preset !== undefined && choices.length > 0 && !choices.includes(preset)) {
    return 'The default is none of the choices.';
  }
  return undefined;
}
