import { Group, Radio, Stack, Text, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';

import { variableFor } from './inferencer-entries.ts';
import type { InferencerForm } from './inferencer-form.ts';
import { KeyInput } from './key-input.tsx';
import type { KeySource } from './key-source.ts';
import type { KeptKeys } from './use-kept-keys.ts';

interface KeySourceFieldProps {
  readonly form: InferencerForm;
  readonly base: InferencerForm;
  readonly onChange: (change: Partial<InferencerForm>) => void;
  readonly keys: KeptKeys;
  /** Typed and not yet given to the router. */
  readonly newKey: string;
  readonly onNewKey: (key: string) => void;
  readonly problem: string | undefined;
}

const CHOICES: readonly { value: KeySource; label: string }[] = [
  { value: 'none', label: 'None' },
  { value: 'kept', label: 'Kept here' },
  { value: 'environment', label: 'Environment variable' },
];
const IN_FILE = { value: 'file', label: 'In the file' } as const;

export function KeySourceField(props: KeySourceFieldProps): ReactNode {
  const { form, base, onChange, onNewKey, problem } = props;
  const choices = base.keySource === 'file' ? [...CHOICES, IN_FILE] : CHOICES;
  const choose = (value: string): void => {
    const keySource = choices.find((one) => one.value === value)?.value ?? 'none';
    const isNamed = keySource === 'kept' || keySource === 'environment';
    const variable = form.variable || base.variable || variableFor(form.name || 'my');
    if (keySource !== 'kept') onNewKey('');
    onChange({ keySource, variable: isNamed ? variable : '' });
  };
  return (
    <Stack gap="xs">
      <Radio.Group label="Key" value={form.keySource} onChange={choose}>
        <Group gap="md" mt={6}>
          {choices.map(({ value, label }) => (
            <Radio key={value} value={value} label={label} size="xs" />
          ))}
        </Group>
      </Radio.Group>
      {form.keySource === 'file' && (
        <Text size="sm" c="dimmed">
          Every program that reads the file sees it. Choose "Kept here" and type it in again.
        </Text>
      )}
      {form.keySource === 'environment' && (
        <TextInput
          label="Name of the variable"
          value={form.variable}
          onChange={(event) => onChange({ variable: event.currentTarget.value })}
          error={problem}
          classNames={{ input: 'mono' }}
          spellCheck={false}
        />
      )}
      {form.keySource === 'kept' && <KeptKey {...props} />}
    </Stack>
  );
}

function KeptKey({ form, keys, newKey, onNewKey }: KeySourceFieldProps): ReactNode {
  const { variable } = form;
  return (
    <Stack gap={4}>
      <KeyInput value={newKey} onChange={onNewKey} keys={keys} />
      <Text size="sm" c="dimmed" className="breaks">
        {keys.isKept(variable) ? 'One is kept as ' : 'It is kept as '}
        <span className="mono">{variable}</span>
        {keys.isKept(variable) && newKey === '' && '; leave this empty to go on with it'}
        {keys.isKept(variable) && newKey !== '' && '; this one takes its place'}.
      </Text>
    </Stack>
  );
}
