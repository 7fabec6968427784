/** Puts what two writers changed in the same text together, by whole lines. */
import { diff } from '@codemirror/merge';

interface Texts {
  /** What both began with. */
  readonly base: string;
  readonly mine: string;
  readonly theirs: string;
}

/** Lines of the base, counted from 0 and `to` exclusive, and what stands there instead. */
interface Replacement {
  readonly from: number;
  readonly to: number;
  readonly lines: readonly string[];
  readonly by: 'me' | 'them';
}

/** Undefined when both changed the same lines, or lines right beside each other. */
export function mergeTexts({ base, mine, theirs }: Texts): string | undefined {
  if (mine === theirs) return mine;
  const replacements = [...changesOf(base, mine, 'me'), ...changesOf(base, theirs, 'them')].sort(
    (a, b) => a.from - b.from || a.to - b.to,
  );
  const lines = base.split('\n');
  const merged: string[] = [];
  let last: Replacement | undefined;
  for (const next of replacements) {
    if (last !== undefined && last.by !== next.by && next.from <= last.to) return undefined;
    merged.push(...lines.slice(last?.to ?? 0, next.from), ...next.lines);
    last = next;
  }
  return [...merged, ...lines.slice(last?.to ?? 0)].join('\n');
}

function changesOf(before: string, after: string, by: Replacement['by']): readonly Replacement[] {
  const alphabet = new Map<string, string>();
  const lines = after.split('\n');
  const changes = diff(spell(before.split('\n'), alphabet), spell(lines, alphabet));
  return changes.map(({ fromA, toA, fromB, toB }) => {
    return { from: fromA, to: toA, lines: lines.slice(fromB, toB), by };
  });
}

/** Behind the control characters and before the surrogates, which no comparison may split. */
const FIRST_LETTER = 0x100;

/** One character for each line, so that comparing texts compares whole lines. */
function spell(lines: readonly string[], alphabet: Map<string, string>): string {
  return lines
    .map((line) => {
      const letter = alphabet.get(line) ?? String.fromCharCode(FIRST_LETTER + alphabet.size);
      alphabet.set(line, letter);
      return letter;
    })
    .join('');
}
