import { Button, Switch, Text, UnstyledButton } from '@mantine/core';
import type { ReactNode } from 'react';

import { revealHidden } from '#components/plain-text.tsx';
import { StateLabel } from '#components/state-label.tsx';
import { describeDuration } from '#components/time-ago.tsx';
import { textAt } from './inferencer-entries.ts';
import { InferencerMenu } from './inferencer-menu.tsx';
import { describeKey, describeRow, isFixed, isOff, type InferencerRow } from './inferencer-rows.ts';
import classes from './inferencers.module.css';
import type { InferencerActions } from './use-inferencer-actions.ts';
import { useInferencerTest } from './use-inferencer-test.ts';

interface InferencerRowViewProps {
  readonly row: InferencerRow;
  readonly isOpen: boolean;
  readonly actions: InferencerActions;
}

export function InferencerRowView({ row, isOpen, actions }: InferencerRowViewProps): ReactNode {
  const { name, status, entry } = row;
  const test = useInferencerTest(name);
  const { tone, word, reason } = describeRow(row, test.result);
  const shown = revealHidden(name);
  const address = status?.baseUrl ?? textAt(entry ?? {}, 'base_url');
  const isOn = !isOff(row);
  const needsKey = status?.key === 'missing';
  return (
    <div className={classes['row']} data-open={isOpen} role="listitem" aria-label={shown}>
      {test.isRunning ? (
        <StateLabel tone="busy">Testing ...</StateLabel>
      ) : (
        <StateLabel tone={tone}>{word}</StateLabel>
      )}
      <div style={{ minWidth: 0 }}>
        <UnstyledButton
          className={`${classes['name'] ?? ''} ellipsis`}
          title={shown}
          aria-haspopup="dialog"
          onClick={() => actions.open(name)}
        >
          {shown}
        </UnstyledButton>
        <Subline text={reason ?? address} isAddress={reason === undefined} />
      </div>
      <Fact>{status === undefined ? '' : describeKey(status)}</Fact>
      <Fact isNumber>
        {countOf(test.result?.ok === true ? test.result.models.length : status?.models)}
      </Fact>
      <Fact isNumber>{latencyOf(status?.latencyMs, test.result)}</Fact>
      {needsKey ? (
        <Button variant="default" size="compact-xs" onClick={() => actions.open(name)}>
          Add key
        </Button>
      ) : (
        <Button
          variant="default"
          size="compact-xs"
          disabled={status === undefined || test.isRunning}
          aria-label={`Test ${shown}`}
          onClick={test.run}
        >
          Test
        </Button>
      )}
      <Switch
        size="xs"
        checked={isOn}
        disabled={actions.edits.busy.has(name) || row.fault !== undefined || isFixed(row)}
        onChange={() => void actions.edits.setOn(row, !isOn)}
        aria-label={`${shown} is ${isOn ? 'on' : 'off'}`}
      />
      <InferencerMenu row={row} actions={actions} />
    </div>
  );
}

function Fact(props: { readonly children: string; readonly isNumber?: boolean }): ReactNode {
  const { children, isNumber = false } = props;
  const more = isNumber ? `numbers ${classes['number'] ?? ''} ${classes['wideOnly'] ?? ''}` : '';
  const text = revealHidden(children);
  return (
    <span className={`${classes['fact'] ?? ''} ${more}`} title={text}>
      {text}
    </span>
  );
}

function Subline({ text, isAddress }: { text: string; isAddress: boolean }): ReactNode {
  const shown = revealHidden(text);
  return (
    <Text
      size="xs"
      c="dimmed"
      dir="ltr"
      className={isAddress ? 'mono ellipsis' : (classes['subline'] ?? '')}
      title={shown}
    >
      {shown}
    </Text>
  );
}

function countOf(models: number | undefined): string {
  if (models === undefined || models === 0) return '';
  return `${models} ${models === 1 ? 'model' : 'models'}`;
}

function latencyOf(
  discovered: number | undefined,
  test: { readonly ok: boolean; readonly latencyMs: number } | undefined,
): string {
  const ms = test === undefined ? discovered : test.ok ? test.latencyMs : undefined;
  return ms === undefined ? '' : describeDuration(ms);
}
