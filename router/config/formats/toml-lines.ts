/** Adds and removes whole lines of a TOML text: `key = value` lines and sections. */
import { type DocumentPath, pathKey, startsWith } from './syntax-tree.ts';
import {
  type Cut,
  eolOf,
  HASH_COMMENT,
  indentOf,
  lineStart,
  nextLine,
  restOfLine,
  splice,
} from './text-lines.ts';
import type { TomlEntry, TomlSection } from './toml-tree.ts';
import { writeInline, writeKey, writePair, writeTomlValue } from './write-toml.ts';

export interface NewEntry {
  readonly sections: readonly TomlSection[];
  readonly path: DocumentPath;
  readonly value: unknown;
}

/** Adds `path` to a table made of lines (not to an inline table). */
export function insertEntry(body: string, entry: NewEntry): string {
  const { sections, path, value } = entry;
  const parent = path.slice(0, -1);
  const home = sections.find((section) => pathKey(section.path) === pathKey(parent));
  const sibling = home?.entries.at(-1) ?? dottedSibling(sections, parent);
  if (isTable(value) && getsHeader(value, { home, parent, sibling })) {
    return insertSection(body, entry);
  }
  if (sibling) return insertBehind(body, sibling, entry);
  if (parent.length === 0) return insertFirstLine(body, entry);
  if (!home) return insertSection(body, entry);
  const line = indentOf(body, home.start) + writeLine(path.slice(-1), value, body);
  return addLines(body, endOfLine(body, home.end), line);
}

/** A small table among plain keys stays on one line; elsewhere, and a large one, gets a header. */
function getsHeader(
  value: object,
  {
    home,
    parent,
    sibling,
  }: Readonly<Record<'home' | 'sibling', unknown>> & {
    readonly parent: DocumentPath;
  },
): boolean {
  // A header cannot name the item of a list.
  if (parent.some((part) => typeof part === 'number')) return false;
  if (!sibling || parent.length === 0) return true;
  return home !== undefined && !fitsLine(value);
}

/** Under the last line of the table, in the column of its `=` where that is aligned. */
function insertBehind(
  body: string,
  sibling: TomlEntry,
  { sections, path, value }: NewEntry,
): string {
  const home = sections.find((section) => section.entries.includes(sibling));
  const key = path.slice(home?.path.length ?? 0);
  const width = sibling.equals - sibling.start - 1;
  const written = writeLine(key, value, body);
  const name = writeKey(key);
  const aligned = /[ \t]{2}$/.test(body.slice(sibling.start, sibling.equals));
  const line = aligned ? name.padEnd(width) + written.slice(name.length) : written;
  return addLines(body, endOfLine(body, sibling.end), indentOf(body, sibling.start) + line);
}

/** The first key before all headers, above the comment of the first header. */
function insertFirstLine(body: string, { sections, path, value }: NewEntry): string {
  const line = writeLine(path, value, body);
  const header = sections[1];
  if (!header) return append(body, line);
  const above = body.slice(0, lineStart(body, header.start));
  const comments = /(?:^[ \t]*#[^\n]*\n)+(?![^])/m.exec(above);
  const start = comments?.index ?? above.length;
  return splice(body, { start, end: start }, line + eolOf(body));
}

/** `[path]` behind the last section that shares its parent, else at the end. */
function insertSection(body: string, { sections, path, value }: NewEntry): string {
  const eol = eolOf(body);
  const text = isTable(value)
    ? writeSections(path, value, eol)
    : writeHeader(path.slice(0, -1)) + eol + writeLine(path.slice(-1), value, body);
  const parent = path.slice(0, -1);
  const relatives = sections.filter((section) => startsWith(section.path, parent));
  const last = relatives.at(-1);
  if (!last || parent.length === 0) {
    return append(body, body.trim() === '' ? text : eol + text);
  }
  return addLines(body, endOfSection(body, last), eol + text);
}

/** Plain keys first: what follows a header belongs to it. Large tables get headers of their own. */
function writeSections(path: DocumentPath, table: object, eol: string): string {
  const members = Object.entries(table);
  const large = members.filter(([, item]) => isTable(item) && !fitsLine(item));
  const onlyTables = members.length > 0 && members.every(([, item]) => isTable(item));
  const below = onlyTables ? members : large;
  const lines = members
    .filter((member) => !below.includes(member))
    .map(([key, item]) => writePair(key, writeTomlValue(item, eol)));
  const own = onlyTables ? [] : [[writeHeader(path), ...lines].join(eol)];
  const sections = below.map(([key, item]) => writeSections([...path, key], item as object, eol));
  return [...own, ...sections].join(eol + eol);
}

const WIDTH = 80;

/** Whether people would write the table as `{ ... }`. */
function fitsLine(table: object): boolean {
  const items = Object.values(table).flat();
  const isPlain = items.every((item) => !isTable(item) && !String(item).includes('\n'));
  return isPlain && writeInline(table).length <= WIDTH;
}

function writeHeader(path: DocumentPath): string {
  return `[${writeKey(path)}]`;
}

function writeLine(key: DocumentPath, value: unknown, body: string): string {
  return `${writeKey(key)} = ${writeTomlValue(value, eolOf(body))}`;
}

export function removeLines(body: string, { start, end }: Cut): string {
  return cutLines(body, lineStart(body, start), endOfLine(body, end));
}

/** The header, its lines, the comments directly under them, and one blank line above. */
export function removeSection(body: string, section: TomlSection): string {
  const first = lineStart(body, section.start);
  const above = /\r?\n(\r?\n)$/.exec(body.slice(0, first))?.[1] ?? '';
  return cutLines(body, first - above.length, endOfSection(body, section));
}

/** Whole lines; of the last line of a text without final line break, the break before it. */
function cutLines(body: string, start: number, end: number): string {
  if (end < body.length) return splice(body, { start, end: nextLine(body, end) });
  return splice(body, { start: body.slice(0, start).replace(/\r?\n$/, '').length, end });
}

/** Puts lines behind the line that ends at `end`; the last line break stays as it was. */
function addLines(body: string, end: number, lines: string): string {
  return splice(body, { start: end, end }, eolOf(body) + lines);
}

function endOfLine(body: string, offset: number): number {
  return restOfLine(body, offset, HASH_COMMENT) ?? offset;
}

function endOfSection(body: string, section: TomlSection): number {
  let end = endOfLine(body, section.end);
  for (;;) {
    const next = nextLine(body, end);
    const comment = next + indentOf(body, next).length;
    if (next === end || !body.startsWith('#', comment)) return end;
    end = endOfLine(body, comment);
  }
}

/** At the end of the text, which ends with a line break afterwards if it did before. */
function append(body: string, lines: string): string {
  const eol = eolOf(body);
  const complete = body === '' || body.endsWith('\n');
  return complete ? body + lines + eol : body + eol + lines;
}

/** The last dotted key that makes up a table without a header of its own. */
function dottedSibling(
  sections: readonly TomlSection[],
  table: DocumentPath,
): TomlEntry | undefined {
  return sections
    .filter((section) => section.path.length < table.length)
    .flatMap((section) => section.entries)
    .findLast((entry) => startsWith(entry.path, table));
}

function isTable(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
