import { Button, Group, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { ReactNode } from 'react';

import { useRouterQuery } from '#client/queries.ts';
import { callShell } from '#client/shell.ts';
import { useWoollama } from '#client/woollama.tsx';
import { CopyButton } from '#components/copy-button.tsx';
import { Section } from '#components/section.tsx';

const PLACES = [
  ['config', 'Configuration', 'Your servers, recipes, inferencers and settings.'],
  ['state', 'State', 'The remembered port, names of kept secrets.'],
  ['logs', 'Log', 'What the router did. Secrets are left out.'],
] as const;

export function DataLocations(): ReactNode {
  const { data: status } = useRouterQuery('status.get', {});
  if (status === undefined) return null;
  const paths = { config: status.configDir, state: status.stateDir, logs: status.logPath ?? '' };
  return (
    <Section title="Where your data is">
      <Stack gap="sm">
        {PLACES.map(([place, title, hint]) => (
          <Place key={place} place={place} title={title} hint={hint} path={paths[place]} />
        ))}
      </Stack>
    </Section>
  );
}

interface PlaceProps {
  readonly place: (typeof PLACES)[number][0];
  readonly title: string;
  readonly hint: string;
  readonly path: string;
}

function Place({ place, title, hint, path }: PlaceProps): ReactNode {
  const { shell } = useWoollama();
  if (path === '') return null;
  const open = (): void => {
    if (shell === undefined) return;
    callShell(shell, 'shell.open-path', { place }).catch((error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      notifications.show({ title: 'It could not be opened', message, color: 'red' });
    });
  };
  return (
    <Group justify="space-between" wrap="nowrap" gap="sm">
      <div style={{ minWidth: 0 }}>
        <Text size="sm" fw={500}>
          {title}
          <Text span size="sm" c="dimmed" ml={8}>
            {hint}
          </Text>
        </Text>
        <Text size="sm" className="mono breaks">
          {path}
        </Text>
      </div>
      <Group gap={4} wrap="nowrap">
        <CopyButton text={path} label={`Copy path: ${title}`} />
        {shell !== undefined && (
          <Button variant="default" onClick={open}>
            Open
          </Button>
        )}
      </Group>
    </Group>
  );
}
