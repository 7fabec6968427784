/** The fields of the router's settings, and what changing them does to settings.toml. */
import type { ConfigEditRequest } from '#contract/config-editing.ts';

/** As they stand in the fields; an empty text means that the program decides. */
export interface SettingsForm {
  readonly port: string;
  readonly bind: string;
  readonly tokenFile: string;
  readonly demo: boolean;
  readonly ollamaUrl: string;
  readonly callTimeout: string;
  readonly connectTimeout: string;
  readonly retryMax: string;
  readonly logLevel: string;
  readonly toolNames: string;
  readonly toolSearch: string;
  readonly maxResult: string;
  readonly questionTimeout: string;
  readonly samplingPolicy: string;
  readonly samplingModel: string;
  readonly samplingTokens: string;
  readonly samplingPerHour: string;
}

interface Field {
  readonly path: readonly [string, string];
  /** What is written for the text of the field; undefined removes the key. */
  readonly toValue: (text: string) => unknown;
}

const toText = (text: string): unknown => (text.trim() === '' ? undefined : text.trim());

/** What is no number is written as it is, so that the router can say what is wrong with it. */
const toNumber = (text: string): unknown => {
  if (text.trim() === '') return undefined;
  const number = Number(text);
  return Number.isFinite(number) ? number : text.trim();
};

const TEXT_FIELDS: Readonly<Record<Exclude<keyof SettingsForm, 'demo'>, Field>> = {
  port: { path: ['server', 'port'], toValue: toNumber },
  bind: { path: ['server', 'bind'], toValue: toText },
  tokenFile: { path: ['server', 'token_file'], toValue: toText },
  ollamaUrl: { path: ['ollama', 'url'], toValue: toText },
  callTimeout: { path: ['mcp', 'call_timeout'], toValue: toNumber },
  connectTimeout: { path: ['mcp', 'connect_timeout'], toValue: toNumber },
  retryMax: { path: ['mcp', 'retry_max'], toValue: toNumber },
  logLevel: { path: ['logs', 'level'], toValue: toText },
  toolNames: { path: ['mcp', 'tool_names'], toValue: toText },
  toolSearch: { path: ['mcp', 'tool_search'], toValue: toText },
  maxResult: { path: ['mcp', 'max_result'], toValue: toNumber },
  questionTimeout: { path: ['mcp', 'question_timeout'], toValue: toNumber },
  samplingPolicy: { path: ['sampling', 'policy'], toValue: toText },
  samplingModel: { path: ['sampling', 'inferencer'], toValue: toText },
  samplingTokens: { path: ['sampling', 'max_tokens'], toValue: toNumber },
  samplingPerHour: { path: ['sampling', 'per_hour'], toValue: toNumber },
};

const DEMO_PATH = ['demo', 'enabled'] as const;

type Values = Readonly<Record<string, unknown>> | null | undefined;

/** The fields for the parsed file; what is missing there is empty. */
export function toForm(values: Values): SettingsForm {
  const text = (name: keyof typeof TEXT_FIELDS): string => {
    const value = valueAt(values, TEXT_FIELDS[name].path);
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  };
  return {
    port: text('port'),
    bind: text('bind'),
    tokenFile: text('tokenFile'),
    demo: valueAt(values, DEMO_PATH) !== false,
    ollamaUrl: text('ollamaUrl'),
    callTimeout: text('callTimeout'),
    connectTimeout: text('connectTimeout'),
    retryMax: text('retryMax'),
    logLevel: text('logLevel'),
    toolNames: text('toolNames'),
    toolSearch: text('toolSearch'),
    maxResult: text('maxResult'),
    questionTimeout: text('questionTimeout'),
    samplingPolicy: text('samplingPolicy'),
    samplingModel: text('samplingModel'),
    samplingTokens: text('samplingTokens'),
    samplingPerHour: text('samplingPerHour'),
  };
}

/** Only what differs from the file, so that its comments and other keys stay. */
export function toEdits(form: SettingsForm, values: Values): readonly ConfigEditRequest[] {
  const before = toForm(values);
  const edits: ConfigEditRequest[] = [];
  for (const [name, { path, toValue }] of Object.entries(TEXT_FIELDS)) {
    const key = name as keyof typeof TEXT_FIELDS;
    if (form[key].trim() !== before[key]) edits.push(toEdit(path, toValue(form[key])));
  }
  // On is what happens without the key.
  if (form.demo !== before.demo) edits.push(toEdit(DEMO_PATH, form.demo ? undefined : false));
  return edits;
}

function toEdit(path: readonly string[], value: unknown): ConfigEditRequest {
  return value === undefined
    ? { kind: 'remove', path: [...path] }
    : { kind: 'set', path: [...path], value };
}

function valueAt(values: Values, [section, key]: readonly [string, string]): unknown {
  const table: unknown = values?.[section];
  if (typeof table !== 'object' || table === null) return undefined;
  return Object.entries(table).find(([name]) => name === key)?.[1];
}
