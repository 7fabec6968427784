/** JSON with comments and trailing commas: text to value and to syntax tree. */
import { type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';

import { createLineIndex } from './line-index.ts';
import type { SyntaxProblem } from './syntax-problem.ts';
import { type DocumentPath, indexMembers, type MemberNode, type ValueNode } from './syntax-tree.ts';

export interface JsoncDocument {
  readonly value: unknown;
  readonly root: ValueNode;
  readonly repeated: readonly DocumentPath[];
}

export function parseJsonc(body: string): JsoncDocument | SyntaxProblem {
  const errors: ParseError[] = [];
  const tree = parseTree(body, errors, { allowTrailingComma: true });
  const [error] = errors;
  if (error || !tree) return describe(body, error);
  const repeated: DocumentPath[] = [];
  const value = toValue(tree, [], repeated);
  return { value, root: toNode(tree), repeated };
}

export function indexJsonc(root: ValueNode): ReadonlyMap<string, number> {
  const offsets = new Map<string, number>();
  indexMembers(offsets, [], root);
  return offsets;
}

function toNode(node: Node): ValueNode {
  const { offset: start, length, type } = node;
  const kind = type === 'object' || type === 'array' ? type : 'scalar';
  const members = (node.children ?? []).flatMap((child, at) => toMember(child, at));
  return { kind, start, end: start + length, members };
}

function toMember(child: Node, at: number): MemberNode[] {
  const start = child.offset;
  const end = start + child.length;
  if (child.type !== 'property') return [{ path: [at], start, end, value: toNode(child) }];
  const [key, value] = child.children ?? [];
  return key && value ? [{ path: [String(key.value)], start, end, value: toNode(value) }] : [];
}

function toValue(node: Node, path: DocumentPath, repeated: DocumentPath[]): unknown {
  const children = node.children ?? [];
  if (node.type === 'array')
    return children.map((child, at) => toValue(child, [...path, at], repeated));
  if (node.type !== 'object') return node.value;
  const result: Record<string, unknown> = {};
  for (const { children: [key, value] = [] } of children) {
    if (!key || !value) continue;
    const name = String(key.value);
    const here = [...path, name];
    if (Object.hasOwn(result, name)) repeated.push(here);
    // Defined, not assigned: `__proto__` must stay an ordinary key.
    const descriptor = { enumerable: true, configurable: true, writable: true };
    Object.defineProperty(result, name, { value: toValue(value, here, repeated), ...descriptor });
  }
  return result;
}

/** By jsonc-parser's error names: what is wrong, and what to write instead. */
const PROBLEMS: Readonly<Record<string, readonly [string, string]>> = {
  InvalidSymbol: [
    'this is neither text, number, true, false nor null',
    'Put text in double quotes.',
  ],
  InvalidNumberFormat: ['this number is not complete', 'Write it like 12, 0.5 or 1e3.'],
  PropertyNameExpected: ['a key in double quotes belongs here', 'Write "key": value.'],
  ValueExpected: ['a value belongs here', 'Write text in double quotes, a number, true, [] or {}.'],
  ColonExpected: ['a colon between key and value is missing', 'Write "key": value.'],
  CommaExpected: ['a comma is missing before this', 'Put a comma between two entries.'],
  CloseBraceExpected: ['a closing } is missing', 'Every { needs its }.'],
  CloseBracketExpected: ['a closing ] is missing', 'Every [ needs its ].'],
  EndOfFileExpected: ['there is more text after the end', 'Remove what follows the last }.'],
  UnexpectedEndOfComment: ['a comment is not closed', 'End it with */.'],
  UnexpectedEndOfString: ['a text is not closed', 'End it with " on the same line.'],
  InvalidUnicode: ['an escape \\u needs four hex digits', 'Write it like \\u00e9.'],
  InvalidEscapeCharacter: [
    'a backslash in this text escapes nothing',
    'Write \\\\ for one backslash, or use / in paths.',
  ],
  InvalidCharacter: ['a text holds a tab or another control character', 'Write \\t for a tab.'],
};

function describe(body: string, error: ParseError | undefined): SyntaxProblem {
  if (body.trim() === '') {
    const position = { line: 1, column: 1 };
    return { position, message: 'the file is empty', hint: 'Write {} for no entries.' };
  }
  const position = createLineIndex(body).positionAt(error?.offset ?? 0);
  const name = error ? printParseErrorCode(error.error) : '';
  const [message, hint] = PROBLEMS[name] ?? ['this is not JSON', 'Compare it with the example.'];
  return { position, message, hint };
}
