import { Button, Group, Stack } from '@mantine/core';
import { useState, type FormEvent, type ReactNode } from 'react';

import { Failure } from '#components/failure.tsx';
import { revealHidden } from '#components/plain-text.tsx';
import { KeyInput } from './key-input.tsx';
import { useForgetTest } from './use-inferencer-test.ts';
import type { KeptKeys } from './use-kept-keys.ts';

interface KeyFormProps {
  readonly name: string;
  readonly variable: string;
  readonly keys: KeptKeys;
  /** Somebody wants to type one in now. */
  readonly isAsked: boolean;
  readonly onKept: () => void;
  readonly onCancel?: () => void;
}

/** The value lives here only until the router has it. */
export function KeyForm(props: KeyFormProps): ReactNode {
  const { name, variable, keys, isAsked, onKept, onCancel } = props;
  const forgetTest = useForgetTest();
  const [value, setValue] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Error>();
  const keep = async (): Promise<void> => {
    setBusy(true);
    setProblem(undefined);
    try {
      await keys.keep(variable, value.trim());
      setValue('');
      await forgetTest(name);
      onKept();
    } catch (error) {
      setProblem(error instanceof Error ? error : new Error(String(error)));
    } finally {
      setBusy(false);
    }
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (value.trim() !== '') void keep();
  };
  return (
    <form onSubmit={submit} aria-label={`Key of ${revealHidden(name)}`}>
      <Stack gap="xs">
        <KeyInput value={value} onChange={setValue} keys={keys} takesFocus={isAsked} />
        {problem && <Failure what="The key was not kept" error={problem} />}
        <Group gap="xs" justify="flex-end">
          {onCancel && (
            <Button variant="default" onClick={onCancel}>
              Cancel
            </Button>
          )}
          <Button type="submit" loading={busy} disabled={value.trim() === ''}>
            Keep and test
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
