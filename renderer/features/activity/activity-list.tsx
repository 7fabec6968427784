import { Box, Text } from '@mantine/core';
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import {
  useEffect,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
} from 'react';

import type { ActivityRequest } from '#contract/activity.ts';
import { ActivityRow } from './activity-row.tsx';
import { stepRow } from './step-row.ts';
import classes from './activity.module.css';

/** Pixels; as in the style sheet. */
const ROW_HEIGHT = 34;
const HEAD_HEIGHT = 28;
const SETTLE_MS = 100;

const COLUMNS = [
  { title: 'Time', className: '' },
  { title: 'Client', className: classes['client'] },
  { title: 'Surface', className: classes['surface'] },
  { title: 'Model or tool', className: '' },
  { title: 'State', className: '' },
  { title: 'Elapsed', className: '', end: true },
  { title: 'Tokens', className: classes['tokens'], end: true },
] as const;

interface ActivityListProps {
  /** The newest first. */
  readonly requests: readonly ActivityRequest[];
  readonly opened: string | undefined;
  readonly onOpen: (id: string) => void;
  readonly onClose: () => void;
  readonly grid: RefObject<HTMLDivElement | null>;
}

/**
 * Requests as a grid of which only the visible part is in the page. At the top new rows push the
 * others down; once scrolled, the rows in view stay where they are.
 */
export function ActivityList(props: ActivityListProps): ReactNode {
  const { requests, opened, onOpen, onClose, grid } = props;
  const [active, setActive] = useState<string>();
  const at = requests.findIndex(({ id }) => id === (active ?? opened));
  const virtual = useRows(requests, at, grid);
  const shown = useRef<string>(undefined);
  const openedAt = requests.findIndex(({ id }) => id === opened);
  useEffect(() => {
    if (shown.current === opened) return undefined;
    // A link may open a request that is far down, and do so before the list is there.
    if (opened !== undefined && openedAt === -1) return undefined;
    const timer = setInterval(() => {
      // Until it stays: the list is filled and measured in several steps.
      if (openedAt === -1 || bringIntoView(grid.current, openedAt)) {
        shown.current = opened;
        clearInterval(timer);
      }
    }, SETTLE_MS);
    return () => clearInterval(timer);
  });

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== event.currentTarget) return;
    const page = Math.max(1, Math.floor((grid.current?.clientHeight ?? 0) / ROW_HEIGHT) - 2);
    const next = stepRow(event.key, { at, count: requests.length, page });
    const id = requests[next ?? at]?.id;
    if (event.key === 'Enter' && id !== undefined) onOpen(id);
    else if (event.key === 'Escape') onClose();
    else if (next === undefined || id === undefined) return;
    else {
      setActive(id);
      virtual.scrollToIndex(next);
      if (opened !== undefined) onOpen(id);
    }
    event.preventDefault();
  };

  return (
    <div className={classes['list']}>
      <div
        ref={grid}
        className={classes['grid']}
        role="grid"
        aria-label="Requests"
        aria-rowcount={requests.length + 1}
        tabIndex={0}
        onKeyDown={onKeyDown}
        {...(active !== undefined && { 'aria-activedescendant': rowId(active) })}
      >
        <div style={{ height: virtual.getTotalSize(), position: 'relative' }} role="presentation">
          <Head />
          {virtual.getVirtualItems().map(({ index, start }) => {
            const request = requests[index];
            if (request === undefined) return null;
            const { id } = request;
            return (
              <Box
                key={id}
                id={rowId(id)}
                role="row"
                aria-rowindex={index + 2}
                aria-selected={id === opened}
                data-active={id === active || undefined}
                className={`${classes['row']} ${classes['body']}`}
                style={{ transform: `translateY(${start}px)` }}
                onClick={() => {
                  setActive(id);
                  onOpen(id);
                }}
              >
                <ActivityRow request={request} />
              </Box>
            );
          })}
        </div>
      </div>
    </div>
  );
}

/** To the middle; true when it is in view already. By hand, because the list may not be measured yet. */
function bringIntoView(grid: HTMLDivElement | null, index: number): boolean {
  if (grid === null) return false;
  const top = HEAD_HEIGHT + index * ROW_HEIGHT;
  const { scrollTop, clientHeight } = grid;
  if (top >= scrollTop + HEAD_HEIGHT && top + ROW_HEIGHT <= scrollTop + clientHeight) return true;
  grid.scrollTop = top - clientHeight / 2;
  return false;
}

function rowId(id: string): string {
  return `request-${id}`;
}

function useRows(
  requests: readonly ActivityRequest[],
  kept: number,
  grid: RefObject<HTMLDivElement | null>,
) {
  return useVirtualizer({
    count: requests.length,
    getScrollElement: () => grid.current,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (index) => requests[index]?.id ?? index,
    paddingStart: HEAD_HEIGHT,
    scrollPaddingStart: HEAD_HEIGHT,
    overscan: 8,
    // Keeps the row at the upper edge where it is, whatever comes before it.
    anchorTo: (grid.current?.scrollTop ?? 0) > 0 ? 'end' : 'start',
    // The row the keyboard stands on must be there for screen readers, also out of sight.
    rangeExtractor(range) {
      const indexes = defaultRangeExtractor(range);
      if (kept < 0 || indexes.includes(kept)) return indexes;
      return [...indexes, kept].sort((a, b) => a - b);
    },
  });
}

function Head(): ReactNode {
  return (
    <div role="row" aria-rowindex={1} className={`${classes['row']} ${classes['head']}`}>
      {COLUMNS.map(({ title, className, ...column }) => (
        <Text
          key={title}
          role="columnheader"
          size="xs"
          fw={600}
          c="dimmed"
          className={`${className} ellipsis`}
          {...('end' in column && { ta: 'right' })}
        >
          {title}
        </Text>
      ))}
    </div>
  );
}
