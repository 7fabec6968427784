import { Text } from '@mantine/core';
import { useBlocker } from '@tanstack/react-router';
import { useCallback, type ReactNode } from 'react';

import { ConfirmDialog } from '#components/confirm-dialog.tsx';
import type { Draft } from './use-draft.ts';

interface Place {
  readonly pathname: string;
  readonly search: object;
}

/** Asks before unsaved changes are left behind, by whatever way: rail, palette, link, closed tab. */
export function LeaveGuard({ draft }: { readonly draft: Draft }): ReactNode {
  const { file, isUnsaved } = draft;
  const isLeaving = useCallback(
    ({ current, next }: { current: Place; next: Place }) =>
      isUnsaved() && placeOf(current) !== placeOf(next),
    [isUnsaved],
  );
  const blocker = useBlocker({
    shouldBlockFn: isLeaving,
    enableBeforeUnload: isUnsaved,
    withResolver: true,
  });
  return (
    <ConfirmDialog
      opened={blocker.status === 'blocked'}
      title="Leave without saving?"
      confirm="Leave, drop the changes"
      danger
      onConfirm={() => blocker.proceed?.()}
      onClose={() => blocker.reset?.()}
    >
      <Text size="sm">Your changes of {file} are not saved. They are lost when you leave.</Text>
    </ConfirmDialog>
  );
}

/** The same place with the same parameters is no leaving. */
function placeOf({ pathname, search }: Place): string {
  return `${pathname} ${JSON.stringify(search)}`;
}
