import { Button, Group, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';

import type { RouterStatus } from '#contract/status.ts';
import { PageButton } from '#components/page-link.tsx';
import { revealHidden } from '#components/plain-text.tsx';
import { StateLabel } from '#components/state-label.tsx';

interface FirstServerProps {
  readonly status: RouterStatus;
  readonly onNext: () => void;
}

const SHOWN = 5;

export function FirstServer({ status, onNext }: FirstServerProps): ReactNode {
  const connected = status.servers.filter(({ state }) => state === 'connected');
  return (
    <Stack gap="xs">
      <Text size="sm">
        Tools come from MCP servers: programs on this machine, or addresses. Two small ones are
        there to try things out.
      </Text>
      {connected.slice(0, SHOWN).map(({ name, tools }) => (
        <Group key={name} gap="sm">
          <Text size="sm" fw={500} w={160} className="ellipsis" title={name}>
            {revealHidden(name)}
          </Text>
          <StateLabel tone="ok">Connected</StateLabel>
          <Text size="sm" c="dimmed" className="numbers">
            {tools} {tools === 1 ? 'tool' : 'tools'}
          </Text>
        </Group>
      ))}
      {connected.length > SHOWN && (
        <Text size="sm" c="dimmed">
          and {connected.length - SHOWN} more
        </Text>
      )}
      <Group justify="space-between">
        <Group gap="xs">
          <PageButton to="/servers" search={{ add: 'paste' }}>
            Paste a server
          </PageButton>
          <PageButton to="/servers" search={{ add: 'import' }}>
            Import from another program
          </PageButton>
        </Group>
        <Button onClick={onNext}>Next: try a recipe</Button>
      </Group>
    </Stack>
  );
}
