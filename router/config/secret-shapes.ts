/** Secrets that give themselves away by how they look, wherever in a text they stand. */
import type { Cut } from './formats/text-lines.ts';

/**
 * The group `secret` is what to hide, or else the whole match. `$` begins a reference, no secret.
 * Names have bounded lengths, so that no text takes long.
 */
const IN_VALUES: readonly RegExp[] = [
  /\b(?:sk|pk|gsk|xai|wol|ghp|gho|github_pat|xox[abp])[-_][A-Za-z0-9_-]{12,}/dg,
  // https://user:secret@host
  /\/\/[^\s/@:'"]{0,100}:(?<secret>[^\s/@'"\\$]+)@/dg,
  /[?&][\w.-]{0,60}?(?:key|token|secret|password|auth)=(?<secret>[^\s&#"'\\$]+)/dgi,
  /(?<![\w-])--?[\w-]{0,60}?(?:api-?key|token|secret|password)=(?<secret>[^\s"'\\$][^\s"'\\]*)/dgi,
  /\b(?:bearer|basic)[ \t]+(?<secret>(?=[\w.~+/=-]*\d)[\w.~+/=-]{6,})/dgi,
];

const NAME =
  /(?<![\w.-])["']?[\w.-]{0,60}?(?:key|token|secret|password|passwd|auth|authorization|credentials?|cookie)["']?/;
/** `Bearer` and the like, if it is there, but no reference behind it. */
const SCHEME = /(?:(?:bearer|basic|digest|token)[ \t]+)?/;
const LITERAL = `(?!${SCHEME.source}\\$)${SCHEME.source}`;

/** `name = secret` and `"name": "secret"`, as in entries that are commented out. */
const IN_LINES: readonly RegExp[] = [
  new RegExp(
    `${NAME.source}[ \\t]*[:=][ \\t]*(["'])${LITERAL}(?<secret>(?:\\\\.|(?!\\1).)+)`,
    'dgi',
  ),
  new RegExp(
    `${NAME.source}[ \\t]*[:=][ \\t]*${LITERAL}(?<secret>[^\\s"',}\\]$#<][^\\s"',}\\]#]{5,})`,
    'dgi',
  ),
];

/** `line` is for comments and for texts that do not parse, where keys and quotes tell the place. */
export function findShapes(text: string, kind: 'value' | 'line'): readonly Cut[] {
  const shapes = kind === 'line' ? [...IN_VALUES, ...IN_LINES] : IN_VALUES;
  return shapes.flatMap((shape) =>
    [...text.matchAll(shape)].flatMap(({ indices }) => {
      const found = indices?.groups?.secret ?? indices?.[0];
      return found ? [{ start: found[0], end: found[1] }] : [];
    }),
  );
}
