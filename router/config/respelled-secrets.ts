/** Known secrets that a text spells in a way of its own, such as with `\u0041` for `A`. */
import { createTextFinder } from './find-texts.ts';
import type { DocumentFormat } from './formats/document.ts';
import { type Cut, splice } from './formats/text-lines.ts';
import { decode, type Found, innerOf, type ReadScalar } from './placed-secrets.ts';

export interface RespelledSearch {
  readonly format: DocumentFormat;
  readonly body: string;
  readonly scalars: readonly ReadScalar[];
  /** What is hidden already, in order. */
  readonly spans: readonly (Cut & { readonly certain: boolean })[];
  readonly values: readonly string[];
}

/** Of a value that would still tell a secret, all that its place or look does not hide anyway. */
export function findRespelled(search: RespelledSearch): readonly Found[] {
  const { body, scalars, values, spans } = search;
  const find = createTextFinder(values);
  let next = 0;
  return scalars.flatMap((token) => {
    const [inner] = innerOf(body, token);
    if (!inner || typeof token.value !== 'string') return [];
    if (body.slice(inner.start, inner.end) === token.value) return [];
    if (find(token.value).length === 0) return [];
    while ((spans[next]?.end ?? inner.end) < inner.start) next += 1;
    const own: RespelledSearch['spans'][number][] = [];
    for (let at = next; (spans[at]?.start ?? inner.end) < inner.end; at += 1) {
      const span = spans[at];
      if (span && span.start >= inner.start) own.push(span);
    }
    const shown = own.reduceRight(
      (text, { start, end }) =>
        splice(text, { start: start - token.start, end: end - token.start }, '‹›'),
      body.slice(token.start, token.end),
    );
    const left = decode(search.format, shown);
    if (typeof left === 'string' && find(left).length === 0) return [];
    const covered = own.filter((span) => span.certain);
    return leftOver(inner, covered).map((cut) => ({ ...cut, ...meaningOf(search, token, cut) }));
  });
}

function leftOver(inner: Cut, covered: readonly Cut[]): readonly Cut[] {
  const starts = [inner.start, ...covered.map(({ end }) => end)];
  const ends = [...covered.map(({ start }) => start), inner.end];
  const cuts = starts.map((start, at) => ({ start, end: ends[at] ?? start }));
  return cuts.filter(({ start, end }) => start < end);
}

function meaningOf(
  { format, body }: RespelledSearch,
  token: Cut,
  cut: Cut,
): Pick<Found, 'value' | 'bare'> {
  const text = body.slice(cut.start, cut.end);
  const quote = /^("""|'''|["'])/.exec(body.slice(token.start, token.start + 3))?.[0] ?? '"';
  return { value: decode(format, quote + text + quote) ?? text, bare: false };
}
