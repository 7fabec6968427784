import type { ConfigIssue } from '#contract/config.ts';

/** `error: /path/mcp.json:3:5: mcpServers.git.command: must be a string (write ...)`, one a line. */
export function formatIssue(issue: ConfigIssue): string {
  const place = [issue.file, issue.line, issue.column]
    .filter((part) => part !== undefined)
    .join(':');
  const key = issue.key === undefined ? '' : `${issue.key}: `;
  const hint = issue.hint === undefined ? '' : ` (${issue.hint})`;
  return `${issue.severity}: ${place}: ${key}${issue.message}${hint}`;
}

export function printIssues(issues: readonly ConfigIssue[]): void {
  for (const issue of issues) process.stderr.write(`${formatIssue(issue)}\n`);
}

export function printProblem(line: string): void {
  process.stderr.write(`woollama: ${line}\n`);
}
