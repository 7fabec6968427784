import type { Cut } from './formats/text-lines.ts';

export interface FoundText extends Cut {
  readonly found: string;
}

/** A shorter text would be found in harmless places everywhere; none is looked for. */
export const SHORTEST_KNOWN = 4;

/**
 * Where any of the texts stands, in order and without overlaps: a text that contains another one
 * goes as a whole. No expression is made of them: a long one would fail, and be told in the error.
 * One pass however many there are, led by how they begin, how long they are and how they end.
 */
export function createTextFinder(wanted: Iterable<string>): (text: string) => readonly FoundText[] {
  const byStart = new Map<string, Map<number, Map<string, string[]>>>();
  for (const text of new Set(wanted)) {
    if (text.length < SHORTEST_KNOWN) continue;
    const start = text.slice(0, SHORTEST_KNOWN);
    const lengths = entryOf(byStart, start, () => new Map<number, Map<string, string[]>>());
    const ends = entryOf(lengths, text.length, () => new Map<string, string[]>());
    entryOf(ends, text.slice(-END), (): string[] => []).push(text);
  }
  return (text) => {
    if (byStart.size === 0) return [];
    const places: FoundText[] = [];
    const ends = new Map<string, number>();
    for (let start = 0; start + SHORTEST_KNOWN <= text.length; start += 1) {
      for (const [length, byEnd] of byStart.get(text.slice(start, start + SHORTEST_KNOWN)) ?? []) {
        const end = start + length;
        if (end > text.length) continue;
        for (const found of byEnd.get(text.slice(Math.max(start, end - END), end)) ?? []) {
          if (start < (ends.get(found) ?? 0) || !text.startsWith(found, start)) continue;
          places.push({ found, start, end });
          ends.set(found, end);
        }
      }
    }
    return withoutOverlaps(places.sort(longerFirst));
  };
}

/** Characters at the end that tell texts of one length apart. */
const END = 8;

function entryOf<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const value = map.get(key) ?? make();
  map.set(key, value);
  return value;
}

export function longerFirst(one: Cut, other: Cut): number {
  return other.end - other.start - (one.end - one.start);
}

/** In the order of the text; of two that overlap, the one that comes first in the list. */
export function withoutOverlaps<Span extends Cut>(spans: readonly Span[]): readonly Span[] {
  const length = spans.reduce((most, { end }) => Math.max(most, end), 0);
  const taken = new Uint8Array(length);
  const kept = spans.filter(({ start, end }) => {
    if (taken.subarray(start, end).includes(1)) return false;
    taken.fill(1, start, end);
    return true;
  });
  return kept.sort((one, other) => one.start - other.start);
}
