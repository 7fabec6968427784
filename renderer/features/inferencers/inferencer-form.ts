/** The fields of one inferencer, and what changing them does to inferencers.toml. */
import type { ConfigDocument, ConfigEditRequest } from '#contract/config-editing.ts';
import { RESERVED_NAMESPACES } from '#contract/names.ts';
import { editOf, entriesOf, isBuiltIn, textAt, type Entry } from './inferencer-entries.ts';
import { keyEdits, readKey, type KeyFields } from './key-source.ts';

/** An empty text means that the program decides. */
export interface InferencerForm extends KeyFields {
  readonly name: string;
  readonly isOn: boolean;
  readonly type: 'openai' | 'ollama';
  readonly baseUrl: string;
  readonly models: readonly string[];
  readonly discover: boolean;
  readonly modelPatterns: readonly string[];
  readonly timeout: string;
  /** JSON. */
  readonly extraBody: string;
}

interface ReadOptions {
  readonly name: string;
  readonly isKept: (variable: string) => boolean;
}

/** The fields as the file says; of a name that is not there, as the program decides. */
export function readForm(document: ConfigDocument, { name, isKept }: ReadOptions): InferencerForm {
  const entry = entriesOf(document).get(name) ?? {};
  return {
    name,
    isOn: entry['enabled'] !== false,
    type: typeOf(name, entry),
    baseUrl: textAt(entry, 'base_url'),
    ...readKey(name, entry, isKept),
    models: listAt(entry, 'models'),
    discover: typeof entry['discover'] === 'boolean' ? entry['discover'] : asks(name, entry),
    modelPatterns: listAt(entry, 'model_patterns'),
    timeout: plainText(entry['timeout']),
    extraBody:
      entry['extra_body'] === undefined ? '' : JSON.stringify(entry['extra_body'], null, 2),
  };
}

function typeOf(name: string, entry: Entry): InferencerForm['type'] {
  return name === 'ollama' || entry['type'] === 'ollama' ? 'ollama' : 'openai';
}

/** Whether it is asked for its models when the file says nothing. */
function asks(name: string, entry: Entry): boolean {
  return typeOf(name, entry) === 'ollama';
}

function listAt(entry: Entry, key: string): readonly string[] {
  const value = entry[key];
  return Array.isArray(value) ? value.map(String) : [];
}

function plainText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** Only what differs, so that comments and other keys of the file stay. */
export function formEdits(
  before: InferencerForm,
  after: InferencerForm,
  document: ConfigDocument,
): readonly ConfigEditRequest[] {
  const { name } = after;
  if (name.trim() === '') return [];
  const entry = entriesOf(document).get(name) ?? {};
  const edits: ConfigEditRequest[] = [];
  for (const [key, field, value] of valuesOf(after)) {
    if (JSON.stringify(after[field]) !== JSON.stringify(before[field])) {
      edits.push(...editOf(name, key, value));
    }
  }
  return [...edits, ...keyEdits({ name, before, after, entry })];
}

type Value = readonly [key: string, field: keyof InferencerForm, value: unknown];

/** What stands in the file for each field; undefined when it need not be said. */
function valuesOf(form: InferencerForm): readonly Value[] {
  const { isOn, type, name, baseUrl, models, discover, modelPatterns, timeout, extraBody } = form;
  const isUsual = discover === (type === 'ollama' || name === 'ollama');
  const extra = parseExtra(extraBody);
  const values: Value[] = [
    ['enabled', 'isOn', isOn ? undefined : false],
    ['type', 'type', type === 'ollama' && name !== 'ollama' ? type : undefined],
    ['base_url', 'baseUrl', baseUrl.trim() || undefined],
    ['models', 'models', models.length === 0 ? undefined : [...models]],
    ['discover', 'discover', isUsual ? undefined : discover],
    [
      'model_patterns',
      'modelPatterns',
      modelPatterns.length === 0 ? undefined : [...modelPatterns],
    ],
    ['timeout', 'timeout', toNumber(timeout)],
  ];
  return extra.ok ? [...values, ['extra_body', 'extraBody', extra.value]] : values;
}

/** What is no number is written as it is, so that the router can say what is wrong with it. */
function toNumber(text: string): unknown {
  if (text.trim() === '') return undefined;
  const number = Number(text);
  return Number.isFinite(number) ? number : text.trim();
}

type Extra =
  | { readonly ok: true; readonly value: Readonly<Record<string, unknown>> | undefined }
  | { readonly ok: false; readonly problem: string };

function parseExtra(text: string): Extra {
  if (text.trim() === '') return { ok: true, value: undefined };
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return { ok: true, value: { ...value } };
    }
    return { ok: false, problem: 'Write an object, such as {"temperature": 0}.' };
  } catch (error) {
    return { ok: false, problem: `This is no JSON: ${String(error)}` };
  }
}

export type FormProblems = Partial<Record<'name' | 'variable' | 'extraBody', string>>;

/** What the router cannot say, because it never gets to see it. */
export function formProblems(form: InferencerForm, taken: readonly string[]): FormProblems {
  const { name, keySource, variable, extraBody } = form;
  const extra = parseExtra(extraBody);
  const isVariable = keySource === 'kept' || keySource === 'environment';
  const nameFault = nameProblem(name, taken);
  return {
    ...(nameFault !== undefined && { name: nameFault }),
    ...(isVariable &&
      !/^[A-Za-z_]\w{0,99}$/.test(variable.trim()) && {
        variable: 'Letters, digits and _, not beginning with a digit.',
      }),
    ...(!extra.ok && { extraBody: extra.problem }),
  };
}

function nameProblem(name: string, taken: readonly string[]): string | undefined {
  if (name.trim() === '') return 'Models are called <name>/<model>, so it needs a name.';
  if (!/^[\w.-]+$/.test(name) || name.startsWith('_')) {
    return 'Letters, digits, dots, - and _, not beginning with _.';
  }
  if (RESERVED_NAMESPACES.includes(name)) return 'The router uses that name itself.';
  if (!taken.includes(name)) return undefined;
  return isBuiltIn(name) ? 'That one is built in; edit it instead.' : 'There is one of that name.';
}
