import { ActionIcon, Group, Stack, Text, Tooltip } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import { useState, type ReactNode } from 'react';

import { describeKeeper } from '#client/describe-keeper.ts';
import { useRouterCall, useRouterQuery } from '#client/queries.ts';
import { ConfirmDialog } from '#components/confirm-dialog.tsx';
import { Failure } from '#components/failure.tsx';
import { Notice } from '#components/notice.tsx';
import { Section } from '#components/section.tsx';

/** Which secrets are kept, never what they are. */
export function KeptSecrets(): ReactNode {
  const { data, error, refetch } = useRouterQuery('secrets.list', {});
  const [leaving, setLeaving] = useState<string>();
  if (error !== null) {
    return (
      <Section title="Keys">
        <Failure what="The keys cannot be listed" error={error} onRetry={() => void refetch()} />
      </Section>
    );
  }
  if (data === undefined) return null;
  return (
    <Section title="Keys">
      {data.notice !== null && <Notice tone="warn" title={data.notice} />}
      <Text size="sm" c="dimmed">
        {data.notice === null && describeKeeper(data)} Use one as{' '}
        <span className="mono">$NAME</span> in your files.
      </Text>
      {data.secrets.length === 0 && (
        <Text size="sm">None yet. Inferencers and servers offer to keep the keys you type in.</Text>
      )}
      {data.secrets.length > 0 && (
        <Stack gap={4} role="list">
          {data.secrets.map(({ name, hidesEnvironment }) => (
            <Group key={name} role="listitem" gap="sm">
              <Text size="sm" className="mono breaks">
                {name}
              </Text>
              {hidesEnvironment && (
                <Text size="sm" c="dimmed">
                  counts instead of the environment variable of that name
                </Text>
              )}
              <Tooltip label={`Remove ${name}`}>
                <ActionIcon
                  color="gray"
                  aria-label={`Remove ${name}`}
                  onClick={() => setLeaving(name)}
                >
                  <Trash2 size={14} aria-hidden />
                </ActionIcon>
              </Tooltip>
            </Group>
          ))}
        </Stack>
      )}
      <RemoveDialog name={leaving} onClose={() => setLeaving(undefined)} />
    </Section>
  );
}

function RemoveDialog(props: { name: string | undefined; onClose: () => void }): ReactNode {
  const { name, onClose } = props;
  const queries = useQueryClient();
  const remove = useRouterCall('secrets.remove');
  const confirm = async (): Promise<void> => {
    if (name === undefined) return;
    const left = await remove.mutateAsync({ name });
    queries.setQueryData(['secrets.list', {}], left);
    onClose();
  };
  return (
    <ConfirmDialog
      opened={name !== undefined}
      title={`Remove ${name ?? ''}?`}
      confirm="Remove key"
      danger
      busy={remove.isPending}
      onConfirm={() => void confirm().catch(() => undefined)}
      onClose={onClose}
    >
      <Text size="sm">
        What uses it stops working until you type it in again. It cannot be shown or taken back.
      </Text>
      {remove.error !== null && <Failure what="It could not be removed" error={remove.error} />}
    </ConfirmDialog>
  );
}
