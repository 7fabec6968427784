import { Text } from '@mantine/core';
import type { ReactNode } from 'react';

import { ConfirmDialog } from '#components/confirm-dialog.tsx';
import { revealHidden } from '#components/plain-text.tsx';
import { removalOf } from './inferencer-rows.ts';
import type { InferencerActions } from './use-inferencer-actions.ts';

export function RemovalDialog({ actions }: { readonly actions: InferencerActions }): ReactNode {
  const { leaving, edits, askRemoval, close } = actions;
  const name = revealHidden(leaving?.name ?? '');
  const isReset = leaving !== undefined && removalOf(leaving) === 'reset';
  const remove = async (): Promise<void> => {
    if (leaving === undefined) return;
    const isDone = await edits.remove(leaving);
    askRemoval(undefined);
    if (isDone && !isReset) close();
  };
  return (
    <ConfirmDialog
      opened={leaving !== undefined}
      title={isReset ? `Undo all changes of ${name}?` : `Remove ${name}?`}
      confirm={isReset ? 'Undo changes' : 'Remove'}
      danger
      busy={leaving !== undefined && edits.busy.has(leaving.name)}
      onConfirm={() => void remove()}
      onClose={() => askRemoval(undefined)}
    >
      <Text size="sm">
        {isReset
          ? `inferencers.toml says nothing about ${name} then, and it is as it came with Woollama.`
          : `Recipes and programs that ask for ${name}/... get an error then.`}{' '}
        Keys that are kept here stay; they are listed under Settings.
      </Text>
    </ConfirmDialog>
  );
}
