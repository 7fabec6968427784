const LONGEST_NAME = 128;

/** The names most like a wrong one, by the pairs of letters they share; the nearest first. */
export function nearestNames(wrong: string, names: readonly string[], count: number): string[] {
  const wanted = pairsOf(wrong.slice(0, LONGEST_NAME));
  const scored = names
    .filter((name) => name.length <= LONGEST_NAME)
    .map((name) => ({ name, likeness: likeness(wanted, pairsOf(name)) }));
  return scored
    .filter(({ likeness }) => likeness > 0)
    .sort((a, b) => b.likeness - a.likeness || (a.name < b.name ? -1 : 1))
    .slice(0, count)
    .map(({ name }) => name);
}

function pairsOf(name: string): ReadonlySet<string> {
  const letters = name
    .slice(0, LONGEST_NAME)
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '_');
  const pairs = new Set<string>();
  for (let at = 0; at + 1 < letters.length; at += 1) pairs.add(letters.slice(at, at + 2));
  return pairs;
}

/** Dice's coefficient, 0 to 1. */
function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let shared = 0;
  for (const pair of a) if (b.has(pair)) shared += 1;
  return shared === 0 ? 0 : (2 * shared) / (a.size + b.size);
}
