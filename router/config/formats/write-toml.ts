/** TOML 1.0 text for plain values; `null`, dates and endless numbers have no place in our files. */

const WIDTH = 80;

/** The right side of a `key = value` line: text with line breaks becomes a """ block. */
export function writeTomlValue(value: unknown, eol: string): string {
  if (typeof value === 'string' && value.includes('\n')) return writeBlock(value, eol);
  const line = writeInline(value);
  if (!Array.isArray(value) || line.length <= WIDTH) return line;
  const items = value.map((item) => `  ${writeInline(item)},${eol}`);
  return `[${eol}${items.join('')}]`;
}

/** A value on one line, as lists and inline tables need it. */
export function writeInline(value: unknown): string {
  if (typeof value === 'string') return writeText(value);
  if (Array.isArray(value)) return `[${value.map(writeInline).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).map(([key, item]) => writePair(key, writeInline(item)));
    return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
  }
  return String(value);
}

export function writeKey(path: readonly (string | number)[]): string {
  return path
    .map(String)
    .map((key) => (/^[\w-]+$/.test(key) ? key : writeBasic(key)))
    .join('.');
}

export function writePair(key: string, text: string): string {
  return `${writeKey([key])} = ${text}`;
}

/** Backslashes read better in single quotes (paths, patterns). */
function writeText(text: string): string {
  const literal = text.includes('\\') && !/['\p{Cc}]/u.test(text);
  return literal ? `'${text}'` : writeBasic(text);
}

function writeBasic(text: string): string {
  return JSON.stringify(text).replaceAll('\u007F', '\\u007F');
}

function writeBlock(text: string, eol: string): string {
  const lines = text
    .split('\n')
    .map((line) => writeBasic(line).slice(1, -1).replace(/\\./g, unescape));
  // Three quotes in a row would end the block, and so would one right before its end.
  const body = lines
    .join(eol)
    .replaceAll('""', '"\\"')
    .replace(/(?<!\\)"$/, '\\"');
  return `"""${eol}${body}"""`;
}

/** Quotes and tabs may stand in a block as they are. */
function unescape(escape: string): string {
  if (escape === '\\"') return '"';
  return escape === '\\t' ? '\t' : escape;
}
