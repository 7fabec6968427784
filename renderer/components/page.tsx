import { Group, ScrollArea, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

interface PageProps {
  readonly title: string;
  /** One line on what this page is for. */
  readonly hint?: ReactNode;
  /** Buttons on the right of the title. */
  readonly actions?: ReactNode;
  /** The page fills the height and scrolls its own parts. */
  readonly fill?: boolean;
  readonly children: ReactNode;
}

/** The frame of every page: title, actions, and a body that scrolls by itself. */
export function Page({ title, hint, actions, fill = false, children }: PageProps): ReactNode {
  return (
    <Stack gap={0} h="100%">
      <Group justify="space-between" align="flex-start" px="lg" pt="md" pb="sm" wrap="nowrap">
        <Stack gap={2} style={{ minWidth: 0 }}>
          <Title order={1} className="ellipsis" title={title}>
            {title}
          </Title>
          {hint !== undefined && (
            <Text size="sm" c="dimmed">
              {hint}
            </Text>
          )}
        </Stack>
        {actions !== undefined && (
          <Group gap="xs" wrap="nowrap" style={{ flexShrink: 0 }}>
            {actions}
          </Group>
        )}
      </Group>
      {fill ? (
        <Stack gap="sm" px="lg" pb="md" style={{ flex: 1, minHeight: 0 }}>
          {children}
        </Stack>
      ) : (
        <ScrollArea style={{ flex: 1 }} viewportProps={{ tabIndex: 0, 'aria-label': title }}>
          <Stack gap="md" px="lg" pb="lg">
            {children}
          </Stack>
        </ScrollArea>
      )}
    </Stack>
  );
}
