import { Button, Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';

import { Notice } from '#components/notice.tsx';
import { PageButton } from '#components/page-link.tsx';
import { revealHidden } from '#components/plain-text.tsx';
import { IssueList } from '#editing/issue-list.tsx';
import { MissingVariable } from './missing-variable.tsx';
import { Countdown } from './server-row.tsx';
import { isBroken, type ServerRow } from './server-list-model.ts';
import { adviseOn, missingVariables, UNUSABLE_ADVICE, type NextStep } from './trouble-model.ts';
import type { ServerActions } from './use-server-actions.tsx';

interface ServerTroubleProps {
  readonly row: ServerRow;
  readonly actions: ServerActions;
}

/** Why it does not work, what to do, and the buttons for that. Nothing when all is well. */
export function ServerTrouble({ row, actions }: ServerTroubleProps): ReactNode {
  const { state, reason, issues, status } = row;
  if (!isBroken(state))
    return issues.length === 0 ? null : <EntryWarnings row={row} actions={actions} />;
  const { title, advice, steps } = state === 'unusable' ? UNUSABLE_ADVICE : adviseOn(reason ?? '');
  return (
    <Notice tone={state === 'retrying' ? 'warn' : 'bad'} title={revealHidden(title)}>
      {reason !== undefined && state !== 'unusable' && (
        <Text size="xs" className="mono breaks" mt={4} dir="ltr">
          {revealHidden(reason)}
        </Text>
      )}
      {issues.length > 0 && <IssueList issues={issues} />}
      {missingVariables(issues).map((name) => (
        <MissingVariable key={name} name={name} />
      ))}
      <Text size="sm" mt={4}>
        {advice}
        {state === 'retrying' && status?.nextRetryAt !== undefined && (
          <span className="numbers">
            {' '}
            Attempt {status.attempts} failed; the next is <Countdown at={status.nextRetryAt} />.
          </span>
        )}
      </Text>
      <Group gap="xs" mt={8}>
        {steps.map((step, index) => (
          <StepButton key={step} step={step} isFirst={index === 0} row={row} actions={actions} />
        ))}
      </Group>
    </Notice>
  );
}

function EntryWarnings({ row, actions }: ServerTroubleProps): ReactNode {
  return (
    <Notice
      tone="warn"
      title="Something in this entry wants a look"
      action={
        <Button variant="default" size="compact-xs" onClick={() => actions.edit(row.name)}>
          Edit
        </Button>
      }
    >
      <IssueList issues={row.issues} />
    </Notice>
  );
}

interface StepButtonProps extends ServerTroubleProps {
  readonly step: NextStep;
  readonly isFirst: boolean;
}

function StepButton({ step, isFirst, row, actions }: StepButtonProps): ReactNode {
  const look = { size: 'compact-xs', variant: isFirst ? 'filled' : 'default' } as const;
  if (step === 'logs') {
    return (
      <PageButton {...look} to="/logs" search={{ source: row.name }}>
        See its log
      </PageButton>
    );
  }
  const run = step === 'edit' ? actions.edit : actions.restart;
  return (
    <Button {...look} onClick={() => run(row.name)}>
      {step === 'edit' ? 'Edit' : 'Restart now'}
    </Button>
  );
}
