import { useNavigate, useSearch } from '@tanstack/react-router';
import { ScrollText } from 'lucide-react';
import { useDeferredValue, useEffect, useMemo, useState, type ReactNode } from 'react';

import { useRouterQuery } from '#client/queries.ts';
import { useStore, useWoollama } from '#client/woollama.tsx';
import { NothingHere } from '#components/nothing-here.tsx';
import { Page } from '#components/page.tsx';
import { VirtualList } from '#components/virtual-list.tsx';
import { filterLines, sourcesOf, type LogFilter } from './log-filter.ts';
import { LogActions } from './log-actions.tsx';
import { LogFilters } from './log-filters.tsx';
import { LogRow } from './log-row.tsx';
import classes from './logs.module.css';

const ROW_HEIGHT = 22;

/** What the router and its servers say, as they say it. */
export function LogsPage(): ReactNode {
  const { logs } = useWoollama();
  const { source = '' } = useSearch({ from: '/logs' });
  const navigate = useNavigate({ from: '/logs' });
  const [rest, setRest] = useState<Omit<LogFilter, 'source'>>({ level: 'info', text: '' });
  const [follows, setFollows] = useState(true);
  const { data: status } = useRouterQuery('status.get', {});
  useEffect(() => logs.follow(), [logs]);
  // Ten thousand lines are filtered beside the typing, not before it.
  const lines = useDeferredValue(useStore(logs));
  const filter = useDeferredValue(useMemo(() => ({ ...rest, source }), [rest, source]));
  const shown = useMemo(() => filterLines(lines, filter), [lines, filter]);
  const servers = useMemo(() => status?.servers.map(({ name }) => name) ?? [], [status]);
  const sources = useMemo(() => sourcesOf(lines, servers), [lines, servers]);
  const change = ({ source: next, ...others }: Partial<LogFilter>): void => {
    setRest({ ...rest, ...others });
    if (next !== undefined) {
      void navigate({ search: next === '' ? {} : { source: next }, replace: true });
    }
  };
  return (
    <Page
      title="Logs"
      hint="What the router and its servers say, without secrets."
      fill
      actions={<LogActions lines={shown} />}
    >
      <LogFilters
        filter={{ ...rest, source }}
        sources={sources}
        onChange={change}
        follows={follows}
        onFollow={setFollows}
        count={shown.length}
        total={lines.length}
      />
      {shown.length === 0 ? (
        <NothingHere icon={ScrollText} title="No lines">
          {lines.length === 0
            ? 'What the router and the servers write appears here.'
            : 'Nothing fits the filter. Choose another level or source.'}
        </NothingHere>
      ) : (
        <div className={classes['frame']}>
          <VirtualList
            items={shown}
            keyOf={({ seq }) => seq}
            estimate={ROW_HEIGHT}
            label="Log lines"
            role="log"
            stickToEnd={follows}
            onScrolled={setFollows}
          >
            {(line) => <LogRow line={line} />}
          </VirtualList>
        </div>
      )}
    </Page>
  );
}
