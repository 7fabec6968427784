/** Reading what somebody wrote into inferencers.toml, whatever shape it has. */
import type { ConfigDocument, ConfigEditRequest } from '#contract/config-editing.ts';
import { BUILT_IN_INFERENCERS, DEMO } from '#contract/names.ts';

export type Entry = Readonly<Record<string, unknown>>;

const SECTION = 'inferencers';

function isTable(value: unknown): value is Entry {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** In the order of the file; names that begin with `_` are notes. */
export function entriesOf(document: Pick<ConfigDocument, 'value'> | undefined): Map<string, Entry> {
  const section = document?.value?.[SECTION];
  if (!isTable(section)) return new Map();
  return new Map(
    Object.entries(section).flatMap(([name, entry]): [string, Entry][] =>
      name.startsWith('_') ? [] : [[name, isTable(entry) ? entry : {}]],
    ),
  );
}

/** Where an entry, or one of its keys, stands in the file. */
export function pathOf(name: string, ...keys: readonly string[]): string[] {
  return [SECTION, name, ...keys];
}

/** Undefined removes the key. */
export function editOf(name: string, key: string, value: unknown): ConfigEditRequest[] {
  const path = pathOf(name, key);
  return [value === undefined ? { kind: 'remove', path } : { kind: 'set', path, value }];
}

export function textAt(entry: Entry, key: string): string {
  const value = entry[key];
  return typeof value === 'string' ? value : '';
}

export function isBuiltIn(name: string): boolean {
  return BUILT_IN_INFERENCERS.includes(name);
}

/** The variable a built-in inferencer reads its key from; empty when there is none. */
export function builtInVariable(name: string): string {
  return isBuiltIn(name) && name !== 'ollama' && name !== DEMO ? variableFor(name) : '';
}

/** `my-server` has its key in `MY_SERVER_API_KEY`. */
export function variableFor(name: string): string {
  const stem = name
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '_')
    .slice(0, 80);
  return `${/^[A-Z_]/.test(stem) ? stem : `_${stem}`}_API_KEY`;
}
