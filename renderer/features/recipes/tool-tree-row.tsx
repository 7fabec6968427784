import { Checkbox, Text } from '@mantine/core';
import { ChevronDown, ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';

import { revealHidden } from '#components/plain-text.tsx';
import classes from './recipes.module.css';
import { checkOf, type ServerRow, type SingleRow, type ToolRow } from './tool-rows.ts';

interface ToolTreeRowProps {
  readonly id: string;
  readonly row: ToolRow;
  readonly index: number;
  /** Pixels from the top of the tree. */
  readonly start: number;
  readonly isActive: boolean;
  readonly measure: (element: Element | null) => void;
  readonly onToggle: () => void;
  readonly onOpen: () => void;
}

/** Its keys are those of the tree around it. */
export function ToolTreeRow(props: ToolTreeRowProps): ReactNode {
  const { id, row, index, start, isActive, measure, onToggle, onOpen } = props;
  const check = checkOf(row);
  const isFixed = row.kind === 'tool' && row.state === 'pattern';
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- the tree has the focus and the keys
    <div
      ref={measure}
      id={id}
      data-index={index}
      data-active={isActive}
      role="treeitem"
      aria-level={row.kind === 'server' ? 1 : 2}
      aria-posinset={row.place}
      aria-setsize={row.neighbours}
      aria-checked={check}
      aria-label={labelOf(row)}
      {...(row.kind === 'tool' && { 'aria-describedby': `${id}-description` })}
      aria-disabled={isFixed}
      {...(row.kind === 'server' && { 'aria-expanded': row.isOpen })}
      className={classes['treeRow']}
      style={{ transform: `translateY(${start}px)` }}
      onClick={onToggle}
    >
      {row.kind === 'server' && <Chevron isOpen={row.isOpen} onOpen={onOpen} />}
      <Checkbox.Indicator
        size="xs"
        mt={2}
        checked={check === 'true'}
        indeterminate={check === 'mixed'}
        disabled={isFixed}
        aria-hidden
      />
      {row.kind === 'server' ? (
        <ServerText row={row} />
      ) : (
        <ToolText row={row} id={`${id}-description`} />
      )}
    </div>
  );
}

function Chevron(props: { isOpen: boolean; onOpen: () => void }): ReactNode {
  const Icon = props.isOpen ? ChevronDown : ChevronRight;
  return (
    <span
      className={classes['chevron']}
      role="presentation"
      onClick={(event) => {
        event.stopPropagation();
        props.onOpen();
      }}
    >
      <Icon size={14} aria-hidden />
    </span>
  );
}

function ServerText({ row }: { readonly row: ServerRow }): ReactNode {
  const { group, permitted } = row;
  return (
    <Text size="sm" fw={600} className="ellipsis" dir="ltr">
      {revealHidden(group.server)}{' '}
      <Text span size="xs" c="dimmed" fw={400} ml={8} className="numbers">
        {permitted} of {group.tools.length}
      </Text>
    </Text>
  );
}

function labelOf(row: ToolRow): string {
  if (row.kind === 'tool') return revealHidden(row.tool.tool);
  const { group, permitted } = row;
  return `${revealHidden(group.server)}, ${permitted} of ${group.tools.length} tools`;
}

/** `id` is that of the description and its notes. */
function ToolText({ row, id }: { readonly row: SingleRow; readonly id: string }): ReactNode {
  const { tool, state } = row;
  const description = revealHidden(tool.description);
  return (
    <div style={{ minWidth: 0 }}>
      <Text size="sm" className="breaks" dir="ltr">
        {revealHidden(tool.tool)}
      </Text>
      <div id={id}>
        {state === 'pattern' && <Note>Allowed by a pattern. </Note>}
        {!tool.permitted && <Note>Switched off in mcp.json. </Note>}
        <Text
          size="xs"
          c="dimmed"
          className={`${classes['clamp'] ?? ''} breaks`}
          title={description}
        >
          {description}
        </Text>
      </div>
    </div>
  );
}

function Note({ children }: { readonly children: string }): ReactNode {
  return (
    <Text span size="xs" c="var(--state-warn)">
      {children}
    </Text>
  );
}
