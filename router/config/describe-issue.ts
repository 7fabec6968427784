import type { ConfigIssue } from '#contract/config.ts';

/** One line for people: place, key, what is wrong, and what to write instead. */
export function describeIssue(issue: ConfigIssue): string {
  const { file, line, column, key, message, hint } = issue;
  const place = line === undefined ? file : `${file}:${line}:${column ?? 1}`;
  const subject = key === undefined ? '' : ` ${key}:`;
  return `${place}:${subject} ${message}${hint === undefined ? '' : `. ${hint}`}`;
}
