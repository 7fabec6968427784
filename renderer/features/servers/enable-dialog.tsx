import type { ReactNode } from 'react';

import { revealHidden } from '#components/plain-text.tsx';
import { ReviewOne } from './review-one.tsx';
import type { ServerRow } from './server-list-model.ts';
import type { ServerActions } from './use-server-actions.tsx';

interface EnableDialogProps {
  readonly row: ServerRow;
  readonly actions: ServerActions;
  readonly onClose: () => void;
}

/** A command that nobody said yes to yet is shown before it is switched on. */
export function EnableDialog({ row, actions, onClose }: EnableDialogProps): ReactNode {
  const confirm = async (): Promise<void> => {
    if (await actions.enable(row)) onClose();
  };
  return (
    <ReviewOne
      title={`Switch ${revealHidden(row.name)} on?`}
      confirm="Switch on"
      name={row.name}
      entry={row.entry ?? {}}
      isBusy={actions.edits.busy.has(row.name)}
      problem={null}
      onConfirm={() => void confirm()}
      onClose={onClose}
    />
  );
}
