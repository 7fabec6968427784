/** `params` of a recipe: three usual ones as fields, the others as JSON. */
import type { ConfigEditRequest } from '#contract/config-editing.ts';
import { isObject, textAt, type JsonObject } from './recipe-value.ts';

export interface ParamsForm {
  /** As typed; empty for none. */
  readonly temperature: string;
  readonly topP: string;
  readonly maxTokens: string;
  /** A JSON object as typed; empty for none. */
  readonly otherParams: string;
}

const OWN_FIELDS = { temperature: 'temperature', top_p: 'topP', max_tokens: 'maxTokens' } as const;
const NAMES = Object.keys(OWN_FIELDS) as (keyof typeof OWN_FIELDS)[];

export function paramsOf(entry: JsonObject | undefined): ParamsForm {
  const params = isObject(entry?.['params']) ? entry['params'] : {};
  const others = Object.entries(params).filter(([key]) => !Object.hasOwn(OWN_FIELDS, key));
  return {
    temperature: textAt(params, 'temperature') ?? '',
    topP: textAt(params, 'top_p') ?? '',
    maxTokens: textAt(params, 'max_tokens') ?? '',
    otherParams: others.length === 0 ? '' : JSON.stringify(Object.fromEntries(others), null, 2),
  };
}

/** `{ params }`, or nothing when there are none. */
export function paramsValue(form: ParamsForm): { readonly params?: JsonObject } {
  const params = tableOf(form, {});
  return Object.keys(params).length === 0 ? {} : { params };
}

export function paramEdits(
  at: readonly string[],
  before: ParamsForm,
  after: ParamsForm,
): readonly ConfigEditRequest[] {
  const was = tableOf(before, {});
  const is = tableOf(after, was);
  const gone = Object.keys(was).filter((key) => !Object.hasOwn(is, key));
  const path = [...at, 'params'];
  // An empty table would be left over.
  if (gone.length > 0 && Object.keys(is).length === 0) return [{ kind: 'remove', path }];
  const set = Object.entries(is).filter(
    ([key, value]) => JSON.stringify(was[key]) !== JSON.stringify(value),
  );
  return [
    ...gone.map((key): ConfigEditRequest => ({ kind: 'remove', path: [...path, key] })),
    ...set.map(([key, value]): ConfigEditRequest => ({ kind: 'set', path: [...path, key], value })),
  ];
}

/** While something typed cannot be read, what stood there before counts. */
function tableOf(form: ParamsForm, before: JsonObject): JsonObject {
  const table: Record<string, unknown> = {};
  for (const name of NAMES) {
    const typed = form[OWN_FIELDS[name]].trim();
    const value = typed === '' ? undefined : isNumber(typed) ? Number(typed) : before[name];
    if (value !== undefined) table[name] = value;
  }
  const others = readObject(form.otherParams);
  if (others !== undefined) return { ...table, ...others };
  const kept = Object.entries(before).filter(([key]) => !Object.hasOwn(OWN_FIELDS, key));
  return { ...table, ...Object.fromEntries(kept) };
}

function isNumber(typed: string): boolean {
  return typed.trim() !== '' && Number.isFinite(Number(typed));
}

/** Empty text is an empty object; undefined when it is no JSON object. */
function readObject(text: string): JsonObject | undefined {
  if (text.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** What has to be put right, by field. */
export function paramProblems(form: ParamsForm): Partial<Record<keyof ParamsForm, string>> {
  const problems: Partial<Record<keyof ParamsForm, string>> = {};
  for (const field of Object.values(OWN_FIELDS)) {
    const typed = form[field];
    if (typed.trim() !== '' && !isNumber(typed)) problems[field] = 'A number, or empty.';
  }
  const others = readObject(form.otherParams);
  const doubled = NAMES.find((name) => others !== undefined && Object.hasOwn(others, name));
  if (others === undefined) problems.otherParams = 'A JSON object, such as {"seed": 7}.';
  else if (doubled !== undefined) problems.otherParams = `'${doubled}' has a field of its own.`;
  return problems;
}
