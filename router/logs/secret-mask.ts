/**
 * Knows every secret the router holds and blanks it wherever a text leaves the process. Works on
 * the finished line, so that no code path can forget it.
 */
export interface SecretMask {
  /** Replaces the secrets of one source (`config`, `environment`, `token`) with these. */
  set(source: string, values: Iterable<string>): void;
  readonly mask: (text: string) => string;
}

const MASK = '[secret]';

/** Shorter values (a port, `true`) would blank harmless text everywhere. */
const SHORTEST_SECRET = 6;

/** Credentials that came with a request, whose values we cannot know beforehand. */
const SHAPES = [
  /\b(Bearer|Basic)\s+[A-Za-z0-9._~+/=-]{6,}/gi,
  /\b(sk|pk|gsk|xai|wol|ghp|gho|github_pat|xox[abp])[-_][A-Za-z0-9_-]{12,}/g,
  /("?(?:x-api-key|api[-_]?key|authorization|password|secret|token)"?\s*[:=]\s*"?)[^\s",}]{6,}/gi,
];

export function createSecretMask(): SecretMask {
  const bySource = new Map<string, readonly string[]>();
  let known: readonly string[] = [];

  return {
    set(source, values) {
      bySource.set(
        source,
        [...values].filter((value) => value.length >= SHORTEST_SECRET),
      );
      // Longest first: a secret that contains another one must go as a whole. A log line is JSON,
      // so quotes and backslashes of a secret stand there escaped.
      const all = [...bySource.values()].flat();
      known = [
        ...new Set(all.flatMap((value) => [value, JSON.stringify(value).slice(1, -1)])),
      ].sort((a, b) => b.length - a.length);
    },
    mask(text) {
      let masked = text;
      for (const secret of known) {
        if (masked.includes(secret)) masked = masked.replaceAll(secret, MASK);
      }
      for (const shape of SHAPES) masked = masked.replace(shape, maskShape);
      return masked;
    },
  };
}

/** Keeps the word before the credential, which says what it was. */
function maskShape(match: string, lead: string): string {
  const kept = match.startsWith(lead) ? lead : '';
  const gap = /^\s+/.exec(match.slice(kept.length))?.[0] ?? '';
  return `${kept}${gap}${MASK}`;
}
