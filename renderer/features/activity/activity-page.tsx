import { Button, Group, Text } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Activity as ActivityIcon, Download, Pause, Play, SearchX } from 'lucide-react';
import { useCallback, useMemo, useRef, useState, type ReactNode } from 'react';

import type { Activity } from '#contract/activity.ts';
import { useStore, useWoollama } from '#client/woollama.tsx';
import { NothingHere } from '#components/nothing-here.tsx';
import { Page } from '#components/page.tsx';
import { countNew, filterActivity, NO_FILTERS } from './activity-filters.ts';
import { ActivityList } from './activity-list.tsx';
import { ClientStrip } from './client-strip.tsx';
import { downloadActivity } from './export-activity.ts';
import { FilterBar } from './filter-bar.tsx';
import { RequestPane } from './request-pane.tsx';
import classes from './activity.module.css';

/** Every model and tool call of every client, live. */
export function ActivityPage(): ReactNode {
  const { request: opened } = useSearch({ from: '/activity' });
  const navigate = useNavigate({ from: '/activity' });
  const [filters, setFilters] = useState(NO_FILTERS);
  const live = useStore(useWoollama().activity);
  const [paused, setPaused] = useState<Activity>();
  const listed = paused ?? live;
  const requests = useMemo(() => filterActivity(listed, filters), [listed, filters]);
  const grid = useRef<HTMLDivElement>(null);

  const open = useCallback(
    (id: string | undefined) =>
      void navigate({ search: id === undefined ? {} : { request: id }, replace: true }),
    [navigate],
  );
  const close = useCallback(() => {
    open(undefined);
    grid.current?.focus();
  }, [open]);

  return (
    <Page
      title="Activity"
      hint="Every model and tool call of every program, the newest first."
      fill
      actions={
        <>
          <PauseButton
            paused={paused !== undefined}
            fresh={paused === undefined ? 0 : countNew(live, paused)}
            onToggle={() => setPaused(paused === undefined ? live : undefined)}
          />
          <Button
            variant="default"
            leftSection={<Download size={14} aria-hidden />}
            disabled={requests.length === 0}
            onClick={() => downloadActivity(requests)}
          >
            Export
          </Button>
        </>
      }
    >
      <ClientStrip />
      <Group justify="space-between" gap="xs" wrap="nowrap">
        <FilterBar filters={filters} onChange={setFilters} />
        <Text size="xs" c="dimmed" className="numbers" style={{ flexShrink: 0 }}>
          {requests.length === listed.size
            ? `${listed.size} ${listed.size === 1 ? 'request' : 'requests'}`
            : `${requests.length} of ${listed.size} requests`}
        </Text>
      </Group>
      <div className={classes['split']} data-open={opened === undefined ? undefined : true}>
        {requests.length > 0 ? (
          <ActivityList
            requests={requests}
            opened={opened}
            onOpen={open}
            onClose={close}
            grid={grid}
          />
        ) : (
          <NoRequests isEmpty={listed.size === 0} onClear={() => setFilters(NO_FILTERS)} />
        )}
        {opened !== undefined && <RequestPane id={opened} onClose={close} />}
      </div>
    </Page>
  );
}

interface PauseButtonProps {
  readonly paused: boolean;
  /** Requests that came since. */
  readonly fresh: number;
  readonly onToggle: () => void;
}

function PauseButton({ paused, fresh, onToggle }: PauseButtonProps): ReactNode {
  const Icon = paused ? Play : Pause;
  return (
    <>
      <Text size="sm" className="numbers" role="status">
        {paused ? `Paused · ${fresh} new` : ''}
      </Text>
      <Button
        variant={paused ? 'filled' : 'default'}
        leftSection={<Icon size={14} aria-hidden />}
        onClick={onToggle}
      >
        {paused ? 'Resume' : 'Pause'}
      </Button>
    </>
  );
}

function NoRequests(props: { readonly isEmpty: boolean; readonly onClear: () => void }): ReactNode {
  const navigate = useNavigate();
  if (!props.isEmpty) {
    return (
      <NothingHere
        icon={SearchX}
        title="No request matches"
        action={
          <Button variant="default" onClick={props.onClear}>
            Clear filters
          </Button>
        }
      >
        Requests that match show here as they come.
      </NothingHere>
    );
  }
  return (
    <NothingHere
      icon={ActivityIcon}
      title="No requests yet"
      action={
        <Button onClick={() => void navigate({ to: '/playground' })}>Open the Playground</Button>
      }
    >
      What your programs ask shows here as it happens. Try a recipe to see one.
    </NothingHere>
  );
}
