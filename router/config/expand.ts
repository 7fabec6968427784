/** `${VAR}` and `${VAR:-default}` inside values that are already parsed, so no value can break a file. */
import type { DocumentPath } from './formats/syntax-tree.ts';
import { isObject } from './formats/value-at.ts';

export type Env = Readonly<Record<string, string | undefined>>;

export interface Reference {
  /** Where the text stands, relative to the expanded value. */
  readonly path: DocumentPath;
  /** As written, without `${` and `}` and without the default. */
  readonly name: string;
}

export interface Expansion {
  readonly value: unknown;
  /** Not set, and without a default. */
  readonly missing: readonly Reference[];
  /** Not a plain name, and without a default. */
  readonly malformed: readonly Reference[];
  /** Not a plain name or default; the default was used as far as it could be read. */
  readonly doubtful: readonly Reference[];
  /** What came from the environment. */
  readonly used: readonly (Reference & { readonly value: string })[];
}

/** Every text below `value` expanded; what stands under a `_` key is documentation and stays. */
export function expandStrings(value: unknown, env: Env): Expansion {
  const missing: Reference[] = [];
  const malformed: Reference[] = [];
  const doubtful: Reference[] = [];
  const used: (Reference & { value: string })[] = [];

  function resolve(written: string, path: DocumentPath): string {
    const { name, fallback, plain } = parseReference(written);
    const reference = { path, name };
    const found = Object.hasOwn(env, name) ? env[name] : undefined;
    if (!plain) (fallback === undefined ? malformed : doubtful).push(reference);
    else if (found === undefined && fallback === undefined) missing.push(reference);
    if (found) used.push({ ...reference, value: found });
    // Empty counts as unset where there is a default.
    return found === undefined || found === '' ? (fallback ?? '') : found;
  }

  function expand(item: unknown, path: DocumentPath): unknown {
    if (typeof item === 'string') return replaceReferences(item, (name) => resolve(name, path));
    if (Array.isArray(item)) return item.map((one, at) => expand(one, [...path, at]));
    if (!isObject(item) || item instanceof Date) return item;
    const members = Object.entries(item).map(([key, one]) => {
      return [key, key.startsWith('_') ? one : expand(one, [...path, key])];
    });
    return Object.fromEntries(members);
  }

  return { value: expand(value, []), missing, malformed, doubtful, used };
}

/** An unclosed `${` ends the search and stays as it is, like a braceless `$VAR`. */
function replaceReferences(text: string, resolve: (written: string) => string): string {
  let result = '';
  for (let at = 0; ;) {
    const open = text.indexOf('${', at);
    const close = open === -1 ? -1 : text.indexOf('}', open);
    if (close === -1) return result + text.slice(at);
    result += text.slice(at, open) + resolve(text.slice(open + 2, close));
    at = close + 1;
  }
}

function parseReference(written: string): { name: string; fallback?: string; plain: boolean } {
  const cut = written.indexOf(':-');
  const name = cut === -1 ? written : written.slice(0, cut);
  const plain = name !== '' && !/\$\{|\s/.test(written);
  return cut === -1 ? { name, plain } : { name, fallback: written.slice(cut + 2), plain };
}
