/** Name patterns as Python's fnmatch has them: `*`, `?`, `[abc]`, `[a-z]`, `[!abc]`; case matters. */

export function isGlob(text: string): boolean {
  return /[*?[]/.test(text);
}

type Piece = 'any' | ((character: string) => boolean);

/** Never throws: an unclosed `[` stands for itself. Time is bounded by pattern length x text length. */
export function compileGlob(pattern: string): (text: string) => boolean {
  const pieces = parsePieces(Array.from(pattern));
  return (text) => matches(pieces, Array.from(text));
}

function parsePieces(pattern: readonly string[]): readonly Piece[] {
  const pieces: Piece[] = [];
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at];
    const end = character === '[' ? endOfSet(pattern, at) : -1;
    if (end !== -1) {
      pieces.push(parseSet(pattern.slice(at + 1, end)));
      at = end;
    } else if (character === '*') {
      if (pieces.at(-1) !== 'any') pieces.push('any');
    } else if (character === '?') {
      pieces.push(() => true);
    } else {
      pieces.push((candidate) => candidate === character);
    }
  }
  return pieces;
}

/** Index of the closing bracket, or -1. A bracket right after `[` or `[!` belongs to the set. */
function endOfSet(pattern: readonly string[], start: number): number {
  const first = pattern[start + 1] === '!' ? start + 2 : start + 1;
  return pattern.indexOf(']', first + 1);
}

function parseSet(body: readonly string[]): (character: string) => boolean {
  const negated = body[0] === '!';
  const members = negated ? body.slice(1) : body;
  const ranges: (readonly [string, string])[] = [];
  for (let at = 0; at < members.length; at++) {
    const from = members[at] ?? '';
    const to = members[at + 1] === '-' ? members[at + 2] : undefined;
    ranges.push([from, to ?? from]);
    if (to !== undefined) at += 2;
  }
  return (character) => {
    const point = codePoint(character);
    const inside = ranges.some(([from, to]) => codePoint(from) <= point && point <= codePoint(to));
    return inside !== negated;
  };
}

function codePoint(character: string): number {
  return character.codePointAt(0) ?? 0;
}

/** Greedy walk that only ever returns to the last star, so it cannot explode. */
function matches(pieces: readonly Piece[], text: readonly string[]): boolean {
  let piece = 0;
  let at = 0;
  let star = -1;
  let resume = 0;
  while (at < text.length) {
    const current = pieces[piece];
    if (current === 'any') {
      star = piece++;
      resume = at;
    } else if (current?.(text[at] ?? '')) {
      piece++;
      at++;
    } else if (star !== -1) {
      piece = star + 1;
      at = ++resume;
    } else {
      return false;
    }
  }
  return pieces.slice(piece).every((rest) => rest === 'any');
}
