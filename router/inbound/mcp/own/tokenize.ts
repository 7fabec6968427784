/** Texts as words that can be compared: parts of names taken apart, endings taken off. */

const WORD = /[\p{L}\p{N}]+/gu;
/** `createIssue`, `v2Api`. */
const CAMEL_SEAM = /([\p{Ll}\p{N}])(\p{Lu})/gu;
/** `HTTPServer`, but not `PRs`. */
const ACRONYM_SEAM = /(\p{Lu})(\p{Lu}\p{Ll}{2})/gu;
const VOWEL = /[aeiouy]/u;

const STOP_WORDS = new Set(
  (
    'a an and any are as at be by can do for from has have how i if in into is it its me my of on ' +
    'or our out so some that the their this to use used uses using want was we what when which ' +
    'will with you your'
  ).split(' '),
);

/**
 * Gives a text's words in order, with repetitions, without those that say nothing. It remembers
 * every word it has seen, so it should not outlive one job.
 */
export function createTokenizer(): (text: string) => string[] {
  const stems = new Map<string, string>();
  return (text) => {
    const apart = text.replaceAll(CAMEL_SEAM, '$1 $2').replaceAll(ACRONYM_SEAM, '$1 $2');
    const tokens: string[] = [];
    for (const word of apart.toLowerCase().match(WORD) ?? []) {
      if (STOP_WORDS.has(word)) continue;
      let known = stems.get(word);
      if (known === undefined) stems.set(word, (known = stem(word)));
      tokens.push(known);
    }
    return tokens;
  };
}

/** A light stemmer for English: forms of one word become the same, which need not be a word. */
export function stem(word: string): string {
  return withoutFinalE(withoutVerbEnding(toSingular(word)));
}

function toSingular(word: string): string {
  if (word.length > 4 && word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  if (/(?:ss|sh|ch|x|z)es$/u.test(word)) return word.slice(0, -2);
  return word.length > 2 && /[^siu]s$/u.test(word) ? word.slice(0, -1) : word;
}

function withoutVerbEnding(word: string): string {
  for (const ending of ['ing', 'ed']) {
    const rest = word.slice(0, -ending.length);
    if (!word.endsWith(ending) || rest.length < 3 || !VOWEL.test(rest)) continue;
    // `running`, `committed`, but `calling`, `passed`.
    return /([^lsz])\1$/u.test(rest) ? rest.slice(0, -1) : rest;
  }
  return word;
}

function withoutFinalE(word: string): string {
  return word.length > 4 && word.endsWith('e') ? word.slice(0, -1) : word;
}
