import { Group, Switch, Text, UnstyledButton } from '@mantine/core';
import type { ReactNode } from 'react';

import { describeProtocol } from '#client/describe-protocol.ts';
import { revealHidden } from '#components/plain-text.tsx';
import { StateLabel } from '#components/state-label.tsx';
import { useNow } from '#components/time-ago.tsx';
import { describeCounts, describeTokenCost } from './describe-offer.ts';
import { ServerMenu } from './server-menu.tsx';
import {
  describeCountdown,
  describeMemory,
  describeState,
  describeUptime,
  shortenTarget,
  transportOf,
  type ServerRow,
} from './server-list-model.ts';
import type { ServerActions } from './use-server-actions.tsx';
import classes from './servers.module.css';

interface ServerRowViewProps {
  readonly row: ServerRow;
  /** Bytes; undefined when nobody measured. */
  readonly memory: number | undefined;
  readonly isOpen: boolean;
  readonly actions: ServerActions;
}

export function ServerRowView({ row, memory, isOpen, actions }: ServerRowViewProps): ReactNode {
  const { name, status, state } = row;
  const { word, tone } = describeState(state);
  const shown = revealHidden(name);
  const isOn = state !== 'disabled';
  return (
    <div className={classes['row']} data-open={isOpen} data-tells={state !== 'connected'}>
      <StateLabel tone={tone}>{word}</StateLabel>
      <div style={{ minWidth: 0 }}>
        <UnstyledButton
          className={`${classes['name'] ?? ''} ellipsis`}
          title={shown}
          aria-haspopup="dialog"
          onClick={() => actions.open(name)}
        >
          {shown}
        </UnstyledButton>
        <Subline row={row} />
      </div>
      {state === 'connected' && <Offer row={row} />}
      <div className={classes['pair']}>
        <Fact>{transportOf(row)}</Fact>
        <Fact label="Memory">{memory === undefined ? '' : describeMemory(memory)}</Fact>
      </div>
      <div className={`${classes['pair'] ?? ''} ${classes['wideOnly'] ?? ''}`}>
        <Uptime since={status?.connectedAt} />
        <Fact>{restartsOf(status?.restarts)}</Fact>
      </div>
      <Switch
        size="xs"
        checked={isOn}
        disabled={row.entry === undefined || actions.edits.busy.has(name)}
        onChange={() => actions.toggle(row)}
        aria-label={`${shown} is ${isOn ? 'on' : 'off'}`}
      />
      <ServerMenu row={row} actions={actions} />
    </div>
  );
}

/** What it offers, in which revision of the protocol, and what that costs in each request. */
function Offer({ row }: { readonly row: ServerRow }): ReactNode {
  const { status } = row;
  if (status === undefined) return <span />;
  const { protocol, schemaTokens } = status;
  const counts = describeCounts(status).join(' · ');
  const cost = schemaTokens === undefined ? '' : describeTokenCost(schemaTokens);
  const title = [
    counts,
    cost && `its tools cost ${cost} in each request that offers them`,
    protocol && `protocol ${describeProtocol(protocol)}`,
  ];
  return (
    <div className={classes['pair']} title={title.filter(Boolean).join('; ')}>
      <span className={`${classes['offer'] ?? ''} ellipsis numbers`}>
        {/* A number and its noun stay on one line. */}
        {counts.replaceAll(/(\d) /g, '$1\u00a0')}
      </span>
      <span className={`${classes['fact'] ?? ''} ellipsis numbers`}>
        {cost}
        {protocol !== undefined && (
          <span className={cost === '' ? '' : (classes['wideOnly'] ?? '')}>
            {`${cost === '' ? '' : ' · '}MCP ${revealHidden(protocol)}`}
          </span>
        )}
      </span>
    </div>
  );
}

function Fact(props: { children: string; label?: string }): ReactNode {
  return (
    <span className={`${classes['fact'] ?? ''} numbers`} title={props.label}>
      {props.children}
    </span>
  );
}

function Uptime({ since }: { readonly since: number | undefined }): ReactNode {
  const className = `${classes['fact'] ?? ''} numbers`;
  if (since === undefined) return <span className={className} />;
  return (
    <span className={className} title={`Connected since ${new Date(since).toLocaleString()}`}>
      <Elapsed since={since} />
    </span>
  );
}

function Elapsed({ since }: { readonly since: number }): ReactNode {
  return `up ${describeUptime(useNow() - since)}`;
}

/** Why it does not work and when it is tried again; else what it is. */
function Subline({ row }: { readonly row: ServerRow }): ReactNode {
  const { reason, target, status } = row;
  const text = revealHidden(reason ?? target);
  return (
    <Group gap={6} wrap="nowrap" style={{ minWidth: 0 }}>
      {status?.nextRetryAt !== undefined && row.state === 'retrying' && (
        <Text size="xs" className="numbers" style={{ flexShrink: 0 }}>
          next try <Countdown at={status.nextRetryAt} />
        </Text>
      )}
      <Text
        size="xs"
        c="dimmed"
        dir="ltr"
        className={`ellipsis ${reason === undefined ? 'mono' : ''}`}
        title={text}
      >
        {reason === undefined ? shortenTarget(text) : text}
      </Text>
    </Group>
  );
}

export function Countdown({ at }: { readonly at: number }): ReactNode {
  return describeCountdown(at, useNow());
}

function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function restartsOf(restarts: number | undefined): string {
  return restarts === undefined || restarts === 0 ? '' : countOf(restarts, 'restart');
}
