import { Skeleton, Text } from '@mantine/core';
import { lazy, Suspense, type ReactNode } from 'react';

import type { DiffViewProps } from './code-props.ts';

const DiffViewer = lazy(async () => {
  const { DiffViewer: component } = await import('./diff-viewer.tsx');
  return { default: component };
});

/** What will change in a text; unchanged parts are folded. */
export function DiffView(props: DiffViewProps): ReactNode {
  if (props.before === props.after) {
    return (
      <Text size="sm" c="dimmed">
        Nothing would change.
      </Text>
    );
  }
  return (
    <Suspense fallback={<Skeleton h="100%" mih={120} animate={false} />}>
      <DiffViewer {...props} />
    </Suspense>
  );
}
