import { Group, Text, TextInput, Tooltip } from '@mantine/core';
import { CircleHelp, Search } from 'lucide-react';
import { useState, type ReactNode } from 'react';

import type { ToolInfo } from '#contract/tools.ts';
import { useRouterQuery } from '#client/queries.ts';
import { Failure } from '#components/failure.tsx';
import { VirtualList } from '#components/virtual-list.tsx';
import type { QuickEdits } from '#editing/use-quick-edits.tsx';
import { serverEntries } from './entry-value.ts';
import type { ServerRow } from './server-list-model.ts';
import { ToolRow } from './tool-row.tsx';
import { blockingPattern, toolListsOf, toolSwitchEdits } from './tool-switch-model.ts';
import classes from './servers.module.css';

const ROW_PX = 64;
const SEARCH_FROM = 8;
const PATTERNS =
  'Tools are chosen by name. Patterns work too: * stands for any letters, ? for one, [ab] for one of ' +
  'them. "Allow" lists what may be used, "deny" what may not; deny wins. They are in Edit.';

interface ServerToolsProps {
  readonly row: ServerRow;
  readonly edits: QuickEdits;
}

/** Each tool with its switch; what is off is neither offered nor run. */
export function ServerTools({ row, edits }: ServerToolsProps): ReactNode {
  const { data, error, refetch } = useRouterQuery('tools.list', {});
  const [query, setQuery] = useState('');
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  if (error) {
    return (
      <Failure what="The tools could not be read" error={error} onRetry={() => void refetch()} />
    );
  }
  const tools = (data?.tools ?? []).filter(({ server }) => server === row.name);
  if (tools.length === 0) return <NoTools row={row} />;
  const lists = toolListsOf(row.entry);
  const shown = tools.filter((tool) => matches(tool, query));
  const permitted = tools.filter((tool) => tool.permitted).length;
  const toggle = (tool: ToolInfo, on: boolean): void => {
    const request = { server: row.name, tool: tool.tool, on };
    void edits.apply({
      key: tool.name,
      message: `${tool.tool} is ${on ? 'on' : 'off'}.`,
      edits: (document) =>
        toolSwitchEdits(toolListsOf(serverEntries(document).get(row.name)), request),
    });
  };
  const flip = (name: string): void =>
    setOpened((before) =>
      before.has(name)
        ? new Set([...before].filter((one) => one !== name))
        : new Set(before).add(name),
    );
  return (
    <>
      <Group gap="xs" mb="xs" wrap="nowrap">
        {tools.length >= SEARCH_FROM && (
          <TextInput
            size="xs"
            style={{ flex: 1 }}
            value={query}
            onChange={(event) => setQuery(event.currentTarget.value)}
            placeholder="Find a tool"
            aria-label="Find a tool"
            leftSection={<Search size={13} aria-hidden />}
          />
        )}
        <Text size="xs" c="dimmed" className="numbers">
          {permitted} of {tools.length} on
        </Text>
        <Tooltip label={PATTERNS} multiline maw={340}>
          <CircleHelp size={14} tabIndex={0} role="img" aria-label={PATTERNS} />
        </Tooltip>
      </Group>
      <div className={classes['list']}>
        <VirtualList items={shown} keyOf={({ name }) => name} estimate={ROW_PX} label="Tools">
          {(tool) => (
            <ToolRow
              tool={tool}
              blockedBy={blockingPattern(lists, tool.tool)}
              isBusy={edits.busy.has(tool.name)}
              canSwitch={row.entry !== undefined}
              isOpen={opened.has(tool.name)}
              onFlip={() => flip(tool.name)}
              onSwitch={(on) => toggle(tool, on)}
            />
          )}
        </VirtualList>
      </div>
    </>
  );
}

function matches({ tool, title, description }: ToolInfo, query: string): boolean {
  const text = `${tool} ${title ?? ''} ${description}`.toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

function NoTools({ row }: { readonly row: ServerRow }): ReactNode {
  return (
    <Text size="sm" c="dimmed">
      {row.state === 'connected'
        ? 'This server offers no tools.'
        : 'Its tools show here once it is connected.'}
    </Text>
  );
}
