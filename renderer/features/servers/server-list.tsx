import { Group, SegmentedControl, Text, TextInput } from '@mantine/core';
import { Search } from 'lucide-react';
import { useState, type ReactNode } from 'react';

import { useRouterQuery } from '#client/queries.ts';
import { VirtualList } from '#components/virtual-list.tsx';
import {
  countRows,
  filterRows,
  FILTERS,
  type Filter,
  type ServerRow,
} from './server-list-model.ts';
import { ServerRowView } from './server-row.tsx';
import type { ServerActions } from './use-server-actions.tsx';
import classes from './servers.module.css';

const ROW_PX = 52;
const MEMORY_EVERY_MS = 5_000;
const WORDS: Readonly<Record<Filter, string>> = {
  all: 'All',
  connected: 'Connected',
  trouble: 'Trouble',
  off: 'Off',
};

interface ServerListProps {
  readonly rows: readonly ServerRow[];
  readonly openName: string | undefined;
  readonly actions: ServerActions;
}

export function ServerList({ rows, openName, actions }: ServerListProps): ReactNode {
  const [query, setQuery] = useState('');
  const [filter, setFilter] = useState<Filter>('all');
  const { data: memory } = useRouterQuery(
    'servers.memory',
    {},
    { refetchInterval: MEMORY_EVERY_MS },
  );
  const counts = countRows(rows);
  const shown = filterRows(rows, { query, filter });
  return (
    <>
      <Group gap="sm" wrap="nowrap">
        <TextInput
          size="xs"
          style={{ flex: 1 }}
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
          placeholder="Find by name, command or reason"
          aria-label="Find a server"
          leftSection={<Search size={13} aria-hidden />}
        />
        <SegmentedControl
          size="xs"
          aria-label="Show"
          value={filter}
          onChange={(next) => setFilter(FILTERS.find((one) => one === next) ?? 'all')}
          data={FILTERS.map((value) => ({ value, label: `${WORDS[value]} ${counts[value]}` }))}
        />
      </Group>
      {shown.length === 0 ? (
        <Text size="sm" c="dimmed" role="status">
          No server fits.
        </Text>
      ) : (
        <div className={classes['list']}>
          <VirtualList items={shown} keyOf={({ name }) => name} estimate={ROW_PX} label="Servers">
            {(row) => (
              <ServerRowView
                row={row}
                memory={memory?.bytes[row.name]}
                isOpen={row.name === openName}
                actions={actions}
              />
            )}
          </VirtualList>
        </div>
      )}
    </>
  );
}
