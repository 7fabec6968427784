/**
 * Changes one value of a configuration text and nothing else: comments, order, unknown keys, line
 * ends and alignment stay. Every result is parsed again and compared before it is given out.
 */
import { isDeepStrictEqual } from 'node:util';

import { RouterError } from '#core/router-error.ts';
import { type DocumentFormat, parseDocument, splitBom } from './document.ts';
import { insertJsonc, removeJsonc, replaceJsonc } from './jsonc-edit.ts';
import { type DocumentPath, startsWith } from './syntax-tree.ts';
import { splice } from './text-lines.ts';
import { tokensOf } from './text-tokens.ts';
import { insertToml, removeToml, replaceToml } from './toml-edit.ts';
import { isObject, valueAt, withoutValue, withValue } from './value-at.ts';
import { writeKey } from './write-toml.ts';

export interface EditSource {
  readonly format: DocumentFormat;
  /** May be empty for a file that does not exist yet. */
  readonly text: string;
}

interface TextEditor {
  insert(body: string, path: DocumentPath, value: unknown): string;
  replace(body: string, path: DocumentPath, value: unknown): string;
  remove(body: string, path: DocumentPath): string;
}

const EDITORS: Readonly<Record<DocumentFormat, TextEditor>> = {
  jsonc: { insert: insertJsonc, replace: replaceJsonc, remove: removeJsonc },
  toml: { insert: insertToml, replace: replaceToml, remove: removeToml },
};

/**
 * The text in which `path` holds `value` (plain JSON values); missing parents are created.
 * Throws CONFIG_INVALID when the text does not parse or the change cannot be made on its own.
 */
export function setValue(source: EditSource, path: DocumentPath, value: unknown): string {
  const before = valueOf(source);
  const { bom, body } = splitBom(source.text);
  const edited = bom + assign(source.format, body, { path, before, value });
  const expected = [withValue(before, path, value)];
  return verified({ ...source, text: edited }, path, expected);
}

/** The text without `path`; unchanged when there is nothing. Throws as `setValue` does. */
export function removeValue(source: EditSource, path: DocumentPath): string {
  const before = valueOf(source);
  if (path.length === 0 || valueAt(before, path) === undefined) return source.text;
  const { bom, body } = splitBom(source.text);
  const edited = bom + EDITORS[source.format].remove(body, path);
  const expected = [withoutValue(before, path)];
  // A TOML table that was only made by what is gone now is gone too.
  for (let parent = path.slice(0, -1); parent.length > 0; parent = parent.slice(0, -1)) {
    const remaining = valueAt(expected.at(-1), parent);
    if (!isObject(remaining) || Object.keys(remaining).length > 0) break;
    expected.push(withoutValue(expected.at(-1), parent));
  }
  return verified({ ...source, text: edited }, path, expected);
}

/**
 * The text in which what stands at `path` is called `to`, wherever its name is written: keys,
 * headers of tables and those of the tables in them. Throws as `setValue` does, and when there is
 * nothing at `path` or something called `to` beside it.
 */
export function renameKey(source: EditSource, path: DocumentPath, to: string): string {
  const before = valueOf(source);
  const parent = path.slice(0, -1);
  const value = valueAt(before, path);
  const renamed = [...parent, to];
  if (path.at(-1) === to) return source.text;
  if (value === undefined || !isObject(valueAt(before, parent))) {
    throw new RouterError('CONFIG_INVALID', `there is no '${path.join('.')}' to rename`);
  }
  if (valueAt(before, renamed) !== undefined) {
    throw new RouterError('CONFIG_INVALID', `there is a '${renamed.join('.')}' already`);
  }
  const { bom, body } = splitBom(source.text);
  const edited = bom + replaceNames(source.format, body, { path, to });
  const expected = withValue(withoutValue(before, path), renamed, value);
  return verified({ ...source, text: edited }, path, [expected]);
}

function replaceNames(
  format: DocumentFormat,
  body: string,
  { path, to }: { readonly path: DocumentPath; readonly to: string },
): string {
  const written = format === 'toml' ? writeKey([to]) : JSON.stringify(to);
  const names = (tokensOf(format, body) ?? []).flatMap((token) => {
    if (token.kind !== 'key' || !startsWith(token.path, path)) return [];
    return token.names.filter(({ depth }) => depth === path.length);
  });
  return names.reduceRight((text, name) => splice(text, name, written), body);
}

interface Assignment {
  readonly path: DocumentPath;
  /** The whole document's value. */
  readonly before: unknown;
  readonly value: unknown;
}

/** The smallest edits: only members and items that differ are touched. */
function assign(format: DocumentFormat, body: string, { path, before, value }: Assignment): string {
  const current = valueAt(before, path);
  if (isDeepStrictEqual(current, value)) return body;
  const editor = EDITORS[format];
  if (isObject(current) && isObject(value)) {
    return assignMembers(format, body, { path, before, value });
  }
  if (Array.isArray(current) && Array.isArray(value)) {
    return assignItems(editor, body, { path, current, value });
  }
  if (current !== undefined) return editor.replace(body, path, value);
  const depth = path.findIndex((_, at) => valueAt(before, path.slice(0, at + 1)) === undefined);
  const nested = withValue(undefined, path.slice(depth + 1), value);
  return editor.insert(body, path.slice(0, depth + 1), nested);
}

function assignMembers(format: DocumentFormat, body: string, change: Assignment): string {
  const { path, before, value } = change;
  const current = valueAt(before, path) as object;
  const next = value as Record<string, unknown>;
  let text = body;
  for (const key of Object.keys(current)) {
    if (!Object.hasOwn(next, key)) text = EDITORS[format].remove(text, [...path, key]);
  }
  for (const [key, item] of Object.entries(next)) {
    text = assign(format, text, { path: [...path, key], before, value: item });
  }
  return text;
}

interface ItemChange {
  readonly path: DocumentPath;
  readonly current: readonly unknown[];
  readonly value: readonly unknown[];
}

/** What both lists begin and end with stays; between, items are replaced, then removed or added. */
function assignItems(
  editor: TextEditor,
  body: string,
  { path, current, value }: ItemChange,
): string {
  const shorter = Math.min(current.length, value.length);
  let head = 0;
  while (head < shorter && isDeepStrictEqual(current[head], value[head])) head++;
  let tail = 0;
  while (tail < shorter - head && isDeepStrictEqual(current.at(-1 - tail), value.at(-1 - tail))) {
    tail++;
  }
  let text = body;
  const replaced = shorter - tail;
  for (let at = head; at < replaced; at++) text = editor.replace(text, [...path, at], value[at]);
  for (let at = current.length - tail - 1; at >= replaced; at--) {
    text = editor.remove(text, [...path, at]);
  }
  for (let at = replaced; at < value.length - tail; at++) {
    text = editor.insert(text, [...path, at], value[at]);
  }
  return text;
}

function valueOf({ format, text }: EditSource): unknown {
  if (text.trim() === '') return {};
  const parsed = parseDocument(format, text);
  if (parsed.ok) return parsed.document.value;
  const { position, message, hint } = parsed.problem;
  const place = `line ${position.line}, column ${position.column}`;
  throw new RouterError(
    'CONFIG_INVALID',
    `The file does not parse at ${place}: ${message}. ${hint}`,
  );
}

function verified(edited: EditSource, path: DocumentPath, expected: readonly unknown[]): string {
  const parsed = parseDocument(edited.format, edited.text);
  const value = parsed.ok ? parsed.document.value : undefined;
  if (parsed.ok && expected.some((one) => isDeepStrictEqual(one, value))) return edited.text;
  throw new RouterError(
    'CONFIG_INVALID',
    `'${path.join('.')}' cannot be changed without changing something else; edit the file by hand`,
  );
}
