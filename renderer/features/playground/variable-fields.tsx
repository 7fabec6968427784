import { Group, Select, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';

import { revealHidden } from '#components/plain-text.tsx';
import type { PatternVariable } from './use-targets.ts';

interface VariableFieldsProps {
  readonly variables: readonly PatternVariable[];
  readonly values: Readonly<Record<string, string>>;
  readonly onChange: (values: Readonly<Record<string, string>>) => void;
}

/** The `{{variables}}` of a recipe's prompt. */
export function VariableFields({ variables, values, onChange }: VariableFieldsProps): ReactNode {
  return (
    <Group gap="sm" align="flex-start" role="group" aria-label="Variables of the recipe">
      {variables.map(({ name, description, choices, default: preset }) => {
        const shared = {
          label: revealHidden(name),
          description: description === undefined ? undefined : revealHidden(description),
          size: 'xs',
          w: 180,
          value: values[name] ?? preset ?? '',
        } as const;
        const change = (value: string): void => onChange({ ...values, [name]: value });
        return choices === undefined ? (
          <TextInput
            key={name}
            {...shared}
            placeholder="Not filled in"
            onChange={(event) => change(event.currentTarget.value)}
          />
        ) : (
          <Select
            key={name}
            {...shared}
            data={choices}
            allowDeselect={false}
            onChange={(value) => change(value ?? '')}
          />
        );
      })}
    </Group>
  );
}
