/** Text of other programs' files as plain values. Messages never quote the text. */
import { type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import { parse, TomlError } from 'smol-toml';

export type ForeignDocument =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly line: number; readonly message: string };

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An own member only: `constructor` and the like are no members. */
export function memberOf(value: unknown, key: string): unknown {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** JSON with comments and trailing commas. */
export function parseJson(text: string): ForeignDocument {
  try {
    const errors: ParseError[] = [];
    const tree = parseTree(text, errors, { allowTrailingComma: true });
    const [error] = errors;
    if (tree && !error) return { ok: true, value: toValue(tree) };
    const line = text.slice(0, error?.offset ?? 0).split('\n').length;
    const name = error === undefined ? 'ValueExpected' : printParseErrorCode(error.error);
    return { ok: false, line, message: PROBLEMS[name] ?? 'this is not JSON' };
  } catch (error) {
    // The parser descends by calling itself; nothing else in it throws.
    if (error instanceof RangeError)
      return { ok: false, line: 1, message: 'it is nested too deep' };
    throw error;
  }
}

export function parseToml(text: string): ForeignDocument {
  try {
    return { ok: true, value: parse(text, { maxDepth: 100 }) };
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    // Only the first line: the rest quotes the text.
    const [first = ''] = error.message.split('\n');
    return { ok: false, line: error.line, message: first.replace(/^Invalid TOML document: /, '') };
  }
}

const PROBLEMS: Readonly<Record<string, string>> = {
  InvalidSymbol: 'text must stand in double quotes',
  PropertyNameExpected: 'a key in double quotes belongs here',
  ValueExpected: 'a value belongs here',
  ColonExpected: 'a colon between key and value is missing',
  CommaExpected: 'a comma is missing before this',
  CloseBraceExpected: 'a closing } is missing',
  CloseBracketExpected: 'a closing ] is missing',
  EndOfFileExpected: 'there is more text after the end',
  UnexpectedEndOfComment: 'a comment is not closed',
  UnexpectedEndOfString: 'a text is not closed',
  InvalidEscapeCharacter: 'a backslash in this text escapes nothing',
  InvalidCharacter: 'a text holds a control character',
};

/** Members are defined, not assigned: `__proto__` must stay an ordinary key. */
function toValue(node: Node): unknown {
  const children = node.children ?? [];
  if (node.type === 'array') return children.map((child) => toValue(child));
  if (node.type !== 'object') return node.value;
  return Object.fromEntries(
    children.flatMap(({ children: [key, value] = [] }) =>
      key && value ? [[String(key.value), toValue(value)]] : [],
    ),
  );
}
