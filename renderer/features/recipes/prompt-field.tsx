import { Input, Stack } from '@mantine/core';
import type { ReactNode } from 'react';

import { CodeEditor } from '#components/code/code-editor.tsx';
import { FieldNote } from './field-note.tsx';
import classes from './recipes.module.css';

interface PromptFieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly error: string | undefined;
}

export function PromptField({ value, onChange, error }: PromptFieldProps): ReactNode {
  return (
    <Stack gap={4}>
      <div>
        <Input.Label labelElement="div">System prompt</Input.Label>
        <Input.Description>{'{{name}} is a variable'}</Input.Description>
      </div>
      <div className={classes['prompt']} data-invalid={error !== undefined}>
        <CodeEditor value={value} language="template" label="System prompt" onChange={onChange} />
      </div>
      <FieldNote issue={error === undefined ? undefined : { severity: 'error', text: error }} />
    </Stack>
  );
}
