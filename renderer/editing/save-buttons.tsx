import { Button, Group } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import type { ReactNode } from 'react';

import type { Draft } from './use-draft.ts';

interface SaveButtonsProps {
  readonly draft: Draft;
  /** Closes the editor. */
  readonly onClose?: () => void;
  /** The form cannot be written as it is. */
  readonly isHeld: boolean;
}

export function SaveButtons({ draft, onClose, isHeld }: SaveButtonsProps): ReactNode {
  // The router looks at the change again, so a quick hand need not wait for the preview.
  const canTry = draft.hasChange && !isHeld && !draft.conflict && !draft.saving;
  const canSave = canTry && draft.refusals.length === 0;
  const saveAndClose = async (): Promise<void> => {
    if (await draft.save()) onClose?.();
  };
  // Also while somebody types into a field or an editor.
  useHotkeys([['mod+S', () => void (canTry && saveAndClose())]], [], true);
  return (
    <Group gap="xs" wrap="nowrap">
      <Button
        variant="default"
        onClick={() => {
          draft.discard();
          onClose?.();
        }}
        disabled={!draft.hasChange && onClose === undefined}
      >
        {draft.hasChange ? 'Discard' : 'Close'}
      </Button>
      <Button
        onClick={() => void saveAndClose()}
        disabled={!canSave}
        loading={draft.saving}
        aria-keyshortcuts="Control+S Meta+S"
      >
        Save
      </Button>
    </Group>
  );
}
