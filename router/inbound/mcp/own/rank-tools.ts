/** Which of many tools are meant by a few words: BM25 over weighted fields, in memory. */
import type { ToolEntry } from '#core/ports/tools.ts';
import { relatedTo } from './related-words.ts';
import { createTokenizer } from './tokenize.ts';

export interface RankedTool {
  readonly entry: ToolEntry;
  /** Only good for comparing within one answer. */
  readonly score: number;
}

export interface ToolRanking {
  /** The best first; only tools that match at all. */
  rank(query: string): readonly RankedTool[];
}

/** Saturation: how much more the second occurrence of a word is worth. */
const K1 = 1.2;
/** How much a long field dilutes its words. */
const B = 0.6;
const PREFIX_SHARE = 0.5;
const RELATED_SHARE = 0.4;
/** `dir` for `directory`. */
const SHORTENED_SHARE = 0.3;
const SHORTEST_PREFIX = 3;
/** A tool that talks at length is read so far. */
const LONGEST_TEXT = 2_000;
const MOST_PROPERTIES = 100;

interface Field {
  readonly weight: number;
  readonly textOf: (entry: ToolEntry) => string;
}

const FIELDS: readonly Field[] = [
  { weight: 4, textOf: ({ tool }) => tool },
  { weight: 2, textOf: ({ server }) => server },
  { weight: 3, textOf: ({ title }) => title ?? '' },
  { weight: 1, textOf: ({ description }) => description },
  { weight: 0.6, textOf: ({ inputSchema }) => propertyNames(inputSchema['properties']) },
];

/** By tool, how often the word stands in it, weighted by field. */
type Postings = Map<number, number>;

/** Reads every tool once; asking is cheap. */
export function rankTools(entries: readonly ToolEntry[]): ToolRanking {
  const index = buildIndex(entries);
  return {
    rank: (query) => {
      const words = [...new Set(createTokenizer()(query.slice(0, LONGEST_TEXT)))];
      const scores = new Map<number, number>();
      for (const word of words) addWord(scores, word, { index, total: entries.length });
      const ranked: RankedTool[] = [];
      for (const [place, score] of [...scores].sort((a, b) => b[1] - a[1] || a[0] - b[0])) {
        const entry = entries[place];
        if (entry !== undefined) ranked.push({ entry, score });
      }
      return ranked;
    },
  };
}

function buildIndex(entries: readonly ToolEntry[]): ReadonlyMap<string, Postings> {
  const index = new Map<string, Postings>();
  const tokenize = createTokenizer();
  for (const { weight, textOf } of FIELDS) {
    const texts = entries.map((entry) => tokenize(textOf(entry).slice(0, LONGEST_TEXT)));
    const average = texts.reduce((sum, { length }) => sum + length, 0) / texts.length || 1;
    texts.forEach((words, place) => {
      const share = weight / (1 - B + (B * words.length) / average);
      for (const word of words) {
        let postings = index.get(word);
        if (postings === undefined) index.set(word, (postings = new Map()));
        postings.set(place, (postings.get(place) ?? 0) + share);
      }
    });
  }
  return index;
}

interface Corpus {
  readonly index: ReadonlyMap<string, Postings>;
  /** How many tools. */
  readonly total: number;
}

/** Of all forms in which a tool has the word, the best one counts. */
function addWord(scores: Map<number, number>, word: string, { index, total }: Corpus): void {
  const best = new Map<number, number>();
  for (const [term, postings] of index) {
    const share = likeness(word, term);
    if (share === 0) continue;
    const rarity = Math.log(1 + (total - postings.size + 0.5) / (postings.size + 0.5));
    for (const [place, count] of postings) {
      const score = (share * rarity * count * (K1 + 1)) / (count + K1);
      best.set(place, Math.max(best.get(place) ?? 0, score));
    }
  }
  for (const [place, score] of best) scores.set(place, (scores.get(place) ?? 0) + score);
}

/** How much of the asked word the found one is worth, 0 to 1. */
function likeness(asked: string, found: string): number {
  if (asked === found) return 1;
  if (asked.length >= SHORTEST_PREFIX && found.startsWith(asked)) return PREFIX_SHARE;
  if (relatedTo(asked).has(found)) return RELATED_SHARE;
  return found.length >= SHORTEST_PREFIX && asked.startsWith(found) ? SHORTENED_SHARE : 0;
}

function propertyNames(properties: unknown): string {
  if (typeof properties !== 'object' || properties === null) return '';
  return Object.keys(properties).slice(0, MOST_PROPERTIES).join(' ');
}
