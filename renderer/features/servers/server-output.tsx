import { Box, Text } from '@mantine/core';
import type { ReactNode } from 'react';

import { revealHidden } from '#components/plain-text.tsx';
import type { ServerRow } from './server-list-model.ts';
import classes from './servers.module.css';

/** The last lines of stderr, as the router keeps them; the newest in view. */
export function ServerOutput({ row }: { readonly row: ServerRow }): ReactNode {
  const lines = row.status?.stderr ?? [];
  if (lines.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {row.status?.transport === 'stdio'
          ? 'It wrote nothing to stderr.'
          : 'Only programs on this computer have an output to show.'}
      </Text>
    );
  }
  return (
    <Box
      tabIndex={0}
      role="log"
      aria-label="Last lines of stderr"
      dir="ltr"
      className={`${classes['output'] ?? ''} mono`}
    >
      <div>{lines.map(revealHidden).join('\n')}</div>
    </Box>
  );
}
