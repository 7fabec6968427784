/**
 * Whether the whole of `text` matches an fnmatch pattern: `*`, `?`, `[abc]`, `[a-z]`, `[!abc]`.
 * Case counts; an unclosed `[` stands for itself.
 */
export function matchGlob(pattern: string, text: string): boolean {
  return toRegExp(pattern).test(text);
}

/** Whether `text` matches one of the patterns. */
export function matchesAny(patterns: readonly string[], text: string): boolean {
  return patterns.some((pattern) => matchGlob(pattern, text));
}

function toRegExp(pattern: string): RegExp {
  const source = pattern.replace(
    /\*+|\?|\[(!?)(\]?[^\]]*)\]|[^]/gu,
    (token, not: string | undefined, set: string | undefined) => {
      if (token.startsWith('*')) return '.*';
      if (token === '?') return '.';
      if (set === undefined || set === '') return escape(token);
      return `[${not === '!' ? '^' : ''}${toClass(set)}]`;
    },
  );
  return new RegExp(`^${source}$`, 'su');
}

/** Code points, because `-` must be escaped inside a class and must not be outside. */
function escape(literal: string): string {
  return literal.replace(
    /[^a-z0-9]/giu,
    (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`,
  );
}

/** The inside of a character class; a backwards range matches nothing, as in fnmatch. */
function toClass(set: string): string {
  return set.replace(/([^])-([^])|[^]/gu, (token, from?: string, to?: string) => {
    if (from === undefined || to === undefined) return escape(token);
    return from <= to ? `${escape(from)}-${escape(to)}` : '';
  });
}
