import { Text } from '@mantine/core';
import type { ReactNode } from 'react';

import type { ConversationInfo } from '#contract/conversations.ts';
import { useRouterCall } from '#client/queries.ts';
import { ConfirmDialog } from '#components/confirm-dialog.tsx';
import { Failure } from '#components/failure.tsx';
import { nameOf, removalOf } from '#conversation-view/conversation-words.ts';

interface DeleteDialogProps {
  readonly info: ConversationInfo;
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onDeleted: () => void;
}

export function DeleteDialog({ info, opened, onClose, onDeleted }: DeleteDialogProps): ReactNode {
  const { mutate, error, isPending } = useRouterCall('conversations.delete');
  return (
    <ConfirmDialog
      opened={opened}
      title="Delete the conversation?"
      confirm="Delete conversation"
      danger
      busy={isPending}
      onConfirm={() => mutate({ id: info.id }, { onSuccess: onDeleted })}
      onClose={onClose}
    >
      {error !== null && <Failure what="It was not deleted" error={error} />}
      <Text size="sm" className="breaks" lineClamp={4}>
        <strong>{nameOf(info)}</strong>, held by {info.holder}.
      </Text>
      <Text size="sm">{removalOf(info.backend)}</Text>
      <Text size="sm">
        Here its id is forgotten: programs that use it get an error.
        {info.status === 'busy' && ' The turn that runs is ended.'}
      </Text>
    </ConfirmDialog>
  );
}
