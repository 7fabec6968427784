/** Shell patterns as Python's fnmatch reads them: `*`, `?`, `[abc]`, `[a-z]`, `[!abc]`. */

const NOTHING = /(?!)/;

export function isGlob(text: string): boolean {
  return /[*?[]/.test(text);
}

/** A case-sensitive expression for the whole text; `*` also crosses dots. */
export function toGlobExpression(glob: string): RegExp {
  const source = glob.replaceAll(/\*+|\?|\[(?:!.|[^!])[^\]]*\]|[^*?]/gsu, (part) => {
    if (part.startsWith('*')) return '.*';
    if (part === '?') return '.';
    if (part.length > 1 && part.startsWith('[')) return toCharacterClass(part.slice(1, -1));
    return part.replace(/[\\^$.()[\]{}|+/]/u, String.raw`\$&`);
  });
  try {
    return new RegExp(`^${source}$`, 'su');
  } catch {
    // A reversed range such as [z-a] matches nothing, as in fnmatch.
    return NOTHING;
  }
}

function toCharacterClass(members: string): string {
  const negated = members.startsWith('!');
  const escaped = members.slice(negated ? 1 : 0).replaceAll(/[\\[\]^]/gu, String.raw`\$&`);
  return `[${negated ? '^' : ''}${escaped}]`;
}
