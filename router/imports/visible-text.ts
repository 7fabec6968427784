/**
 * What cannot be seen, or changes the order of what is seen: controls, format characters (bidi,
 * zero width), blanks other than the plain one, and halves of a pair.
 */
const HIDDEN_KINDS = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u;
/** Letters and marks that draw nothing: joiners, fillers, selectors. */
const HIDDEN_RANGES: readonly (readonly [number, number])[] = [
  [0x34f, 0x34f],
  [0x115f, 0x1160],
  [0x17b4, 0x17b5],
  [0x180b, 0x180f],
  [0x2800, 0x2800],
  [0x3164, 0x3164],
  [0xfe00, 0xfe0f],
  [0xffa0, 0xffa0],
  [0xe0100, 0xe01ef],
];

/** The same text with everything hidden written out, such as `\u{202e}`. */
export function showHidden(text: string): string {
  if (/^[ -~]*$/.test(text)) return text;
  return Array.from(text, (char) => {
    const code = char.codePointAt(0) ?? 0;
    const isHidden =
      HIDDEN_KINDS.test(char) || HIDDEN_RANGES.some(([from, to]) => from <= code && code <= to);
    return isHidden ? `\\u{${code.toString(16)}}` : char;
  }).join('');
}

export function hasHidden(text: string): boolean {
  return showHidden(text) !== text;
}
