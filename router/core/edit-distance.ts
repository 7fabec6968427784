/** Levenshtein, with two swapped neighbours counted once. */
export function editDistance(from: string, to: string): number {
  const rows: number[][] = [];
  const cell = (row: number, column: number): number => rows[row]?.[column] ?? Infinity;
  for (let i = 0; i <= from.length; i++) {
    const row: number[] = [];
    rows.push(row);
    for (let j = 0; j <= to.length; j++) {
      if (i === 0 || j === 0) {
        row.push(i + j);
        continue;
      }
      const cost = from[i - 1] === to[j - 1] ? 0 : 1;
      const swapped = from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      row.push(
        Math.min(
          cell(i - 1, j) + 1,
          cell(i, j - 1) + 1,
          cell(i - 1, j - 1) + cost,
          swapped ? cell(i - 2, j - 2) + 1 : Infinity,
        ),
      );
    }
  }
  return cell(from.length, to.length);
}
