import { Button, Drawer, Group, ScrollArea, Stack, Text } from '@mantine/core';
import { Pencil } from 'lucide-react';
import type { ReactNode } from 'react';

import { CopyButton } from '#components/copy-button.tsx';
import { Failure } from '#components/failure.tsx';
import { PlainText, revealHidden } from '#components/plain-text.tsx';
import { Section } from '#components/section.tsx';
import { StateLabel } from '#components/state-label.tsx';
import { describeDuration, TimeAgo } from '#components/time-ago.tsx';
import { InferencerMenu } from './inferencer-menu.tsx';
import { InferencerTrouble } from './inferencer-trouble.tsx';
import { describeRow, isFixed, isOff, type InferencerRow } from './inferencer-rows.ts';
import { KeySection } from './key-section.tsx';
import { ModelList } from './model-list.tsx';
import type { InferencerActions } from './use-inferencer-actions.ts';
import { useInferencerTest, type TestRun } from './use-inferencer-test.ts';

interface InferencerDrawerProps {
  /** Undefined when none is open. */
  readonly row: InferencerRow | undefined;
  readonly actions: InferencerActions;
}

/** One inferencer beside the list, which keeps its place. */
export function InferencerDrawer({ row, actions }: InferencerDrawerProps): ReactNode {
  return (
    <Drawer
      opened={row !== undefined}
      onClose={actions.close}
      position="right"
      size="min(604px, 92vw)"
      title={row && <DrawerTitle row={row} />}
      closeButtonProps={{ 'aria-label': 'Close' }}
      transitionProps={{ duration: 100 }}
      scrollAreaComponent={ScrollArea.Autosize}
      styles={{ title: { minWidth: 0 } }}
    >
      {row && <Detail key={row.name} row={row} actions={actions} />}
    </Drawer>
  );
}

function DrawerTitle({ row }: { readonly row: InferencerRow }): ReactNode {
  const test = useInferencerTest(row.name);
  const { tone, word } = describeRow(row, test.result);
  const name = revealHidden(row.name);
  return (
    <Group gap="sm" wrap="nowrap" style={{ minWidth: 0 }}>
      <Text fw={600} className="ellipsis" title={name}>
        {name}
      </Text>
      <StateLabel tone={tone}>{word}</StateLabel>
    </Group>
  );
}

interface DetailProps {
  readonly row: InferencerRow;
  readonly actions: InferencerActions;
}

function Detail({ row, actions }: DetailProps): ReactNode {
  const { name, status } = row;
  const test = useInferencerTest(name);
  const state = describeRow(row, test.result);
  return (
    <Stack gap="sm">
      <Group justify="space-between" wrap="nowrap" gap="xs">
        <Group gap={2} wrap="nowrap" style={{ minWidth: 0 }}>
          <PlainText text={status?.baseUrl ?? ''} className="mono" />
          {status !== undefined && status.baseUrl !== '' && (
            <CopyButton text={status.baseUrl} label="Copy address" />
          )}
        </Group>
        <Group gap="xs" wrap="nowrap">
          {!isFixed(row) && (
            <Button
              variant="default"
              leftSection={<Pencil size={13} aria-hidden />}
              onClick={() => actions.edit(name)}
            >
              Edit
            </Button>
          )}
          <InferencerMenu row={row} actions={actions} />
        </Group>
      </Group>
      {isOff(row) && <TurnOn row={row} actions={actions} />}
      <InferencerTrouble row={row} state={state} test={test} />
      {status !== undefined && state.word !== 'Demo' && !isFixed(row) && (
        <KeySection status={status} test={test} />
      )}
      {status !== undefined && status.key !== 'missing' && <Models name={name} test={test} />}
    </Stack>
  );
}

function TurnOn({ row, actions }: DetailProps): ReactNode {
  return (
    <Group justify="space-between">
      <Text size="sm">It is switched off: no program sees its models.</Text>
      <Button
        loading={actions.edits.busy.has(row.name)}
        onClick={() => void actions.edits.setOn(row, true)}
      >
        Switch on
      </Button>
    </Group>
  );
}

function Models({ name, test }: { readonly name: string; readonly test: TestRun }): ReactNode {
  const { result, error, at, isRunning, run } = test;
  return (
    <Section
      title="Models"
      actions={
        <Button variant="default" loading={isRunning} onClick={run} aria-label={`Test ${name}`}>
          Test
        </Button>
      }
    >
      <Text size="sm" component="div" role="status">
        {isRunning && 'Asking it for its models ...'}
        {!isRunning && result === undefined && 'A test asks it for its models. That costs nothing.'}
        {!isRunning && result !== undefined && (
          <>
            {result.ok
              ? `It answered in ${describeDuration(result.latencyMs)}, `
              : `No list of models came back, after ${describeDuration(result.latencyMs)}, `}
            <TimeAgo at={at} />
            {result.ok && result.models.length === 0 && '. It lists no models.'}
          </>
        )}
      </Text>
      {error !== null && <Failure what="The router did not test it" error={error} onRetry={run} />}
      {result?.ok === true && result.models.length > 0 && (
        <ModelList name={name} models={result.models} />
      )}
    </Section>
  );
}
