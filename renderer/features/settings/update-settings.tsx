import { Button, Group, Progress, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, type ReactNode } from 'react';

import type { ShellBridge, UpdateState } from '#bridge/channels.ts';
import { callShell } from '#client/shell.ts';
import { Failure } from '#components/failure.tsx';
import { Section } from '#components/section.tsx';
import { describeUpdate } from './describe-update.ts';

const KEY = ['shell', 'update'];

/** Looks, downloads and installs only when asked to. */
export function UpdateSettings({ shell }: { readonly shell: ShellBridge }): ReactNode {
  const queries = useQueryClient();
  const { data: state } = useQuery({
    queryKey: KEY,
    queryFn: () => callShell(shell, 'shell.update-state', {}),
  });
  useEffect(() => {
    return shell.subscribe('update-state-changed', (next) => queries.setQueryData(KEY, next));
  }, [shell, queries]);
  const act = useMutation({
    mutationFn: (call: UpdateCall) => callShell(shell, call, {}),
  });
  if (state === undefined) return null;
  const { text, action } = describeUpdate(state);
  return (
    <Section title="Updates">
      <Group justify="space-between">
        <Text size="sm" aria-live="polite">
          {text}
        </Text>
        {action && (
          <Button variant="default" loading={act.isPending} onClick={() => act.mutate(action.call)}>
            {action.label}
          </Button>
        )}
      </Group>
      <DownloadBar state={state} />
      {act.error !== null && <Failure what="That did not work" error={act.error} />}
    </Section>
  );
}

type UpdateCall = 'shell.check-for-updates' | 'shell.download-update' | 'shell.install-update';

function DownloadBar({ state }: { readonly state: UpdateState }): ReactNode {
  if (state.kind !== 'downloading') return null;
  return <Progress value={state.percent} size="sm" aria-label="Download" />;
}
