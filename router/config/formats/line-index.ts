/** `line` and `column` count from 1; a column is one UTF-16 unit, as editors count. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface LineIndex {
  positionAt(offset: number): Position;
  offsetAt(position: Position): number;
}

/** Lines end at `\n`; the `\r` of a CRLF is the last character of its line. */
export function createLineIndex(text: string): LineIndex {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);

  return {
    positionAt(offset) {
      let low = 0;
      let high = starts.length - 1;
      while (low < high) {
        const middle = Math.ceil((low + high) / 2);
        if ((starts[middle] ?? 0) <= offset) low = middle;
        else high = middle - 1;
      }
      return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
    },
    offsetAt({ line, column }) {
      return (starts[line - 1] ?? text.length) + column - 1;
    },
  };
}
