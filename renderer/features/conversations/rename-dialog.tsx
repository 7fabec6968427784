import { TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';

import type { ConversationInfo } from '#contract/conversations.ts';
import { useRouterCall } from '#client/queries.ts';
import { ConfirmDialog } from '#components/confirm-dialog.tsx';
import { Failure } from '#components/failure.tsx';

/** As the contract has it. */
const LONGEST_TITLE = 512;

interface RenameDialogProps {
  readonly info: ConversationInfo;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Mounted anew each time, so that it begins with the title of now. */
export function RenameDialog({ info, opened, onClose }: RenameDialogProps): ReactNode {
  const [title, setTitle] = useState(info.title ?? '');
  const { mutate, error, isPending } = useRouterCall('conversations.update');
  const save = (): void => {
    const trimmed = title.trim();
    mutate({ id: info.id, title: trimmed === '' ? null : trimmed }, { onSuccess: onClose });
  };
  return (
    <ConfirmDialog
      opened={opened}
      title="Rename the conversation"
      confirm="Save"
      busy={isPending}
      onConfirm={save}
      onClose={onClose}
    >
      {error !== null && <Failure what="The title was not kept" error={error} />}
      <TextInput
        label="Title"
        description="Empty: it is called by its key or its id."
        maxLength={LONGEST_TITLE}
        value={title}
        data-autofocus
        onChange={({ currentTarget }) => setTitle(currentTarget.value)}
        onKeyDown={({ key, nativeEvent }) => {
          if (key === 'Enter' && !nativeEvent.isComposing) save();
        }}
      />
    </ConfirmDialog>
  );
}
