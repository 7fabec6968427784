import { stem } from './tokenize.ts';

/** Words that people and servers use for the same thing; the names of tools hold just one of them. */
const GROUPS = [
  'create add new make insert',
  'delete remove drop erase',
  'update edit change modify',
  'search find query lookup',
  'get read fetch view show',
  'list show all browse',
  'send post write',
  'run execute',
  'directory folder dir',
  'database db sql',
  'message chat',
  'repository repo',
  'picture image photo',
  'pr pull',
];

const RELATED = new Map<string, Set<string>>();
for (const group of GROUPS) {
  const stems = group.split(' ').map(stem);
  for (const word of stems) {
    const related = RELATED.get(word) ?? new Set();
    RELATED.set(word, related);
    for (const other of stems) if (other !== word) related.add(other);
  }
}

const NONE: ReadonlySet<string> = new Set();

/** Stems with about the meaning of that stem. */
export function relatedTo(word: string): ReadonlySet<string> {
  return RELATED.get(word) ?? NONE;
}
