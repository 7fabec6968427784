import { unifiedMergeView } from '@codemirror/merge';
import { EditorState } from '@codemirror/state';
import { EditorView, lineNumbers } from '@codemirror/view';
import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef, type ReactNode } from 'react';

import type { DiffViewProps } from './code-props.ts';
import { codeColors } from './highlight.ts';
import { codeLanguage } from './language.ts';

/** CodeMirror's unified diff, read-only. */
export function DiffViewer({ before, after, language, label }: DiffViewProps): ReactNode {
  const isDark = useComputedColorScheme('light') === 'dark';
  const parent = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (parent.current === null) return undefined;
    const view = new EditorView({
      parent: parent.current,
      state: EditorState.create({
        doc: after,
        extensions: [
          lineNumbers(),
          codeLanguage(language),
          codeColors(isDark),
          EditorState.readOnly.of(true),
          EditorState.phrases.of({ '$ unchanged lines': 'Show $ unchanged lines' }),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
          unifiedMergeView({
            original: before,
            mergeControls: false,
            gutter: true,
            collapseUnchanged: { margin: 2, minSize: 4 },
          }),
        ],
      }),
    });
    return () => view.destroy();
  }, [before, after, language, label, isDark]);
  return <div ref={parent} style={{ height: '100%', minHeight: 0, overflow: 'auto' }} />;
}
