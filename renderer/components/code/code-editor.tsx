import { Skeleton } from '@mantine/core';
import { lazy, Suspense, type ReactNode } from 'react';

import type { CodeEditorProps } from './code-props.ts';

const CodeEditorView = lazy(async () => {
  const { CodeEditorView: component } = await import('./code-editor-view.tsx');
  return { default: component };
});

/** An editor for JSON and TOML that fills its parent. */
export function CodeEditor(props: CodeEditorProps): ReactNode {
  return (
    <Suspense fallback={<Skeleton h="100%" mih={120} animate={false} />}>
      <CodeEditorView
        key={`${props.language} ${props.readOnly === true} ${props.label}`}
        {...props}
      />
    </Suspense>
  );
}
