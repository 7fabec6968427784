import { Button, Text } from '@mantine/core';
import { useState, type ReactNode } from 'react';

import { ConfirmDialog } from '#components/confirm-dialog.tsx';
import { Notice } from '#components/notice.tsx';
import type { DraftView } from './draft-panel.tsx';
import classes from './editor-layout.module.css';
import type { Draft } from './use-draft.ts';

interface FormSideProps {
  readonly draft: Draft;
  readonly view: DraftView;
  readonly onView: (view: DraftView) => void;
  readonly children: ReactNode;
}

/** The form, which rests while the whole text is edited. A typed text is dropped only after a yes. */
export function FormSide({ draft, view, onView, children }: FormSideProps): ReactNode {
  const [isAsked, setIsAsked] = useState(false);
  const back = (): void => {
    setIsAsked(false);
    draft.endText();
    onView('changes');
  };
  return (
    <>
      {view === 'text' && (
        <div className={classes['resting']}>
          <Notice tone="info" title={`You are editing the text of ${draft.file}`}>
            The form rests meanwhile.
            <div>
              <Button
                variant="default"
                size="compact-xs"
                mt={4}
                onClick={draft.isTyped ? () => setIsAsked(true) : back}
              >
                Back to the form
              </Button>
            </div>
          </Notice>
        </div>
      )}
      <div inert={view === 'text'} className={classes['fields']}>
        {children}
      </div>
      <ConfirmDialog
        opened={isAsked}
        title="Drop the typed text?"
        confirm="Drop the text"
        danger
        onConfirm={back}
        onClose={() => setIsAsked(false)}
      >
        <Text size="sm">
          The form cannot show what you typed into {draft.file}. Save the text first, or drop it;
          the form then goes on where you left it.
        </Text>
      </ConfirmDialog>
    </>
  );
}
