import { Text } from '@mantine/core';
import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';

import type { FieldIssue } from '#editing/field-issue.ts';

/** What is said below a field. */
export function FieldNote({ issue }: { readonly issue: FieldIssue | undefined }): ReactNode {
  if (issue === undefined) return null;
  const isError = issue.severity === 'error';
  return (
    <Text
      size="xs"
      className="breaks"
      role={isError ? 'alert' : 'status'}
      c={isError ? 'var(--state-bad)' : 'var(--state-warn)'}
    >
      <CircleAlert size={12} aria-hidden style={{ verticalAlign: '-2px', marginInlineEnd: 4 }} />
      {issue.text}
    </Text>
  );
}
