import { Box, Button, Code, Text } from '@mantine/core';
import type { ReactNode } from 'react';

import { useWoollama } from '#client/woollama.tsx';
import { Notice } from '#components/notice.tsx';
import { TimeAgo } from '#components/time-ago.tsx';

/** The page stays as it was; this says that it is old, and what happens about it. */
export function ConnectionNotice({ since }: { readonly since: number }): ReactNode {
  const { connection, shell } = useWoollama();
  return (
    <Box px="lg" pt="sm">
      <Notice
        tone="bad"
        title="The router stopped answering"
        action={
          <Button variant="default" onClick={connection.retry}>
            Try now
          </Button>
        }
      >
        {shell === undefined ? (
          <>
            Start it again with <Code>npm start</Code> or <Code>woollama serve</Code>; this page
            reconnects by itself.
          </>
        ) : (
          'It is being started again. Nothing in your files is lost.'
        )}{' '}
        <Text span size="sm" c="dimmed">
          Last answer <TimeAgo at={since} />.
        </Text>
      </Notice>
    </Box>
  );
}
