import { Stack } from '@mantine/core';
import { useState, type ReactNode } from 'react';

import { ConfirmDialog } from '#components/confirm-dialog.tsx';
import { ReviewCard } from './review-card.tsx';
import type { Approval } from './use-approval.ts';

/** The question before a saved change starts something new. */
export function NewCommands({ approval }: { readonly approval: Approval }): ReactNode {
  if (approval.waiting.length === 0) return null;
  return <Question approval={approval} />;
}

function Question({ approval }: { readonly approval: Approval }): ReactNode {
  const { waiting, answer } = approval;
  const [yes, setYes] = useState<ReadonlySet<string>>(new Set());
  const mark = (name: string, isYes: boolean): void => {
    const others = [...yes].filter((one) => one !== name);
    setYes(new Set(isYes ? [...others, name] : others));
  };
  return (
    <ConfirmDialog
      opened
      size="lg"
      title={waiting.length === 1 ? 'Start this command?' : 'Start these commands?'}
      confirm="Save and start"
      disabled={!waiting.every(({ name }) => yes.has(name))}
      onConfirm={() => answer(true)}
      onClose={() => answer(false)}
    >
      <Stack gap="xs">
        {waiting.map((candidate) => (
          <ReviewCard
            key={candidate.name}
            // It is in the list already: that is what is being changed.
            candidate={{ ...candidate, known: false, problem: null }}
            choice={{ yes: yes.has(candidate.name), as: candidate.name }}
            fixedName
            onChoice={(choice) => mark(candidate.name, choice.yes)}
          />
        ))}
      </Stack>
    </ConfirmDialog>
  );
}
