import { Stack, Switch } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';

import type { ShellBridge } from '#bridge/channels.ts';
import { callShell } from '#client/shell.ts';
import { Failure } from '#components/failure.tsx';
import { Section } from '#components/section.tsx';

export function DesktopSettings({ shell }: { readonly shell: ShellBridge }): ReactNode {
  return (
    <Section title="Desktop app">
      <Stack gap="sm">
        <ShellSwitch
          shell={shell}
          what="login-item"
          label="Start at login"
          description="In the tray, without this window."
        />
        <ShellSwitch
          shell={shell}
          what="notifications"
          label="Notifications"
          description="When a server fails, the router had to be restarted, or something waits for you."
        />
      </Stack>
    </Section>
  );
}

interface ShellSwitchProps {
  readonly shell: ShellBridge;
  readonly what: 'login-item' | 'notifications';
  readonly label: string;
  readonly description: string;
}

/** A switch whose truth is the system's, not ours. */
function ShellSwitch({ shell, what, label, description }: ShellSwitchProps): ReactNode {
  const queries = useQueryClient();
  const key = ['shell', what];
  const state = useQuery({
    queryKey: key,
    queryFn: () => callShell(shell, `shell.get-${what}`, {}),
  });
  const change = useMutation({
    mutationFn: (on: boolean) => callShell(shell, `shell.set-${what}`, { on }),
    onSuccess: (result) => queries.setQueryData(key, result),
  });
  const error = change.error ?? state.error;
  return (
    <Stack gap={4}>
      <Switch
        label={label}
        description={description}
        checked={state.data?.on ?? false}
        disabled={state.data === undefined || change.isPending}
        onChange={(event) => change.mutate(event.currentTarget.checked)}
      />
      {error !== null && <Failure what={`${label} could not be changed`} error={error} />}
    </Stack>
  );
}
