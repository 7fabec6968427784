import { TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';

import { ConfirmDialog } from '#components/confirm-dialog.tsx';
import { nameProblem } from './review-model.ts';

interface NameDialogProps {
  readonly title: string;
  readonly hint: string;
  readonly verb: string;
  readonly initial: string;
  readonly taken: readonly string[];
  readonly isBusy: boolean;
  readonly onConfirm: (name: string) => void;
  readonly onClose: () => void;
}

export function NameDialog(props: NameDialogProps): ReactNode {
  const { title, hint, verb, initial, taken, isBusy, onConfirm } = props;
  const [name, setName] = useState(initial);
  const others = taken.filter((one) => one !== initial);
  const isTouched = name !== initial;
  const problem = nameProblem(name, others);
  const canConfirm = problem === undefined && (isTouched || !taken.includes(initial));
  return (
    <ConfirmDialog
      opened
      title={title}
      confirm={verb}
      busy={isBusy}
      disabled={!canConfirm}
      onConfirm={() => onConfirm(name.trim())}
      onClose={props.onClose}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (canConfirm) onConfirm(name.trim());
        }}
      >
        <TextInput
          label="Name"
          description={hint}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={isTouched ? problem : undefined}
          data-autofocus
        />
      </form>
    </ConfirmDialog>
  );
}
