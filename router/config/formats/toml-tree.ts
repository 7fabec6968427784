/** TOML: text to value with smol-toml, and to positions with the syntax tree of toml-patch. */
import { parseDocument as parseTree } from '@decimalturn/toml-patch';
import { parse, TomlError } from 'smol-toml';

import { createLineIndex, type LineIndex } from './line-index.ts';
import type { SyntaxProblem } from './syntax-problem.ts';
import {
  type DocumentPath,
  indexMembers,
  indexPath,
  type MemberNode,
  pathKey,
  type ValueNode,
} from './syntax-tree.ts';

/** A `key = value` line; `path` is absolute. */
export interface TomlEntry extends MemberNode {
  /** Where `=` stands. */
  readonly equals: number;
}

/** A header with its lines. The first section is the part before any header. */
export interface TomlSection {
  readonly path: DocumentPath;
  readonly start: number;
  /** End of the last entry, or of the header. */
  readonly end: number;
  readonly entries: readonly TomlEntry[];
}

export function parseToml(body: string): { readonly value: unknown } | SyntaxProblem {
  try {
    // The same line ends on every system, so that a prompt does not depend on the editor's.
    return { value: toPlain(parse(body.replaceAll('\r\n', '\n'))) };
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    return describe(error);
  }
}

/** smol-toml's objects have no prototype; the rest of the program expects ordinary ones. */
function toPlain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toPlain);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toPlain(item)]));
}

/** The part of toml-patch's nodes that is read here. Lines count from 1, columns from 0. */
interface CstNode {
  readonly type: string;
  readonly loc: { readonly start: CstPosition; readonly end: CstPosition };
  readonly key?: CstNode & { readonly value?: readonly string[]; readonly item?: CstKey };
  readonly value?: CstNode;
  readonly item?: CstNode;
  readonly items?: readonly CstNode[];
  readonly equals?: number;
}
interface CstPosition {
  readonly line: number;
  readonly column: number;
}
interface CstKey {
  readonly value: readonly string[];
}

/** Only for texts `parseToml` accepts. Throws when toml-patch understands TOML differently. */
export function parseTomlTree(body: string): readonly TomlSection[] {
  const lines = createLineIndex(body);
  const blocks = parseTree(body).cst as unknown as readonly CstNode[];
  const sections: TomlSection[] = [toSection([], blocks, { start: 0, end: 0, lines })];
  const lengths = new Map<string, number>();
  for (const block of blocks) {
    if (block.type !== 'Table' && block.type !== 'TableArray') continue;
    const written = block.key?.item?.value ?? [];
    const path = resolveHeader(written, lengths, block.type === 'TableArray');
    const start = offset(lines, block.loc.start);
    const end = offset(lines, (block.key ?? block).loc.end);
    sections.push(toSection(path, block.items ?? [], { start, end, lines }));
  }
  return sections;
}

export function indexToml(sections: readonly TomlSection[]): ReadonlyMap<string, number> {
  const offsets = new Map<string, number>();
  for (const section of sections) {
    if (section.path.length > 0) indexPath(offsets, section.path, section.start);
    indexMembers(offsets, [], { kind: 'object', start: 0, end: 0, members: section.entries });
  }
  return offsets;
}

/** `[[a]]` opens the next item of the list; `[a.b]` after it belongs to that item. */
function resolveHeader(
  written: readonly string[],
  lengths: Map<string, number>,
  opensItem: boolean,
): DocumentPath {
  const path: (string | number)[] = [];
  written.forEach((segment, at) => {
    path.push(segment);
    const key = pathKey(path);
    if (opensItem && at === written.length - 1) lengths.set(key, (lengths.get(key) ?? 0) + 1);
    const length = lengths.get(key);
    if (length !== undefined) path.push(length - 1);
  });
  return path;
}

function toSection(
  path: DocumentPath,
  items: readonly CstNode[],
  header: { start: number; end: number; lines: LineIndex },
): TomlSection {
  const { start, lines } = header;
  const entries = items.flatMap((item): TomlEntry[] => {
    if (item.type !== 'KeyValue') return [];
    const member = toMember(item, lines);
    const equals = offset(lines, { line: item.loc.start.line, column: item.equals ?? 0 });
    return member ? [{ ...member, path: [...path, ...member.path], equals }] : [];
  });
  return { path, start, end: entries.at(-1)?.end ?? header.end, entries };
}

function toMember(pair: CstNode, lines: LineIndex): MemberNode | undefined {
  if (!pair.key?.value || !pair.value) return undefined;
  const value = toNode(pair.value, lines);
  return { path: pair.key.value, start: offset(lines, pair.loc.start), end: value.end, value };
}

function toNode(node: CstNode, lines: LineIndex): ValueNode {
  const start = offset(lines, node.loc.start);
  const end = offset(lines, node.loc.end);
  const items = (node.items ?? []).flatMap(({ item }) => (item ? [item] : []));
  if (node.type === 'InlineTable') {
    const members = items.flatMap((item) => toMember(item, lines) ?? []);
    return { kind: 'object', start, end, members };
  }
  if (node.type !== 'InlineArray') return { kind: 'scalar', start, end, members: [] };
  const members = items.map((item, at): MemberNode => {
    const value = toNode(item, lines);
    return { path: [at], start: value.start, end: value.end, value };
  });
  return { kind: 'array', start, end, members };
}

function offset(lines: LineIndex, { line, column }: CstPosition): number {
  return lines.offsetAt({ line, column: column + 1 });
}

/** What smol-toml's sentences mean for the person who wrote the file. */
const HINTS: readonly (readonly [RegExp, string])[] = [
  [/redefine/, 'This key or table is written twice; keep one of them.'],
  [/escape/, 'Write \\\\ for one backslash, or put the text in single quotes.'],
  [
    /unfinished|control characters/,
    'Close the text with the quote it began with; use """ for lines.',
  ],
  [/comma/, 'A comma or a closing bracket is missing.'],
  [/key/, 'Write key = value; a key with spaces or dots in it needs quotes.'],
  [/value/, 'Put text in quotes, such as name = "value".'],
];

function describe(error: TomlError): SyntaxProblem {
  // Only the first line: the rest quotes the file, which may hold a key.
  const [first = ''] = error.message.split('\n');
  const message = first.replace(/^Invalid TOML document: /, '');
  const hint =
    HINTS.find(([pattern]) => pattern.test(message))?.[1] ?? 'Compare it with the example.';
  return { position: { line: error.line, column: error.column }, message, hint };
}
