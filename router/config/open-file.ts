/** The first step of every loader: text to a root object. */
import type { ConfigIssue } from '#contract/config.ts';
import { type DocumentFormat, formatOf, parseDocument } from './formats/document.ts';
import { isObject } from './formats/value-at.ts';
import { createIssueLog, type IssueLog } from './issue-log.ts';

export interface ConfigText {
  /** Path as issues show it; its ending tells the format. */
  readonly file: string;
  readonly text: string;
  /** Set when this is the file that came with the program. */
  readonly bundled?: true;
}

/** Nothing of the file can be used. */
export interface LoadFailure {
  readonly ok: false;
  readonly issues: readonly ConfigIssue[];
}

export interface OpenedFile {
  readonly ok: true;
  readonly format: DocumentFormat;
  readonly root: Readonly<Record<string, unknown>>;
  readonly log: IssueLog;
}

export function openFile({ file, text }: ConfigText): OpenedFile | LoadFailure {
  const format = formatOf(file);
  const outcome = parseDocument(format, text);
  if (!outcome.ok) {
    const { position, message, hint } = outcome.problem;
    const what = { message: `parse error: ${message}`, hint };
    return { ok: false, issues: [{ severity: 'error', file, ...position, ...what }] };
  }
  const { value, locate, repeated } = outcome.document;
  const log = createIssueLog(file, locate);
  for (const path of repeated) {
    log.warn(path, `'${path.join('.')}' is written twice; only the last one counts`);
  }
  if (isObject(value)) return { ok: true, format, root: value, log };
  log.error([], 'the file must hold one object', 'Put everything between { and }.');
  return { ok: false, issues: log.issues };
}
