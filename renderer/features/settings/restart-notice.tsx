import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { ReactNode } from 'react';

import { useRouterCall } from '#client/queries.ts';
import { useWoollama } from '#client/woollama.tsx';
import { Notice } from '#components/notice.tsx';

interface RestartNoticeProps {
  /** As it was saved; empty for the remembered one. */
  readonly port: string;
  readonly onDone: () => void;
}

/** These settings count from the next start, so that is what is offered. */
export function RestartNotice({ port, onDone }: RestartNoticeProps): ReactNode {
  const { shell } = useWoollama();
  const restart = useRouterCall('router.restart');
  // A page in a browser is bound to the port it came from; the app finds the router anywhere.
  const leavesPage = shell === undefined && port !== '' && port !== location.port;
  const run = async (): Promise<void> => {
    await restart.mutateAsync({});
    notifications.show({ message: 'The router starts again.' });
    onDone();
  };
  return (
    <Notice
      tone="info"
      title="Saved. It counts when the router starts again."
      action={
        <Button loading={restart.isPending} onClick={() => void run().catch(() => undefined)}>
          Restart router
        </Button>
      }
    >
      {restart.error?.message ?? describeEffect({ inBrowser: shell === undefined, leavesPage })}
    </Notice>
  );
}

/** What the user loses by it. */
function describeEffect(page: { inBrowser: boolean; leavesPage: boolean }): string {
  if (page.leavesPage) {
    return 'This page is left behind at the old port: open it again with `woollama ui`.';
  }
  return page.inBrowser
    ? 'This browser window is signed out then; `woollama ui` prints a new link.'
    : 'Requests in flight may end before it stops.';
}
