import { Tabs } from '@mantine/core';
import { useState, type ReactNode } from 'react';

import { useRouterQuery } from '#client/queries.ts';
import { Failure } from '#components/failure.tsx';
import { PageButton } from '#components/page-link.tsx';
import { EntryFacts } from './entry-facts.tsx';
import { ServerAbout } from './server-about.tsx';
import { isBroken, type ServerRow } from './server-list-model.ts';
import { ServerOutput } from './server-output.tsx';
import { ServerPrompts } from './server-prompts.tsx';
import { ServerResources } from './server-resources.tsx';
import { shownTabs, type ServerTab } from './server-tab-model.ts';
import { ServerTools } from './server-tools.tsx';
import type { ServerActions } from './use-server-actions.tsx';
import classes from './servers.module.css';

interface ServerTabsProps {
  readonly row: ServerRow;
  readonly actions: ServerActions;
}

const TITLES: Readonly<Record<ServerTab, string>> = {
  tools: 'Tools',
  prompts: 'Prompts',
  resources: 'Resources',
  about: 'About',
  output: 'Output',
  entry: 'Settings',
};

/** What there is of one server, and nothing that is empty. */
export function ServerTabs({ row, actions }: ServerTabsProps): ReactNode {
  const isConnected = row.state === 'connected';
  const features = useRouterQuery('servers.features', { name: row.name }, { enabled: isConnected });
  const { data: listed } = useRouterQuery('tools.list', {});
  const tools = listed?.tools.filter(({ server }) => server === row.name).length;
  const tabs = shownTabs({ row, tools, features: features.data });
  const [wanted, setWanted] = useState<ServerTab | undefined>(firstTab(row));
  const tab = tabs.find((one) => one === wanted) ?? tabs[0] ?? 'entry';
  return (
    <Tabs
      value={tab}
      onChange={(next) => setWanted(tabs.find((one) => one === next))}
      className={classes['fill'] ?? ''}
      keepMounted={false}
    >
      <div className={classes['tabs']}>
        <Tabs.List style={{ flex: 1 }}>
          {tabs.map((one) => (
            <Tabs.Tab key={one} value={one} px="sm">
              {TITLES[one]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <PageButton variant="subtle" to="/logs" search={{ source: row.name }}>
          All logs
        </PageButton>
      </div>
      {isConnected && features.error !== null && (
        <Failure
          what="What it offers could not be read"
          error={features.error}
          onRetry={() => void features.refetch()}
        />
      )}
      <Tabs.Panel value={tab} className={classes['fill'] ?? ''}>
        {tab === 'tools' && <ServerTools row={row} edits={actions.edits} />}
        {tab === 'prompts' && <ServerPrompts prompts={features.data?.prompts ?? []} />}
        {tab === 'resources' && <ServerResources resources={features.data?.resources ?? []} />}
        {tab === 'about' && <ServerAbout row={row} features={features.data} actions={actions} />}
        {tab === 'output' && <ServerOutput row={row} />}
        {tab === 'entry' && <EntryFacts row={row} />}
      </Tabs.Panel>
    </Tabs>
  );
}

/** Where the cause of a trouble is most likely seen; else what comes first. */
function firstTab({ state, status }: ServerRow): ServerTab | undefined {
  if (!isBroken(state)) return undefined;
  return (status?.stderr ?? []).length > 0 ? 'output' : 'entry';
}
