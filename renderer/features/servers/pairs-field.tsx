import { Button, Input, Stack } from '@mantine/core';
import { Plus } from 'lucide-react';
import type { ReactNode } from 'react';

import type { Pair } from './entry-form-model.ts';
import { PairRow } from './pair-row.tsx';
import { freeSecretName, isPlaceholder, isReference, isSecretName } from './secret-names.ts';

type Store = (name: string, value: string) => Promise<boolean>;

interface PairsFieldProps {
  readonly label: string;
  readonly noun: 'variable' | 'header';
  readonly pairs: readonly Pair[];
  readonly onPairs: (pairs: readonly Pair[]) => void;
  readonly problem?: string | undefined;
  readonly form: { readonly name: string };
  readonly secretNames: readonly string[];
  readonly onStore?: Store;
}

/** Names and values. A value that is secret by its name goes into the store, never into the file. */
export function PairsField(props: PairsFieldProps): ReactNode {
  const { label, noun, pairs, onPairs, problem, form, secretNames, onStore } = props;
  const change = (pair: Pair): void =>
    onPairs(pairs.map((one) => (one.id === pair.id ? pair : one)));
  const retype = ({ id, name: variable, value }: Pair): void => {
    const typed = { id, name: variable, value };
    const isSecret =
      isSecretName(variable) && value !== '' && !isReference(value) && !isPlaceholder(value);
    const storeAs = freeSecretName({ server: form.name, variable }, secretNames);
    change(isSecret ? { ...typed, storeAs } : typed);
  };
  const store = async (keep: Store, { id, name, value }: Pair, as: string): Promise<void> => {
    if (await keep(as, value)) change({ id, name, value: `\${${as}}` });
  };
  const add = (): void => {
    const id = Math.max(-1, ...pairs.map((pair) => pair.id)) + 1;
    onPairs([...pairs, { id, name: '', value: '' }]);
  };
  return (
    <Input.Wrapper label={label} error={problem} labelElement="div">
      <Stack gap={6} mt={4} role="group" aria-label={label}>
        {pairs.map((pair) => (
          <PairRow
            key={pair.id}
            pair={pair}
            noun={noun}
            onName={(name) => retype({ ...pair, name })}
            onValue={(value) => retype({ ...pair, value })}
            onRemove={() => onPairs(pairs.filter(({ id }) => id !== pair.id))}
            {...(onStore && { onStore: (name: string) => void store(onStore, pair, name) })}
          />
        ))}
        <div>
          <Button
            variant="default"
            size="compact-xs"
            leftSection={<Plus size={12} aria-hidden />}
            onClick={add}
          >
            Add {noun}
          </Button>
        </div>
      </Stack>
    </Input.Wrapper>
  );
}
