import { Text } from '@mantine/core';
import type { ReactNode } from 'react';

import { useNow } from '#components/time-ago.tsx';
import { describeLeft } from './question-words.ts';

/** `at` is when the question expires, milliseconds since 1970. */
export function TimeLeft({ at }: { readonly at: number }): ReactNode {
  const now = useNow();
  return (
    <Text span size="xs" c="dimmed" className="numbers" title={new Date(at).toLocaleTimeString()}>
      {describeLeft(at - now)}
    </Text>
  );
}
