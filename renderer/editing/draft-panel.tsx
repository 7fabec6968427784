import { Group, Paper, SegmentedControl, Stack, Text } from '@mantine/core';
import { useState, type ReactNode } from 'react';

import { CodeEditor } from '#components/code/code-editor.tsx';
import type { CodeLanguage, CodeProblem } from '#components/code/code-props.ts';
import { DiffView } from '#components/code/diff-view.tsx';
import { DraftProblems } from './draft-problems.tsx';
import { LeaveGuard } from './leave-guard.tsx';
import { SaveButtons } from './save-buttons.tsx';
import type { Draft } from './use-draft.ts';

/** Which half is edited: the form, or the whole text. */
export type DraftView = 'changes' | 'text';

interface DraftPanelProps {
  readonly draft: Draft;
  readonly view: DraftView;
  /** The form beside it cannot be used while the whole text is edited. */
  readonly onView: (view: DraftView) => void;
  /** Closes the editor. */
  readonly onClose?: () => void;
  /** What must be put right in the form before it can be saved. */
  readonly formProblems?: readonly string[];
}

/** The other half of every editor: what will be written, as a diff or as the whole text. */
export function DraftPanel(props: DraftPanelProps): ReactNode {
  const { draft, view, onView, onClose } = props;
  // A typed text does not come from the form.
  const formProblems = draft.isTyped ? [] : (props.formProblems ?? []);
  const [shown, setShown] = useState<DraftView>(view);
  // The page may end the editing of the text by itself.
  const visible = view === 'changes' ? 'changes' : shown;
  const show = async (next: DraftView): Promise<void> => {
    if (next === 'changes') {
      setShown('changes');
      if (draft.isTyped) return;
      // Nothing was typed, so the form goes on where it was.
      draft.endText();
      onView('changes');
    } else {
      if (view !== 'text' && !(await draft.beginText())) return;
      setShown('text');
      onView('text');
    }
  };
  return (
    <Stack gap="xs" h="100%" style={{ minHeight: 0 }}>
      <LeaveGuard draft={draft} />
      <Group justify="flex-end" gap="xs">
        <SegmentedControl
          size="xs"
          style={{ marginInlineEnd: 'auto' }}
          aria-label="Show"
          value={visible}
          onChange={(next) => void show(next === 'text' ? 'text' : 'changes')}
          data={[
            { value: 'changes', label: 'Changes' },
            { value: 'text', label: draft.file },
          ]}
        />
        <SaveButtons draft={draft} isHeld={formProblems.length > 0} {...(onClose && { onClose })} />
      </Group>
      <DraftProblems draft={draft} formProblems={formProblems} />
      <Paper withBorder style={{ flex: 1, minHeight: 120, overflow: 'hidden' }}>
        <PanelBody draft={draft} visible={visible} />
      </Paper>
    </Stack>
  );
}

function PanelBody({ draft, visible }: { draft: Draft; visible: DraftView }): ReactNode {
  const language: CodeLanguage = draft.file.endsWith('.json') ? 'json' : 'toml';
  if (visible === 'text') {
    return (
      <CodeEditor
        value={draft.text}
        language={language}
        label={`Text of ${draft.file}`}
        problems={toProblems(draft)}
        onChange={draft.setText}
      />
    );
  }
  if (draft.preview === undefined) {
    return (
      <Text size="sm" c="dimmed" p="sm">
        {draft.hasChange ? 'Reading the change ...' : `No changes to ${draft.file} yet.`}
      </Text>
    );
  }
  const { before, after } = draft.preview;
  const label = `Changes to ${draft.file}`;
  return <DiffView before={before} after={after} language={language} label={label} />;
}

function toProblems(draft: Draft): readonly CodeProblem[] {
  const issues = draft.preview?.issues ?? draft.document?.issues ?? [];
  return issues.flatMap(({ file, line, column, severity, message }) =>
    // What becomes of other files has no place in this text.
    line === undefined || !isIn(draft, file)
      ? []
      : [{ line, severity, message, ...(column !== undefined && { column }) }],
  );
}

function isIn({ file, document }: Draft, path: string): boolean {
  return path === document?.path || path === file || path.split(/[\\/]/).at(-1) === file;
}
