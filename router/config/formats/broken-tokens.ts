/**
 * Keys and values of a text that does not parse, as far as one can tell. Paths are a guess, without
 * the numbers of list items: what is below an open `headers` may not belong there.
 */
import type { DocumentFormat } from './document.ts';
import type { DocumentPath } from './syntax-tree.ts';
import type { Cut } from './text-lines.ts';

export interface BrokenToken extends Cut {
  readonly kind: 'string' | 'other';
  readonly path: DocumentPath;
}

export interface BrokenText {
  readonly tokens: readonly BrokenToken[];
  /** Where quotes do not pair up, so that text and values may be taken for each other. */
  readonly unpaired: readonly Cut[];
}

const STRING = String.raw`(?<string>"(?:[^"\\\r\n]|\\.)*(?<closed>")?|'[^'\r\n]*(?<single>')?)`;
const REST = String.raw`(?<mark>[{}[\]])|(?<word>[^\s"',{}[\]=:]+)`;
const KEY = String.raw`(?:"[^"\r\n]*"|'[^'\r\n]*'|[\w-]+)`;
const TOKENS: Readonly<Record<DocumentFormat, RegExp>> = {
  jsonc: new RegExp(
    String.raw`(?<skip>(?<![^\s,{}[\]])\/\/[^\r\n]*)|(?<open>\/\*)|${STRING}|${REST}`,
    'g',
  ),
  toml: new RegExp(
    String.raw`(?<skip>#[^\r\n]*)|^[ \t]*\[\[?[ \t]*(?<header>${KEY}(?:[ \t]*\.[ \t]*${KEY})*)` +
      String.raw`[ \t]*(?:\]\]?|$)|(?<open>"""|''')|${STRING}|${REST}`,
    'gm',
  ),
};
const SEPARATOR = /[ \t]*[=:]/y;
/** Deeper ones are left out at the top, so that no text takes long. */
const DEEPEST = 20;

export function scanBroken(format: DocumentFormat, body: string): BrokenText {
  const tokens: BrokenToken[] = [];
  const unpaired: Cut[] = [];
  const closers = createCloserSearch(body);
  let base: readonly string[] = [];
  let stack: (readonly string[])[] = [];
  let key: readonly string[] = [];
  const add = (kind: 'string' | 'other', start: number, end: number): void => {
    tokens.push({ kind, start, end, path: [...base, ...stack.slice(-DEEPEST).flat(), ...key] });
  };
  const pattern = new RegExp(TOKENS[format]);
  for (let match = pattern.exec(body); match; match = pattern.exec(body)) {
    const { index: start, 0: text, groups = {} } = match;
    const { open, header, mark, string, word } = groups;
    if (open !== undefined) {
      const end = closers(open === '/*' ? '*/' : open, start + open.length);
      pattern.lastIndex = end ?? start + open.length;
      if (end !== undefined && open !== '/*') add('string', start, end);
    } else if (header !== undefined) {
      [base, stack, key] = [namesIn(header), [], []];
    } else if (mark === '{' || mark === '[') {
      stack.push(key);
      key = [];
    } else if (mark !== undefined) {
      key = stack.pop() ?? [];
    } else if (string !== undefined || word !== undefined) {
      const end = start + text.length;
      if (groups['closed'] ?? groups['single'] ?? word) {
        SEPARATOR.lastIndex = end;
        if (SEPARATOR.test(body)) key = namesIn(text);
        else add(word === undefined ? 'string' : 'other', start, end);
      } else {
        add('string', start, end);
        unpaired.push(restOfValue(body, start, end));
      }
    }
  }
  return { tokens, unpaired };
}

/** Looks for each closing mark only while there may be one. */
function createCloserSearch(body: string): (mark: string, from: number) => number | undefined {
  const missing = new Set<string>();
  return (mark, from) => {
    const at = missing.has(mark) ? -1 : body.indexOf(mark, from);
    if (at === -1) missing.add(mark);
    return at === -1 ? undefined : at + mark.length;
  };
}

function namesIn(written: string): readonly string[] {
  const names = written.match(/"[^"]*"|'[^']*'|[^."'\s]+/g) ?? [];
  return names.map((name) => name.replaceAll(/^["']|["']$/g, ''));
}

/** From the line's first value, or else its first quote, to what may end the line. */
function restOfValue(body: string, quote: number, end: number): Cut {
  const lineStart = body.lastIndexOf('\n', quote) + 1;
  const line = body.slice(lineStart, end);
  const lead = /^[^=:]*[=:][ \t]*["']?|^[^"']*["']/.exec(line)?.[0].length ?? 0;
  const kept = line.slice(lead).replace(/(?<![,\s}\]])[,\s}\]]+$/, '');
  return { start: lineStart + lead, end: lineStart + lead + kept.length };
}
