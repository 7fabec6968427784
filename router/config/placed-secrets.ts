/** Secrets by the place where they stand, also in entries that cannot be used for some fault. */
import { isSecretName } from '#core/secret-name.ts';
import type { DocumentFormat } from './formats/document.ts';
import { type DocumentPath, pathKey } from './formats/syntax-tree.ts';
import type { Cut } from './formats/text-lines.ts';
import type { ScalarToken, TextToken } from './formats/text-tokens.ts';
import { parseToml } from './formats/toml-tree.ts';
import { KNOWN_KEYS } from './known-keys.ts';
import { isHarmlessHeader } from './secrets.ts';

export interface Found extends Cut {
  /** What the text there means: without escapes, a number as a number. */
  readonly value: unknown;
  /** A value without quotes, such as a number. */
  readonly bare: boolean;
}

const SECRET_KEY =
  /(?:api[_-]?key|access[_-]?key|private[_-]?key|token|secret|password|authorization|credentials?)$/i;
/** Whose values are no secrets, unless their look tells. */
const PLAIN_KEYS: ReadonlySet<string> = new Set(
  Object.values<readonly string[]>(KNOWN_KEYS)
    .flat()
    .filter((key) => !['env', 'headers', 'api_key'].includes(key)),
);
const SECRET_FLAG = /^--?[\w-]*(?:api-?key|token|secret|password)$/i;
const HEADER_FLAG = /^(?:-H|--header)$/;
const SCHEME = /^\s*(?:(?:bearer|basic|digest|token)\s+)?/i;
/** What is longer is no reference, so that the search stays short in any text. */
const REFERENCE = /\$\{(?:[^}]{0,200}?:-(?<fallback>[^}]{0,1000})|[^}]{0,200})\}/dg;

/** A value of the text, and what it means. */
export interface ReadScalar extends ScalarToken {
  readonly value: unknown;
}

export function placedSecrets(body: string, scalars: readonly ReadScalar[]): readonly Found[] {
  const meaning = new Map(scalars.map(({ path, value }) => [pathKey(path), value]));
  return scalars.flatMap((token) => {
    const { path, value } = token;
    const before = meaning.get(pathKey(previousItem(path)));
    const lead = secretFrom(path, value, before);
    if (lead === undefined) return [];
    if (token.kind === 'string') return secretParts(body, token, { value: String(value), lead });
    // Neither true, false nor null tells anything.
    const { start, end } = token;
    return /^[-+.\d]/.test(body.slice(start, end)) ? [{ start, end, value, bare: true }] : [];
  });
}

/** The same in a text that does not parse. Paths are a guess there: when in doubt, it is hidden. */
export function doubtfulSecrets(body: string, scalars: readonly ReadScalar[]): readonly Found[] {
  return scalars.flatMap((token, at) => {
    const { path, value, kind, start, end } = token;
    const lead = secretFrom(path, value, scalars[at - 1]?.value);
    if (kind === 'string') {
      const isPlain = PLAIN_KEYS.has(String(path.at(-1)));
      if (lead === undefined && isPlain) return [];
      return secretParts(body, token, { value: String(value), lead: lead ?? 0 });
    }
    const written = body.slice(start, end);
    const isOpen = lead === undefined || /^(?:true|false|null|\$.*)$/.test(written);
    return isOpen ? [] : [{ start, end, value: written, bare: false }];
  });
}

/** How many characters of the value come before the secret; undefined when there is none. */
function secretFrom(path: DocumentPath, value: unknown, before: unknown): number | undefined {
  const isPlace = path.some((part, at) => isSecretPlace(path[at - 1], part));
  const key = path.findLast((part) => typeof part === 'string') ?? '';
  const isText = typeof value === 'string';
  if (isPlace || (SECRET_KEY.test(key) && isText) || key === 'api_key') {
    return isText ? (SCHEME.exec(value)?.[0].length ?? 0) : 0;
  }
  if (!isText || typeof before !== 'string') return undefined;
  if (SECRET_FLAG.test(before)) return value.startsWith('-') ? undefined : 0;
  const header = HEADER_FLAG.test(before) ? /^\s*([^:\s]+)\s*:/.exec(value) : null;
  if (!header || isHarmlessHeader(header[1] ?? '')) return undefined;
  const lead = header[0].length;
  return lead + (SCHEME.exec(value.slice(lead))?.[0].length ?? 0);
}

function isSecretPlace(holder: unknown, key: string | number): boolean {
  if (holder === 'env') return isSecretName(String(key));
  return holder === 'headers' && !isHarmlessHeader(String(key));
}

/** The place of the item before in a list; the place itself for anything else. */
function previousItem(path: DocumentPath): DocumentPath {
  const last = path.at(-1);
  return typeof last === 'number' ? [...path.slice(0, -1), last - 1] : [];
}

/** What is written out between the references to variables. */
function secretParts(
  body: string,
  token: ScalarToken,
  { value, lead }: { readonly value: string; readonly lead: number },
): readonly Found[] {
  const parts = literalParts(value, lead);
  const [inner] = innerOf(body, token);
  if (!inner || parts.length === 0) return [];
  // With escapes in it, the text cannot be taken apart.
  if (body.slice(inner.start, inner.end) !== value) return [{ ...inner, value, bare: false }];
  return parts.map(({ start, end }) => {
    const part = value.slice(start, end);
    return { start: inner.start + start, end: inner.start + end, value: part, bare: false };
  });
}

/** Between references, a short text only joins them. */
const SHORTEST_PART = 4;

function literalParts(value: string, lead: number): readonly Cut[] {
  const references = [...value.matchAll(REFERENCE)];
  if (/^\$\w+$/.test(value.slice(lead))) return [];
  const starts = [lead, ...references.map(({ index, 0: text }) => index + text.length)];
  const ends = [...references.map(({ index }) => index), value.length];
  const shortest = references.length === 0 ? 1 : SHORTEST_PART;
  const literals = starts.map((start, at) => ({ start, end: ends[at] ?? start }));
  const fallbacks = references.flatMap(({ indices }) => {
    const found = indices?.groups?.fallback;
    return found ? [{ start: found[0], end: found[1] }] : [];
  });
  const kept = literals.filter(({ start, end }) => end - start >= shortest);
  return [...kept, ...fallbacks.filter(({ start, end }) => start < end)];
}

/** Without the quotes, nor the line break that a block of TOML begins with; none for numbers. */
export function innerOf(body: string, { kind, start, end }: TextToken): readonly Cut[] {
  if (kind !== 'string') return [];
  const quotes = /^("""|''')(?:\r?\n)?|^["']/.exec(body.slice(start, end));
  if (!quotes) return [];
  const inner = start + quotes[0].length;
  const closing = quotes[1] ?? quotes[0];
  // In a text that does not parse, the last quote may be missing.
  const isClosed = end - closing.length >= inner && body.endsWith(closing, end);
  return [{ start: inner, end: isClosed ? end - closing.length : end }];
}

/** What a written value means; undefined when it means nothing. */
export function decode(format: DocumentFormat, written: string): unknown {
  if (format === 'toml') {
    const parsed = parseToml(`value = ${written}`);
    return 'hint' in parsed ? undefined : (parsed.value as { value?: unknown }).value;
  }
  try {
    return JSON.parse(written);
  } catch {
    return undefined;
  }
}
