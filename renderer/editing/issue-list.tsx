import { List, Text } from '@mantine/core';
import type { ReactNode } from 'react';

import type { ConfigIssue } from '#contract/config.ts';
import { revealHidden } from '#components/plain-text.tsx';

/** `mcp.json:12 mcpServers.git.command` */
function describePlace(issue: ConfigIssue): string {
  const file = issue.file.split(/[\\/]/).at(-1) ?? issue.file;
  const line = issue.line === undefined ? '' : `:${issue.line}`;
  return revealHidden([`${file}${line}`, issue.key ?? ''].join(' ').trim());
}

export function IssueList({ issues }: { readonly issues: readonly ConfigIssue[] }): ReactNode {
  return (
    <List size="sm" spacing={4} listStyleType="none">
      {issues.map((issue) => (
        <List.Item key={`${issue.line ?? 0}${issue.key ?? ''}${issue.message}`}>
          <Text span size="xs" className="mono breaks" c="dimmed">
            {describePlace(issue)}
          </Text>{' '}
          <Text span size="sm" className="breaks">
            {revealHidden(issue.message)}
            {issue.hint === undefined ? '' : `. ${revealHidden(issue.hint)}`}
          </Text>
        </List.Item>
      ))}
    </List>
  );
}
