import { Text, type TextProps } from '@mantine/core';
import type { ReactNode } from 'react';

/**
 * Invisible and direction-changing characters, with which a text can pretend to be another one:
 * controls except tab and newline, zero-width, bidi marks and overrides, tags.
 */
const HIDDEN =
  /[\p{Cc}\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}]/gu;
const HARMLESS = ['\t', '\n', '\r'];

/** Shows each hidden character as `\u{202e}`. */
export function revealHidden(text: string): string {
  return text.replace(HIDDEN, (char) =>
    HARMLESS.includes(char) ? char : `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`,
  );
}

interface PlainTextProps extends TextProps {
  /** From a server, a file or a model: never trusted, shown as it is. */
  readonly text: string;
  readonly span?: boolean;
  readonly title?: string;
}

/** A stranger's text, nothing in it acting on the page. */
export function PlainText({ text, className, ...props }: PlainTextProps): ReactNode {
  return (
    <Text size="sm" {...props} className={`breaks ${className ?? ''}`} dir="ltr">
      {revealHidden(text)}
    </Text>
  );
}
