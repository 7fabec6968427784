import { Center, Stack, Text } from '@mantine/core';
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

interface NothingHereProps {
  readonly icon: LucideIcon;
  readonly title: string;
  /** What belongs here. */
  readonly children: ReactNode;
  /** The one next action. */
  readonly action?: ReactNode;
}

export function NothingHere({ icon: Icon, title, children, action }: NothingHereProps): ReactNode {
  return (
    <Center py="xl" style={{ flex: 1 }}>
      <Stack align="center" gap="xs" maw={420}>
        <Icon size={28} aria-hidden color="var(--mantine-color-dimmed)" />
        <Text fw={600}>{title}</Text>
        <Text size="sm" c="dimmed" ta="center" component="div">
          {children}
        </Text>
        {action}
      </Stack>
    </Center>
  );
}
