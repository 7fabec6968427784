/** A file's text as its owner's screen may show it: without secrets and byte order mark. */
import type { ConfigDocument } from '#contract/config-editing.ts';
import type { ConfigIssue } from '#contract/config.ts';
import { findSecrets } from './find-secrets.ts';
import { formatOf, parseDocument, splitBom } from './formats/document.ts';
import { createLineIndex } from './formats/line-index.ts';
import { isObject } from './formats/value-at.ts';
import type { ConfigText } from './open-file.ts';
import { choosePlaceholders, createHider, hideSecrets, type Placeholders } from './placeholders.ts';

export interface ShownConfig extends Pick<ConfigDocument, 'text' | 'value'> {
  readonly placeholders: Placeholders;
  /** Issues of the real text with their places in the shown one. */
  readonly showIssues: (issues: readonly ConfigIssue[]) => readonly ConfigIssue[];
}

/** `known` are values to hide wherever they stand; `earlier` placeholders keep their numbers. */
export function showText(
  { file, text }: ConfigText,
  known: Iterable<string>,
  earlier?: Placeholders,
): ShownConfig {
  const format = formatOf(file);
  const { body } = splitBom(text);
  const spans = findSecrets(format, body, known);
  const start = earlier ?? choosePlaceholders(body, valueOf(file, body));
  const shown = hideSecrets(body, spans, start);
  const hide = createHider(shown.placeholders);
  const realLines = createLineIndex(body);
  const shownLines = createLineIndex(shown.text);
  const showIssue = (issue: ConfigIssue): ConfigIssue => {
    const { file: where, line, column, message, hint } = issue;
    const words = {
      message: hide(message),
      ...(hint === undefined ? {} : { hint: hide(hint) }),
    };
    if (where !== file || line === undefined || column === undefined) return { ...issue, ...words };
    const offset = shown.toShown(realLines.offsetAt({ line, column }));
    return { ...issue, ...words, ...shownLines.positionAt(offset) };
  };
  return {
    text: shown.text,
    value: valueOf(file, shown.text),
    placeholders: shown.placeholders,
    showIssues: (issues) => issues.map(showIssue),
  };
}

function valueOf(file: string, text: string): Record<string, unknown> | null {
  const parsed = parseDocument(formatOf(file), text);
  return parsed.ok && isObject(parsed.document.value) ? parsed.document.value : null;
}
