import { Text } from '@mantine/core';
import type { ReactNode } from 'react';

import { ConfirmDialog } from '#components/confirm-dialog.tsx';
import { revealHidden } from '#components/plain-text.tsx';
import type { RecipeRow } from './recipe-list-model.ts';
import type { RecipeActions } from './use-recipe-actions.ts';

interface DeleteDialogProps {
  /** Undefined while nothing is asked. */
  readonly row: RecipeRow | undefined;
  readonly actions: RecipeActions;
  readonly onClose: () => void;
}

export function DeleteDialog({ row, actions, onClose }: DeleteDialogProps): ReactNode {
  const remove = async (): Promise<void> => {
    if (row === undefined) return;
    await actions.remove(row);
    onClose();
  };
  return (
    <ConfirmDialog
      opened={row !== undefined}
      title={`Delete ${revealHidden(row?.name ?? '')}?`}
      confirm="Delete recipe"
      danger
      busy={row !== undefined && actions.busy.has(row.name)}
      onConfirm={() => void remove()}
      onClose={onClose}
    >
      <Text size="sm" className="breaks">
        Programs that ask for {revealHidden(row?.model ?? '')} get an error from then on. You can
        undo it for a moment.
      </Text>
    </ConfirmDialog>
  );
}
