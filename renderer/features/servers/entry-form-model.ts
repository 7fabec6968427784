/** An entry of mcp.json as a form, and the form as single edits, so that unknown keys and comments stay. */
import type { ConfigEditRequest } from '#contract/config-editing.ts';
import { fittingStyle, joinArguments, splitArguments, type ArgumentStyle } from './command-line.ts';
import { listAt, pairsAt, textAt, valueAt, type JsonObject } from './entry-value.ts';
import { pairEdits } from './pair-edits.ts';

/** One variable or header. */
export interface Pair {
  /** Tells rows apart while names are typed. */
  readonly id: number;
  readonly name: string;
  readonly value: string;
  /** A secret being typed: kept under this name, and `${name}` goes into the file. */
  readonly storeAs?: string;
}

export interface EntryForm {
  readonly name: string;
  readonly kind: 'command' | 'url';
  readonly command: string;
  readonly args: string;
  readonly argsStyle: ArgumentStyle;
  readonly cwd: string;
  readonly env: readonly Pair[];
  readonly url: string;
  readonly headers: readonly Pair[];
  /** Empty: found out by itself. */
  readonly type: string;
  /** Seconds as typed; empty for the usual. */
  readonly timeout: string;
  readonly prefix: 'name' | 'none' | 'own';
  readonly ownPrefix: string;
  /** One pattern on each line; undefined when every tool is allowed. */
  readonly allow: string | undefined;
  readonly deny: string;
  /** Whether it may use our models: `allow`, `ask`, `deny`; empty for what the settings say. */
  readonly sampling: string;
  /** Whether it is told the folders that clients work in. */
  readonly roots: boolean;
}

export const EMPTY_FORM: EntryForm = {
  name: '',
  kind: 'command',
  command: '',
  args: '',
  argsStyle: 'lines',
  cwd: '',
  env: [],
  url: '',
  headers: [],
  type: '',
  timeout: '',
  prefix: 'name',
  ownPrefix: '',
  allow: undefined,
  deny: '',
  sampling: '',
  roots: true,
};

export function formOf(name: string, entry: JsonObject): EntryForm {
  const args = listAt(entry, ['args']) ?? [];
  const argsStyle = fittingStyle(args);
  const prefix = valueAt(entry, ['prefix']);
  const timeout = valueAt(entry, ['timeout']);
  return {
    name,
    kind: textAt(entry, ['command']) === undefined && 'url' in entry ? 'url' : 'command',
    command: textAt(entry, ['command']) ?? '',
    args: joinArguments(args, argsStyle),
    argsStyle,
    cwd: textAt(entry, ['cwd']) ?? '',
    env: toPairs(pairsAt(entry, ['env'])),
    url: textAt(entry, ['url']) ?? '',
    headers: toPairs(pairsAt(entry, ['headers'])),
    type: textAt(entry, ['type']) ?? '',
    timeout: timeout === undefined ? '' : textOf(timeout),
    prefix: prefix === false ? 'none' : typeof prefix === 'string' ? 'own' : 'name',
    ownPrefix: typeof prefix === 'string' ? prefix : '',
    allow: listAt(entry, ['tools', 'allow'])?.join('\n'),
    deny: (listAt(entry, ['tools', 'deny']) ?? []).join('\n'),
    sampling: textAt(entry, ['sampling']) ?? '',
    roots: valueAt(entry, ['roots']) !== false,
  };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function toPairs(pairs: readonly [string, string][]): readonly Pair[] {
  return pairs.map(([name, value], id) => ({ id, name, value }));
}

/** What the file would say for this form alone; keys that are not needed are left out. */
export function entryOf(form: EntryForm): JsonObject {
  const isCommand = form.kind === 'command';
  return withoutUndefined({
    command: isCommand ? form.command.trim() : undefined,
    args: isCommand ? orUndefined(splitArguments(form.args, form.argsStyle)) : undefined,
    cwd: isCommand ? orUndefined(form.cwd.trim()) : undefined,
    env: isCommand ? pairsToObject(form.env) : undefined,
    url: isCommand ? undefined : form.url.trim(),
    headers: isCommand ? undefined : pairsToObject(form.headers),
    type: orUndefined(form.type),
    timeout: timeoutOf(form.timeout),
    prefix: prefixOf(form),
    tools: toolsOf(form),
    sampling: orUndefined(form.sampling),
    // On is what happens without the key.
    roots: form.roots ? undefined : false,
  });
}

const PLAIN_KEYS = [
  'command',
  'args',
  'cwd',
  'url',
  'type',
  'timeout',
  'prefix',
  'sampling',
  'roots',
];

/** Only what the user changed since `before` becomes an edit. */
export function editsOf(before: EntryForm, after: EntryForm): readonly ConfigEditRequest[] {
  const at = ['mcpServers', before.name];
  const [was, is] = [entryOf(before), entryOf(after)];
  const plain = PLAIN_KEYS.flatMap((key) => edit([...at, key], was[key], is[key]));
  const lists = ['allow', 'deny'].flatMap((key) =>
    edit([...at, 'tools', key], valueAt(was, ['tools', key]), valueAt(is, ['tools', key])),
  );
  const renamed = after.name.trim();
  return [
    ...plain,
    ...pairEdits([...at, 'env'], pairsOf(was, 'env'), pairsOf(is, 'env')),
    ...pairEdits([...at, 'headers'], pairsOf(was, 'headers'), pairsOf(is, 'headers')),
    ...lists,
    // Last: the paths above name it as it was.
    ...(renamed === before.name || renamed === ''
      ? []
      : [{ kind: 'rename', path: at, to: renamed } as const]),
  ];
}

function edit(path: string[], was: unknown, is: unknown): readonly ConfigEditRequest[] {
  if (JSON.stringify(was) === JSON.stringify(is)) return [];
  return is === undefined ? [{ kind: 'remove', path }] : [{ kind: 'set', path, value: is }];
}

function pairsOf(entry: JsonObject, key: string): ReadonlyMap<string, string> {
  return new Map(pairsAt(entry, [key]));
}

/** What has to be put right before anything can be written, by field; empty when all is well. */
export function formProblems(
  form: EntryForm,
  otherNames: Iterable<string>,
): Readonly<Partial<Record<keyof EntryForm, string>>> {
  const { kind, command, url, timeout } = form;
  const name = form.name.trim();
  return withoutUndefined({
    name: name === '' ? 'Give it a name.' : isTaken(name, otherNames),
    command: kind === 'command' && command.trim() === '' ? 'Which program is it?' : undefined,
    url: kind === 'url' ? urlProblem(url.trim()) : undefined,
    timeout:
      timeout.trim() !== '' && !(Number(timeout) >= 0)
        ? 'A number of seconds, or empty.'
        : undefined,
    env: doubled(form.env, 'variable'),
    headers: doubled(form.headers, 'header'),
  });
}

function isTaken(name: string, others: Iterable<string>): string | undefined {
  return [...others].includes(name) ? 'There is a server of this name already.' : undefined;
}

function urlProblem(url: string): string | undefined {
  if (url === '') return 'Where is it?';
  // A reference to a variable may stand for any part.
  if (url.includes('${') || /^https?:\/\/./.test(url)) return undefined;
  return 'An address begins with https:// or http://.';
}

function doubled(pairs: readonly Pair[], noun: string): string | undefined {
  const names = pairs.map(({ name }) => name.trim()).filter(Boolean);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  return twice === undefined ? undefined : `The ${noun} ${twice} is there twice.`;
}

/** Secrets that were typed and are still to be kept. */
export function secretsToStore(form: EntryForm): readonly Pair[] {
  const pairs = form.kind === 'command' ? form.env : form.headers;
  return pairs.filter(({ storeAs, value }) => storeAs !== undefined && value !== '');
}

function pairsToObject(pairs: readonly Pair[]): JsonObject | undefined {
  const named = pairs.filter(({ name }) => name.trim() !== '');
  if (named.length === 0) return undefined;
  return Object.fromEntries(named.map((pair) => [pair.name.trim(), writtenValue(pair)]));
}

/** A secret never goes into the file. */
function writtenValue({ value, storeAs }: Pair): string {
  return storeAs === undefined ? value : `\${${storeAs}}`;
}

function prefixOf({ prefix, ownPrefix }: EntryForm): string | false | undefined {
  if (prefix === 'none') return false;
  return prefix === 'own' ? ownPrefix.trim() : undefined;
}

function toolsOf({ allow, deny }: EntryForm): JsonObject | undefined {
  const tools = withoutUndefined({
    allow: allow === undefined ? undefined : splitArguments(allow, 'lines'),
    deny: orUndefined(splitArguments(deny, 'lines')),
  });
  return Object.keys(tools).length === 0 ? undefined : tools;
}

function timeoutOf(text: string): unknown {
  const typed = text.trim();
  if (typed === '') return undefined;
  const seconds = Number(typed);
  // What is no number is refused by the router, with its place.
  return Number.isFinite(seconds) ? seconds : typed;
}

function orUndefined<T extends string | readonly unknown[]>(value: T): T | undefined {
  return value.length === 0 ? undefined : value;
}

function withoutUndefined<T extends object>(
  value: T,
): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const kept = Object.entries(value).filter(([, one]) => one !== undefined);
  return Object.fromEntries(kept) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
