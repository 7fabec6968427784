/** Collects what is wrong with one file, each fault at its line. */
import type { ConfigIssue } from '#contract/config.ts';
import type { ParsedDocument } from './formats/document.ts';
import type { DocumentPath } from './formats/syntax-tree.ts';

export interface IssueLog {
  /** The entry (or file) this log is about cannot be used. */
  error(path: DocumentPath, message: string, hint?: string): void;
  warn(path: DocumentPath, message: string, hint?: string): void;
  /** The same log for what stands at `path`; later paths are relative to it. */
  under(path: DocumentPath): IssueLog;
  /** Whether an error was reported through this log or one under it. */
  failed(): boolean;
  /** A new, empty log about the same file. */
  fresh(): IssueLog;
  readonly issues: readonly ConfigIssue[];
}

export function createIssueLog(file: string, locate: ParsedDocument['locate']): IssueLog {
  const issues: ConfigIssue[] = [];

  function open(base: DocumentPath, fail: () => void): IssueLog {
    let failed = false;
    const report = (severity: ConfigIssue['severity'], path: DocumentPath, text: Text): void => {
      const whole = [...base, ...path];
      const key = whole.length > 0 ? { key: whole.join('.') } : {};
      issues.push({ severity, file, ...nearest(locate, whole), ...key, ...text });
    };
    const onFailure = (): void => {
      failed = true;
      fail();
    };
    return {
      error(path, message, hint) {
        onFailure();
        report('error', path, hint === undefined ? { message } : { message, hint });
      },
      warn(path, message, hint) {
        report('warning', path, hint === undefined ? { message } : { message, hint });
      },
      under: (path) => open([...base, ...path], onFailure),
      failed: () => failed,
      fresh: () => createIssueLog(file, locate),
      issues,
    };
  }

  return open([], () => undefined);
}

type Text = Pick<ConfigIssue, 'message' | 'hint'>;

/** The position of `path`, or of the nearest parent that is in the text. */
function nearest(
  locate: ParsedDocument['locate'],
  path: DocumentPath,
): Pick<ConfigIssue, 'line' | 'column'> {
  for (let length = path.length; length > 0; length--) {
    const position = locate(path.slice(0, length));
    if (position) return position;
  }
  return { line: 1, column: 1 };
}
