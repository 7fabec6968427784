/**
 * Where secrets stand in a configuration text. Places tell (header values, API keys, variables
 * with telling names), and so do shapes (`sk-...`, `--token=...`). Of what is known to be secret,
 * every occurrence in a value or a comment counts. Keys are never taken for secrets.
 */
import {
  createTextFinder,
  type FoundText,
  longerFirst,
  SHORTEST_KNOWN,
  withoutOverlaps,
} from './find-texts.ts';
import { scanBroken } from './formats/broken-tokens.ts';
import type { DocumentFormat } from './formats/document.ts';
import type { Cut } from './formats/text-lines.ts';
import { type TextToken, tokensOf } from './formats/text-tokens.ts';
import {
  decode,
  doubtfulSecrets,
  type Found,
  innerOf,
  placedSecrets,
  type ReadScalar,
} from './placed-secrets.ts';
import { findRespelled } from './respelled-secrets.ts';
import { findShapes } from './secret-shapes.ts';

export interface SecretSpan extends Found {
  /** Found in the text alone, and not because somebody knows its value. */
  readonly certain: boolean;
}

/** In the order of the text; none overlaps another. */
export function findSecrets(
  format: DocumentFormat,
  body: string,
  secrets: Iterable<string>,
): readonly SecretSpan[] {
  const tokens = tokensOf(format, body);
  const { scalars, places, placed } = tokens
    ? inParsed(format, body, tokens)
    : inBroken(format, body);
  const certain = withoutOverlaps([...placed].sort(longerFirst));
  const values = withOneLineEnd([...secrets, ...placed.map(({ value }) => value)]);
  const meanings = spellings(values);
  const find = createTextFinder(meanings.keys());
  const spans = withoutOverlaps<SecretSpan>([
    ...certain.map((span) => ({ ...span, certain: true })),
    ...places.flatMap((cut) => knownIn(find(body.slice(cut.start, cut.end)), cut, meanings)),
  ]);
  const respelled = findRespelled({ format, body, scalars, spans, values });
  return withoutOverlaps<SecretSpan>([
    ...spans.filter((span) => span.certain),
    ...respelled.map((span) => ({ ...span, certain: false })),
    ...spans,
  ]);
}

interface Places {
  readonly scalars: readonly ReadScalar[];
  /** Where a known secret may stand. */
  readonly places: readonly Cut[];
  readonly placed: readonly Found[];
}

function inParsed(format: DocumentFormat, body: string, tokens: readonly TextToken[]): Places {
  const scalars = tokens.flatMap((token): ReadScalar[] => {
    if (token.kind === 'key') return [];
    return [{ ...token, value: decode(format, body.slice(token.start, token.end)) }];
  });
  const values = scalars.flatMap((token) => innerOf(body, token));
  // All that is left are comments and punctuation.
  const gaps = gapsOf(body, tokens);
  const placed = [
    ...placedSecrets(body, scalars),
    ...values.flatMap((value) => shapesIn(body, value, 'value')),
    ...gaps.flatMap((gap) => shapesIn(body, gap, 'line')),
  ];
  return { scalars, places: [...values, ...gaps], placed };
}

function inBroken(format: DocumentFormat, body: string): Places {
  const { tokens, unpaired } = scanBroken(format, body);
  const scalars = tokens.map((token): ReadScalar => {
    const written = body.slice(token.start, token.end);
    if (token.kind === 'other') return { ...token, value: written };
    const closed = decode(format, written) ?? decode(format, written + written.slice(0, 1));
    const [inner = token] = innerOf(body, token);
    return { ...token, value: closed ?? body.slice(inner.start, inner.end) };
  });
  const whole = { start: 0, end: body.length };
  const lines = unpaired.filter(({ start, end }) => start < end);
  const placed = [
    ...doubtfulSecrets(body, scalars),
    ...lines.map((cut) => ({ ...cut, value: body.slice(cut.start, cut.end), bare: false })),
    ...shapesIn(body, whole, 'line'),
  ];
  return { scalars, places: [whole], placed };
}

/** TOML's blocks have the same line ends on every system. */
function withOneLineEnd(values: readonly unknown[]): readonly string[] {
  return values.flatMap((value) => {
    if (typeof value !== 'string' || value.trim().length < SHORTEST_KNOWN) return [];
    return value.includes('\r\n') ? [value, value.replaceAll('\r\n', '\n')] : [value];
  });
}

function gapsOf(body: string, tokens: readonly TextToken[]): readonly Cut[] {
  const starts = [0, ...tokens.map(({ end }) => end)];
  const ends = [...tokens.map(({ start }) => start), body.length];
  return starts.flatMap((start, at) => {
    const end = ends[at] ?? start;
    return start < end ? [{ start, end }] : [];
  });
}

function shapesIn(body: string, cut: Cut, kind: 'value' | 'line'): readonly Found[] {
  const text = body.slice(cut.start, cut.end);
  return findShapes(text, kind).map(({ start, end }) => {
    const value = text.slice(start, end);
    return { start: cut.start + start, end: cut.start + end, value, bare: false };
  });
}

/** What each value means, by how it may be written in a text. */
function spellings(values: readonly string[]): ReadonlyMap<string, string> {
  const meanings = new Map<string, string>();
  for (const value of values) {
    meanings.set(JSON.stringify(value).slice(1, -1), value);
    meanings.set(value, value);
  }
  return meanings;
}

function knownIn(
  found: readonly FoundText[],
  cut: Cut,
  meanings: ReadonlyMap<string, string>,
): readonly SecretSpan[] {
  return found.map(({ start, end, found: written }) => {
    const at = { start: cut.start + start, end: cut.start + end };
    return { ...at, value: meanings.get(written), bare: false, certain: false };
  });
}
