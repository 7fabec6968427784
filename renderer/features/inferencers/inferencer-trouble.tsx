import { Button } from '@mantine/core';
import type { ReactNode } from 'react';

import { Notice } from '#components/notice.tsx';
import { PageButton } from '#components/page-link.tsx';
import { revealHidden } from '#components/plain-text.tsx';
import { asSentence } from './as-sentence.ts';
import type { Help, InferencerRow, RowState } from './inferencer-rows.ts';
import type { TestRun } from './use-inferencer-test.ts';

const ADVICE: Readonly<Record<Exclude<Help, 'add-key'>, string>> = {
  'replace-key': 'Look whether the key is still valid and whole, then replace it below.',
  'use-key': 'It wants a key: give it one.',
  edit: 'Look whether its base_url is right. It ends before /chat/completions, most often with /v1.',
  'start-ollama': 'Start Ollama, or get it from ollama.com, then test again.',
  'install-claude':
    'Run the program once in a terminal to sign in. It is looked for again each time.',
  'start-it': 'Start that program with its server switched on, then test again.',
};

interface InferencerTroubleProps {
  readonly row: InferencerRow;
  readonly state: RowState;
  readonly test: TestRun;
}

/** What is wrong in words, and the next step. */
export function InferencerTrouble({ row, state, test }: InferencerTroubleProps): ReactNode {
  const { reason, help } = state;
  // The part about the key says what is missing, and asks for it.
  if (reason === undefined || help === undefined || help === 'add-key') return null;
  return (
    <Notice
      tone={state.tone === 'bad' ? 'bad' : 'warn'}
      title={asSentence(revealHidden(reason))}
      action={<NextStep row={row} help={help} test={test} />}
    >
      {ADVICE[help]}
    </Notice>
  );
}

function NextStep(props: { row: InferencerRow; help: Help; test: TestRun }): ReactNode {
  const { row, help, test } = props;
  if (help === 'replace-key' || help === 'install-claude') return null;
  if (help === 'start-ollama' || help === 'start-it') {
    return (
      <Button variant="default" loading={test.isRunning} onClick={test.run}>
        Test again
      </Button>
    );
  }
  return (
    <PageButton to="/inferencers" search={{ edit: row.name }}>
      {help === 'use-key' ? 'Add a key' : 'Edit'}
    </PageButton>
  );
}
