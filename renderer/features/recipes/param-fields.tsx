import { SimpleGrid, Textarea, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';

import type { FieldIssue } from '#editing/field-issue.ts';
import { FieldNote } from './field-note.tsx';
import type { ParamsForm } from './params-model.ts';

interface ParamFieldsProps {
  readonly form: ParamsForm;
  readonly problems: Partial<Record<keyof ParamsForm, string>>;
  readonly onChange: (fields: Partial<ParamsForm>) => void;
  readonly issue: FieldIssue | undefined;
}

const NUMBERS = [
  { field: 'temperature', label: 'Temperature' },
  { field: 'topP', label: 'Top p' },
  { field: 'maxTokens', label: 'Most tokens' },
] as const;

export function ParamFields({ form, problems, onChange, issue }: ParamFieldsProps): ReactNode {
  return (
    <>
      <SimpleGrid cols={3} spacing="xs" style={{ alignItems: 'end' }}>
        {NUMBERS.map(({ field, label }) => (
          <TextInput
            key={field}
            label={label}
            placeholder="default"
            inputMode="decimal"
            value={form[field]}
            onChange={(event) => onChange({ [field]: event.currentTarget.value })}
            error={problems[field]}
          />
        ))}
      </SimpleGrid>
      <Textarea
        label="Other parameters"
        description="A JSON object; sent with every request to the model"
        placeholder='{"seed": 7}'
        autosize
        minRows={1}
        maxRows={8}
        classNames={{ input: 'mono' }}
        value={form.otherParams}
        onChange={(event) => onChange({ otherParams: event.currentTarget.value })}
        error={problems.otherParams}
      />
      <FieldNote issue={issue} />
    </>
  );
}
