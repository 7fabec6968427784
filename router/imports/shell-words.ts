export interface ShellLine {
  readonly words: readonly string[];
  /** The first of `|`, `;`, `&`, `<`, `>` outside quotes: then it is more than one program. */
  readonly operator: string | undefined;
}

const WORD = /"((?:\\[\s\S]|[^"\\])*)"|'([^']*)'|\\([\s"'$\\|;&<>()])|([|;&<>])|(\s+)|([\s\S])/g;

/** Splits as a shell would, without running or filling in anything; Windows paths stay whole. */
export function splitShellLine(line: string): ShellLine {
  const words: string[] = [];
  let word: string | undefined;
  let operator: string | undefined;
  for (const [, double, single, escaped, sign, blank, plain] of line.matchAll(WORD)) {
    operator ??= sign;
    if (blank !== undefined || sign !== undefined) {
      if (word !== undefined) words.push(word);
      word = undefined;
      continue;
    }
    const quoted = double?.replaceAll(/\\(["\\$`])/g, '$1') ?? single;
    word = (word ?? '') + (quoted ?? escaped ?? plain ?? '');
  }
  if (word !== undefined) words.push(word);
  return { words, operator };
}
