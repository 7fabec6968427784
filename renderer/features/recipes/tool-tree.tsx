import { useVirtualizer } from '@tanstack/react-virtual';
import { useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';

import classes from './recipes.module.css';
import { moveTo, treeRows, type ToolRow } from './tool-rows.ts';
import {
  countPermitted,
  toggleServer,
  toggleTool,
  type Selection,
  type ToolGroup,
} from './tool-selection.ts';
import { ToolTreeRow } from './tool-tree-row.tsx';

interface ToolTreeProps {
  readonly groups: readonly ToolGroup[];
  readonly selection: Selection;
  readonly allowed: readonly string[];
  readonly query: string;
  readonly onChange: (allowed: readonly string[]) => void;
}

/** One stop of the Tab key; the arrows go through it, Space or Enter allows. */
export function ToolTree(props: ToolTreeProps): ReactNode {
  const { groups, selection, allowed, query, onChange } = props;
  const id = useId();
  const viewport = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState('');
  const [open, setOpen] = useState(() => new Set(serversInUse(groups, selection)));
  const rows = treeRows({ groups, selection, open, query });
  const at = Math.max(
    0,
    rows.findIndex(({ key }) => key === active),
  );
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => viewport.current,
    estimateSize: (index) => (rows[index]?.kind === 'server' ? 32 : 50),
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 8,
  });

  const setIsOpen = (server: string, isOpen: boolean): void =>
    setOpen(
      (now) => new Set([...now].filter((one) => one !== server).concat(isOpen ? server : [])),
    );
  const toggle = (row: ToolRow): void => {
    const { group } = row;
    if (row.kind === 'server') onChange(toggleServer({ allowed, group }));
    else if (row.state !== 'pattern') onChange(toggleTool({ allowed, group }, row.tool));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const row = rows[at];
    if (row === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const next = moveTo(rows, at, event.key);
    if (next !== undefined) {
      setActive(rows[next]?.key ?? '');
      virtual.scrollToIndex(next);
    } else if (event.key === ' ' || event.key === 'Enter') toggle(row);
    else if (event.key === 'ArrowRight') setIsOpen(row.group.server, true);
    else if (event.key === 'ArrowLeft') setIsOpen(row.group.server, false);
    else return;
    event.preventDefault();
  };

  const current = rows[at];
  return (
    <div
      ref={viewport}
      role="tree"
      aria-label="Tools by server"
      tabIndex={0}
      className={classes['tree']}
      onKeyDown={onKeyDown}
      {...(current && { 'aria-activedescendant': `${id} ${current.key}`.replaceAll(' ', '-') })}
    >
      <div style={{ height: virtual.getTotalSize(), position: 'relative' }} role="presentation">
        {virtual.getVirtualItems().map(({ key, index, start }) => {
          const row = rows[index];
          if (row === undefined) return null;
          return (
            <ToolTreeRow
              key={key}
              id={`${id} ${row.key}`.replaceAll(' ', '-')}
              row={row}
              index={index}
              start={start}
              isActive={index === at}
              measure={virtual.measureElement}
              onToggle={() => {
                setActive(row.key);
                toggle(row);
              }}
              onOpen={() => {
                setActive(row.key);
                if (row.kind === 'server') setIsOpen(row.group.server, !row.isOpen);
              }}
            />
          );
        })}
      </div>
    </div>
  );
}

/** Opened at first: where some tools are allowed and others are not. */
function serversInUse(groups: readonly ToolGroup[], selection: Selection): readonly string[] {
  const inUse = groups.filter((group) => {
    const permitted = countPermitted(group, selection);
    return permitted > 0 && permitted < group.tools.length;
  });
  // A few tools need no hunt.
  const all = groups.reduce((sum, { tools }) => sum + tools.length, 0);
  return (all <= 12 ? groups : inUse).map(({ server }) => server);
}
