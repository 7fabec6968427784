/** The keys and plain values of a text, where they stand, in their order; comments lie between them. */
import type { DocumentFormat } from './document.ts';
import { parseJsonc } from './jsonc-tree.ts';
import type { DocumentPath, ValueNode } from './syntax-tree.ts';
import type { Cut } from './text-lines.ts';
import { parseToml, parseTomlTree } from './toml-tree.ts';

export interface KeyToken extends Cut {
  readonly kind: 'key';
  /** Whole path of what the key names. */
  readonly path: DocumentPath;
  /** Each name that is written here, with its quotes, and how long the path up to it is. */
  readonly names: readonly (Cut & { readonly depth: number })[];
}

export interface ScalarToken extends Cut {
  readonly kind: 'string' | 'other';
  readonly path: DocumentPath;
}

export type TextToken = KeyToken | ScalarToken;

/** Undefined when the text does not parse, or when the two TOML parsers disagree about it. */
export function tokensOf(format: DocumentFormat, body: string): readonly TextToken[] | undefined {
  const tokens = format === 'jsonc' ? jsonTokens(body) : tomlTokens(body);
  return tokens?.sort((one, other) => one.start - other.start);
}

function jsonTokens(body: string): TextToken[] | undefined {
  const parsed = parseJsonc(body);
  return 'root' in parsed ? nodeTokens(body, [], parsed.root) : undefined;
}

function tomlTokens(body: string): TextToken[] | undefined {
  if ('hint' in parseToml(body)) return undefined;
  try {
    return parseTomlTree(body).flatMap(({ path, start, entries }) => {
      const header = path.length > 0 ? [keyToken(body, start, { path, given: 0 })] : [];
      const members = entries.map((entry) => ({ ...entry, path: entry.path.slice(path.length) }));
      return [...header, ...nodeTokens(body, path, { kind: 'object', start, end: start, members })];
    });
  } catch {
    return undefined;
  }
}

function nodeTokens(body: string, base: DocumentPath, node: ValueNode): TextToken[] {
  const { kind, start, end, members } = node;
  if (kind === 'scalar') {
    const isText = body[start] === '"' || body[start] === "'";
    return [{ kind: isText ? 'string' : 'other', path: base, start, end }];
  }
  return members.flatMap((member) => {
    const path = [...base, ...member.path];
    const below = nodeTokens(body, path, member.value);
    if (kind === 'array') return below;
    return [keyToken(body, member.start, { path, given: base.length }), ...below];
  });
}

/** `given` first parts of the path are written further up; numbers (items of lists) nowhere. */
function keyToken(
  body: string,
  start: number,
  { path, given }: { readonly path: DocumentPath; readonly given: number },
): KeyToken {
  const name = /"(?:\\.|[^"\\])*"|'[^']*'|[\w-]+/g;
  name.lastIndex = start;
  const names = path.flatMap((part, at) => {
    const found = at < given || typeof part === 'number' ? null : name.exec(body);
    return found ? [{ start: found.index, end: name.lastIndex, depth: at + 1 }] : [];
  });
  return { kind: 'key', path, names, start, end: names.at(-1)?.end ?? start };
}
