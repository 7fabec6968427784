import { Button, Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';

import { useWoollama } from '#client/woollama.tsx';
import { Notice } from '#components/notice.tsx';
import { TimeAgo } from '#components/time-ago.tsx';

/** The page stays as it was; this says that it is old, and what happens about it. */
export function ConnectionNotice({ since }: { readonly since: number }): ReactNode {
  const { connection, shell } = useWoollama();
  return (
    <div style={{ padding: '8px 16px 0' }}>
      <Notice
        tone="bad"
        title="The router stopped answering"
        action={
          <Button variant="default" onClick={connection.retry}>
            Try now
          </Button>
        }
      >
        <Group gap={4}>
          <Text size="sm">
            {shell === undefined
              ? 'Start it again with `npm start` or `woollama serve`. This page reconnects by itself. Lost'
              : 'It is being started again. Nothing in your files is lost. Lost'}
          </Text>
          <TimeAgo at={since} />
        </Group>
      </Notice>
    </div>
  );
}
