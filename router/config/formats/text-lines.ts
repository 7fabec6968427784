/** Questions about lines, blanks and comments in a text, the same for JSON and TOML. */

/** One comment at the start of the input. */
export const SLASH_COMMENT = /^(?:\/\/[^\r\n]*|\/\*[^]*?\*\/)/;
export const HASH_COMMENT = /^#[^\r\n]*/;

export interface Cut {
  readonly start: number;
  readonly end: number;
}

export function splice(text: string, { start, end }: Cut, inserted = ''): string {
  return text.slice(0, start) + inserted + text.slice(end);
}

export function eolOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}

export function lineStart(text: string, offset: number): number {
  return offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
}

/** Just behind the line's end, where the next line begins. */
export function nextLine(text: string, offset: number): number {
  const newline = text.indexOf('\n', offset);
  return newline === -1 ? text.length : newline + 1;
}

/** The blanks a line begins with. */
export function indentOf(text: string, offset: number): string {
  return /^[ \t]*/.exec(text.slice(lineStart(text, offset)))?.[0] ?? '';
}

/** Whether only blanks stand before `offset` on its line. */
export function beginsLine(text: string, offset: number): boolean {
  return lineStart(text, offset) + indentOf(text, offset).length >= offset;
}

/** The end of the line (before its line break) if only blanks and comments follow, else undefined. */
export function restOfLine(text: string, offset: number, comment: RegExp): number | undefined {
  for (let at = offset; ;) {
    const rest = text.slice(at);
    if (/^(?:\r?\n|$)/.test(rest)) return at;
    const skipped = /^[ \t]+/.exec(rest) ?? comment.exec(rest);
    if (!skipped) return undefined;
    at += skipped[0].length;
  }
}

/** The comma that follows, behind blanks, line breaks and comments. */
export function findComma(text: string, offset: number, comment: RegExp): number | undefined {
  for (let at = offset; ;) {
    const rest = text.slice(at);
    const skipped = /^\s+/.exec(rest) ?? comment.exec(rest);
    if (!skipped) return rest.startsWith(',') ? at : undefined;
    at += skipped[0].length;
  }
}
