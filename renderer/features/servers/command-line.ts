/** Arguments as somebody types them: one on each line, or in one line with quotes as in a shell. */

export type ArgumentStyle = 'lines' | 'line';

export function joinArguments(args: readonly string[], style: ArgumentStyle): string {
  return style === 'lines' ? args.join('\n') : args.map(quote).join(' ');
}

/** An argument with a line break in it, or an empty one at an end, needs quotes. */
export function fittingStyle(args: readonly string[]): ArgumentStyle {
  return args.some((arg) => arg.trim() === '' || /[\r\n]/.test(arg)) ? 'line' : 'lines';
}

/** Empty lines between arguments are not meant. */
export function splitArguments(text: string, style: ArgumentStyle): readonly string[] {
  if (style === 'lines') return text.split(/\r?\n/).filter((line) => line.trim() !== '');
  return splitLine(text);
}

/** Quotes keep blanks together; a backslash keeps the next character. Variables are left as they are. */
function splitLine(text: string): readonly string[] {
  const args: string[] = [];
  const part = /"((?:[^"\\]|\\[\s\S])*)"?|'([^']*)'?|\\([\s\S])|([^\s"'\\]+)|(\s+)|\\$/g;
  let current: string | undefined;
  for (const [, double, single, escaped, plain, blank] of text.matchAll(part)) {
    if (blank !== undefined) {
      if (current !== undefined) args.push(current);
      current = undefined;
      continue;
    }
    const piece = double?.replace(/\\(["\\])/g, '$1') ?? single ?? escaped ?? plain ?? '\\';
    current = `${current ?? ''}${piece}`;
  }
  return current === undefined ? args : [...args, current];
}

function quote(arg: string): string {
  if (/^[\w@%+=:,./${}*?-]+$/.test(arg)) return arg;
  return `"${arg.replace(/["\\]/g, '\\$&')}"`;
}
