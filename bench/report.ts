import type { Row, Target } from './measure.ts';

const HEAD = ['measure', 'ours', 'against', 'quotient', 'target', ''];

/** A plain table for people; the last column says ok or MISS. */
export function renderTable(rows: readonly Row[]): string {
  const lines = [HEAD, ...rows.map(cells)];
  const widths = HEAD.map((_, column) =>
    Math.max(...lines.map((line) => line[column]?.length ?? 0)),
  );
  const render = (line: readonly string[]) =>
    line
      .map((text, column) => text.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return lines.map(render).join('\n');
}

function cells({
  measure,
  unit,
  value,
  reference,
  referenceValue,
  quotient,
  ...row
}: Row): string[] {
  const against = reference === undefined ? '' : `${reference} ${number(referenceValue)} ${unit}`;
  return [
    measure,
    `${number(value)} ${unit}`,
    against,
    quotient === undefined ? '' : number(quotient),
    row.target ? renderTarget(row.target, unit) : '',
    row.ok === undefined ? '' : row.ok ? 'ok' : 'MISS',
  ];
}

function renderTarget({ on, atLeast, atMost }: Target, unit: string): string {
  const limit = atLeast === undefined ? `<= ${atMost}` : `>= ${atLeast}`;
  return on === 'quotient' ? `${limit} x` : `${limit} ${unit}`;
}

/** At least three digits that matter, and thousands apart. */
function number(value = Number.NaN): string {
  if (Number.isNaN(value)) return '-';
  const digits = value === 0 ? 0 : Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  const fixed = Math.min(digits, 3);
  return value.toLocaleString('en', {
    maximumFractionDigits: fixed,
    minimumFractionDigits: fixed,
  });
}
