import { Anchor, Button, Group, Text, Tooltip, UnstyledButton } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { Activity, Search } from 'lucide-react';
import type { ReactNode } from 'react';

import { countRunning } from '#client/activity-store.ts';
import { useRouterQuery } from '#client/queries.ts';
import { useWaitingConversations } from '#client/use-waiting-conversations.ts';
import { useStore, useWoollama } from '#client/woollama.tsx';
import { CopyButton } from '#components/copy-button.tsx';
import { revealHidden } from '#components/plain-text.tsx';
import { StateLabel } from '#components/state-label.tsx';
import type { QuestionDesk } from '../features/questions/use-question-desk.ts';
import { WaitingButton } from '../features/questions/waiting-button.tsx';
import { openPalette } from './open-palette.ts';
import { describeRouterState } from './router-state.ts';
import classes from './shell.module.css';

/** On every page: how the router is, where it is, what waits for the person, what is in flight. */
export function StatusBar({ desk }: { readonly desk: QuestionDesk }): ReactNode {
  const { connection } = useWoollama();
  const connectionState = useStore(connection.state);
  const { data: status } = useRouterQuery('status.get', {});
  const { word, tone, reasons } = describeRouterState(connectionState, status);
  return (
    <header className={classes['bar']}>
      <Tooltip
        label={<StateReasons reasons={reasons} />}
        disabled={reasons.length === 0}
        multiline
        maw={420}
      >
        <UnstyledButton component={Link} to="/" aria-label={`Router: ${word}`}>
          <StateLabel tone={tone}>{word}</StateLabel>
        </UnstyledButton>
      </Tooltip>
      {status !== undefined && status.baseUrl !== '' && (
        <Group gap={2} wrap="nowrap" style={{ minWidth: 0 }}>
          <Text size="sm" className="mono ellipsis" aria-label="base_url">
            {status.baseUrl}
          </Text>
          <CopyButton text={status.baseUrl} label="Copy base_url" />
        </Group>
      )}
      <div style={{ flex: 1 }} />
      <Waiting desk={desk} />
      <InFlight />
      <Button
        variant="default"
        size="compact-xs"
        leftSection={<Search size={13} aria-hidden />}
        onClick={openPalette}
        aria-keyshortcuts="Control+K Meta+K"
      >
        Find
      </Button>
    </header>
  );
}

/** Questions of servers first: programs wait for them, and not for ever. */
function Waiting({ desk }: { readonly desk: QuestionDesk }): ReactNode {
  const others = useWaitingConversations();
  const navigate = useNavigate();
  const openNewest = (): void => {
    const [newest] = others.conversations;
    void navigate({ to: '/conversations', search: newest ? { open: newest.id } : {} });
  };
  return <WaitingButton desk={desk} others={others} onOpenOther={openNewest} />;
}

function StateReasons({ reasons }: { readonly reasons: readonly string[] }): ReactNode {
  return reasons.map((reason) => (
    <Text key={reason} size="xs" className="breaks">
      {revealHidden(reason)}
    </Text>
  ));
}

function InFlight(): ReactNode {
  const { activity } = useWoollama();
  const running = countRunning(useStore(activity));
  return (
    <Anchor component={Link} to="/activity" size="sm" c="dimmed" underline="hover">
      <Group gap={5} wrap="nowrap">
        <Activity size={14} aria-hidden />
        <span className="numbers">{running} in flight</span>
      </Group>
    </Anchor>
  );
}
