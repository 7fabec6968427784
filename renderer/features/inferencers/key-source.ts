/** Where an inferencer's key comes from, in its form and in the file. */
import type { ConfigEditRequest } from '#contract/config-editing.ts';
import { builtInVariable, editOf, textAt, type Entry } from './inferencer-entries.ts';

/** `kept` and `environment` are the same in the file: the name of a variable. */
export type KeySource = 'none' | 'kept' | 'environment' | 'file';

export interface KeyFields {
  readonly keySource: KeySource;
  readonly variable: string;
}

/** As the router reads it: `$NAME` and `${NAME}` are variables, other texts are keys. */
export function readKey(
  name: string,
  entry: Entry,
  isKept: (variable: string) => boolean,
): KeyFields {
  const literal = textAt(entry, 'api_key').trim();
  const reference = /^\$(?:\{(\w+)\}|(\w+))$/.exec(literal);
  if (literal !== '' && reference === null) return { keySource: 'file', variable: '' };
  const named = reference?.[1] ?? reference?.[2] ?? textAt(entry, 'api_key_env').trim();
  const isSaid = 'api_key' in entry || 'api_key_env' in entry;
  const variable = named === '' && !isSaid ? builtInVariable(name) : named;
  if (variable === '') return { keySource: 'none', variable: '' };
  return { keySource: isKept(variable) ? 'kept' : 'environment', variable };
}

interface KeyChange {
  readonly name: string;
  readonly before: KeyFields;
  readonly after: KeyFields;
  readonly entry: Entry;
}

/** A key that stands in the file stays there until another source is chosen. */
export function keyEdits({ name, before, after, entry }: KeyChange): ConfigEditRequest[] {
  const { keySource } = after;
  if (keySource === 'file') return [];
  const variable = keySource === 'none' ? '' : after.variable.trim();
  const was = before.keySource === 'none' ? '' : before.variable.trim();
  if (before.keySource !== 'file' && variable === was) return [];
  // Without a name yet, there is nothing to write.
  if (variable === '' && keySource !== 'none') return [];
  const removed = (key: string) => (key in entry ? editOf(name, key, undefined) : []);
  if (variable === builtInVariable(name)) return [...removed('api_key'), ...removed('api_key_env')];
  if (variable === '') return [...removed('api_key'), ...editOf(name, 'api_key_env', '')];
  return [...editOf(name, 'api_key', `$${variable}`), ...removed('api_key_env')];
}
