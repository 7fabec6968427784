import { Button, Drawer, Group, Text } from '@mantine/core';
import { Pencil, RotateCw } from 'lucide-react';
import type { ReactNode } from 'react';

import { useRouterQuery } from '#client/queries.ts';
import { revealHidden } from '#components/plain-text.tsx';
import { StateLabel } from '#components/state-label.tsx';
import {
  describeMemory,
  describeState,
  isBroken,
  transportOf,
  type ServerRow,
} from './server-list-model.ts';
import { ServerMenu } from './server-menu.tsx';
import { ServerTabs } from './server-tabs.tsx';
import { ServerTrouble } from './server-trouble.tsx';
import type { ServerActions } from './use-server-actions.tsx';
import classes from './servers.module.css';

interface ServerDrawerProps {
  /** Undefined when none is open. */
  readonly row: ServerRow | undefined;
  readonly actions: ServerActions;
  readonly onClose: () => void;
}

/** One server beside the list, which keeps its place. */
export function ServerDrawer({ row, actions, onClose }: ServerDrawerProps): ReactNode {
  return (
    <Drawer
      opened={row !== undefined}
      onClose={onClose}
      position="right"
      size="min(620px, 92vw)"
      title={row && <DrawerTitle row={row} />}
      transitionProps={{ duration: 100 }}
      styles={{
        content: { display: 'flex', flexDirection: 'column' },
        title: { minWidth: 0 },
        body: { flex: 1, minHeight: 0 },
      }}
    >
      {row && <ServerDetail key={row.name} row={row} actions={actions} />}
    </Drawer>
  );
}

function DrawerTitle({ row }: { readonly row: ServerRow }): ReactNode {
  const { word, tone } = describeState(row.state);
  const name = revealHidden(row.name);
  return (
    <Group gap="sm" wrap="nowrap" style={{ minWidth: 0 }}>
      <Text fw={600} className="ellipsis" title={name}>
        {name}
      </Text>
      <StateLabel tone={tone}>{word}</StateLabel>
    </Group>
  );
}

interface DetailProps {
  readonly row: ServerRow;
  readonly actions: ServerActions;
}

function ServerDetail({ row, actions }: DetailProps): ReactNode {
  const { state } = row;
  return (
    <div className={classes['drawer']}>
      <Group justify="space-between" wrap="nowrap" gap="xs">
        <Numbers row={row} />
        <Group gap="xs" wrap="nowrap">
          {!isBroken(state) && <MainButtons row={row} actions={actions} />}
          <ServerMenu row={row} actions={actions} />
        </Group>
      </Group>
      <ServerTrouble row={row} actions={actions} />
      <ServerTabs row={row} actions={actions} />
    </div>
  );
}

/** In trouble, the notice below has the buttons that help. */
function MainButtons({ row, actions }: DetailProps): ReactNode {
  const { name, status, state, entry } = row;
  return (
    <>
      <Button
        variant="default"
        leftSection={<RotateCw size={13} aria-hidden />}
        disabled={status === undefined || state === 'disabled'}
        onClick={() => actions.restart(name)}
      >
        Restart
      </Button>
      <Button
        variant="default"
        leftSection={<Pencil size={13} aria-hidden />}
        disabled={entry === undefined}
        onClick={() => actions.edit(name)}
      >
        Edit
      </Button>
    </>
  );
}

function Numbers({ row }: { readonly row: ServerRow }): ReactNode {
  const { data: memory } = useRouterQuery('servers.memory', {});
  const { status } = row;
  const bytes = memory?.bytes[row.name];
  const facts = [
    transportOf(row),
    bytes === undefined ? '' : describeMemory(bytes),
    status?.pid === undefined ? '' : `process ${status.pid}`,
    status?.restarts === undefined || status.restarts === 0 ? '' : `${status.restarts}x restarted`,
  ];
  return (
    <Text size="xs" c="dimmed" className="numbers ellipsis">
      {facts.filter(Boolean).join(' · ')}
    </Text>
  );
}
