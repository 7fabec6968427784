import { Box, Switch, Text, Tooltip, UnstyledButton } from '@mantine/core';
import { ChevronDown, ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';

import type { ToolInfo } from '#contract/tools.ts';
import { PageButton } from '#components/page-link.tsx';
import { PlainText, revealHidden } from '#components/plain-text.tsx';
import classes from './servers.module.css';

interface ToolRowProps {
  readonly tool: ToolInfo;
  /** A pattern in `tools.deny` that is stronger than the switch. */
  readonly blockedBy: string | undefined;
  readonly isBusy: boolean;
  readonly canSwitch: boolean;
  readonly isOpen: boolean;
  readonly onFlip: () => void;
  readonly onSwitch: (on: boolean) => void;
}

export function ToolRow(props: ToolRowProps): ReactNode {
  const { tool, blockedBy, isOpen } = props;
  const name = revealHidden(tool.tool);
  const Chevron = isOpen ? ChevronDown : ChevronRight;
  return (
    <div className={classes['tool']}>
      <div style={{ minWidth: 0 }}>
        <UnstyledButton
          onClick={props.onFlip}
          aria-expanded={isOpen}
          title={name}
          style={{ display: 'flex', alignItems: 'center', gap: 4, maxWidth: '100%' }}
        >
          <Chevron size={13} aria-hidden style={{ flexShrink: 0 }} />
          <Text span size="sm" fw={500} className="mono ellipsis" dir="ltr">
            {name}
          </Text>
        </UnstyledButton>
        {isOpen ? <ToolDetail tool={tool} /> : <Summary tool={tool} />}
      </div>
      <PageButton
        variant="subtle"
        size="compact-xs"
        to="/playground"
        search={{ tool: tool.name }}
        aria-label={`Try ${name} in the Playground`}
      >
        Try
      </PageButton>
      <Tooltip
        label={`The pattern ${revealHidden(blockedBy ?? '')} in "deny" keeps it off. Change it in Edit.`}
        disabled={blockedBy === undefined}
      >
        <span>
          <Switch
            size="xs"
            mt={4}
            checked={tool.permitted}
            disabled={!props.canSwitch || props.isBusy || blockedBy !== undefined}
            onChange={(event) => props.onSwitch(event.currentTarget.checked)}
            aria-label={`${name} is ${tool.permitted ? 'on' : 'off'}`}
          />
        </span>
      </Tooltip>
    </div>
  );
}

function Summary({ tool }: { readonly tool: ToolInfo }): ReactNode {
  if (tool.description === '') return null;
  return (
    <PlainText text={tool.description} size="xs" c="dimmed" className={classes['clamp'] ?? ''} />
  );
}

function ToolDetail({ tool }: { readonly tool: ToolInfo }): ReactNode {
  const { name, title, description, inputSchema } = tool;
  return (
    <div style={{ display: 'grid', gap: 6, paddingTop: 4 }}>
      {title !== undefined && <PlainText text={title} />}
      <PlainText
        text={description === '' ? 'It has no description.' : description}
        style={{ whiteSpace: 'pre-wrap', maxHeight: 240, overflow: 'auto' }}
      />
      <PlainText text={`Called ${name}`} size="xs" c="dimmed" />
      <Box
        component="pre"
        className={`${classes['box'] ?? ''} mono`}
        tabIndex={0}
        role="group"
        aria-label={`Input schema of ${revealHidden(tool.tool)}`}
      >
        {revealHidden(JSON.stringify(inputSchema, undefined, 2))}
      </Box>
    </div>
  );
}
