import { Button, Text } from '@mantine/core';
import { useState, type ReactNode } from 'react';

import { ConfirmDialog } from '#components/confirm-dialog.tsx';
import { Failure } from '#components/failure.tsx';
import { useForgetTest } from './use-inferencer-test.ts';
import type { KeptKeys } from './use-kept-keys.ts';

interface RemoveKeyProps {
  readonly name: string;
  readonly variable: string;
  readonly keys: KeptKeys;
}

export function RemoveKey({ name, variable, keys }: RemoveKeyProps): ReactNode {
  const forgetTest = useForgetTest();
  const [isAsked, setIsAsked] = useState(false);
  const [problem, setProblem] = useState<Error>();
  const remove = async (): Promise<void> => {
    try {
      await keys.remove(variable);
      await forgetTest(name);
      setIsAsked(false);
    } catch (error) {
      setProblem(error instanceof Error ? error : new Error(String(error)));
    }
  };
  return (
    <>
      <Button variant="default" onClick={() => setIsAsked(true)}>
        Remove
      </Button>
      <ConfirmDialog
        opened={isAsked}
        title={`Remove the key ${variable}?`}
        confirm="Remove key"
        danger
        onConfirm={() => void remove()}
        onClose={() => setIsAsked(false)}
      >
        <Text size="sm">
          {keys.hidesEnvironment(variable)
            ? 'The environment variable of that name counts again.'
            : 'What uses it stops working until you type it in again.'}{' '}
          It cannot be shown or taken back.
        </Text>
        {problem && <Failure what="It could not be removed" error={problem} />}
      </ConfirmDialog>
    </>
  );
}
