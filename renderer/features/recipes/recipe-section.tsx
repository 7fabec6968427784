import { Stack, Text, Title } from '@mantine/core';
import { useId, type ReactNode } from 'react';

interface SectionProps {
  readonly title: string;
  readonly note?: string;
  readonly children: ReactNode;
}

/** Fields that belong together. */
export function Section({ title, note, children }: SectionProps): ReactNode {
  const id = useId();
  return (
    <Stack gap="xs" role="group" aria-labelledby={id} mt={4}>
      <div>
        <Title order={2} id={id} fz="sm">
          {title}
        </Title>
        {note !== undefined && (
          <Text size="xs" c="dimmed">
            {note}
          </Text>
        )}
      </div>
      {children}
    </Stack>
  );
}
