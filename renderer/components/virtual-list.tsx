import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useEffectEvent, useRef, type ReactNode, type UIEvent } from 'react';

interface VirtualListProps<T> {
  readonly items: readonly T[];
  readonly keyOf: (item: T) => string | number;
  /** First guess in pixels; real heights are measured. */
  readonly estimate: number;
  readonly label: string;
  /** Stays at the end while new items come. */
  readonly stickToEnd?: boolean;
  /** The user scrolled: away from the end, or back to it. */
  readonly onScrolled?: (isAtEnd: boolean) => void;
  /** ARIA role of the container; the items of a `log` have none. */
  readonly role?: 'list' | 'log' | 'table';
  readonly itemRole?: 'listitem' | 'row';
  readonly children: (item: T, index: number) => ReactNode;
}

const NEAR_END_PX = 24;

/** A list of any length of which only the visible part is in the page. */
export function VirtualList<T>(props: VirtualListProps<T>): ReactNode {
  const { items, keyOf, estimate, label, stickToEnd = false, children } = props;
  const viewport = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => viewport.current,
    estimateSize: () => estimate,
    getItemKey: (index) => {
      const item = items[index];
      return item === undefined ? index : keyOf(item);
    },
    overscan: 12,
  });
  const last = items.at(-1);
  const lastKey = last === undefined ? undefined : keyOf(last);
  const showEnd = useEffectEvent(() => virtual.scrollToIndex(items.length - 1));
  // Only a new last item moves the list: measuring must not.
  useEffect(() => {
    if (stickToEnd && lastKey !== undefined) showEnd();
  }, [stickToEnd, lastKey]);
  const scrolledTo = useRef(0);
  const onScroll = ({ currentTarget }: UIEvent<HTMLDivElement>): void => {
    const { scrollTop, scrollHeight, clientHeight } = currentTarget;
    const isAtEnd = scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
    // Only people scroll up; following and measuring only ever go down.
    if (isAtEnd || scrollTop < scrolledTo.current) props.onScrolled?.(isAtEnd);
    scrolledTo.current = scrollTop;
  };
  const itemRole = props.role === 'log' ? undefined : (props.itemRole ?? 'listitem');
  return (
    <div
      ref={viewport}
      role={props.role ?? 'list'}
      aria-label={label}
      tabIndex={0}
      onScroll={onScroll}
      style={{ flex: 1, minHeight: 0, overflow: 'auto', contain: 'strict' }}
    >
      <div style={{ height: virtual.getTotalSize(), position: 'relative' }} role="presentation">
        {virtual.getVirtualItems().map((row) => {
          const item = items[row.index];
          if (item === undefined) return null;
          return (
            <div
              key={row.key}
              ref={virtual.measureElement}
              data-index={row.index}
              role={itemRole}
              style={{
                position: 'absolute',
                insetInline: 0,
                top: 0,
                transform: `translateY(${row.start}px)`,
              }}
            >
              {children(item, row.index)}
            </div>
          );
        })}
      </div>
    </div>
  );
}
