import { JsonInput, NumberInput, Select, Stack, Switch, TagsInput, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';

import { fieldIssue } from '#editing/field-issue.ts';
import type { Draft } from '#editing/use-draft.ts';
import { isBuiltIn, pathOf } from './inferencer-entries.ts';
import type { FormProblems, InferencerForm } from './inferencer-form.ts';

export interface InferencerFieldsProps {
  readonly form: InferencerForm;
  readonly onChange: (change: Partial<InferencerForm>) => void;
  readonly draft: Draft;
  readonly problems: FormProblems;
  /** What counts when the field is empty. */
  readonly baseUrl: string;
}

/** Where it is and what it is asked for. */
export function AddressFields(props: InferencerFieldsProps): ReactNode {
  const { form, onChange, draft, baseUrl } = props;
  const issue = (key: string) => fieldIssue(draft, pathOf(form.name, key))?.text;
  return (
    <Stack gap="sm">
      <TextInput
        label="base_url"
        description={
          isBuiltIn(form.name)
            ? 'Empty: the address it came with.'
            : 'Up to and without /chat/completions.'
        }
        placeholder={baseUrl}
        value={form.baseUrl}
        onChange={(event) => onChange({ baseUrl: event.currentTarget.value })}
        error={issue('base_url')}
        classNames={{ input: 'mono' }}
        spellCheck={false}
      />
      <Switch
        label="Ask it for its models"
        description="Their names are then listed for your programs. Without this, only those you write below."
        checked={form.discover}
        onChange={(event) => onChange({ discover: event.currentTarget.checked })}
      />
    </Stack>
  );
}

export function MoreFields(props: InferencerFieldsProps): ReactNode {
  const { form, onChange, draft, problems } = props;
  const issue = (key: string) => fieldIssue(draft, pathOf(form.name, key))?.text;
  return (
    <Stack gap="sm">
      <TagsInput
        label="Models to list"
        description="Type a name and press Enter. All others can be used too."
        placeholder="mistral-small-latest"
        value={[...form.models]}
        onChange={(models) => onChange({ models })}
        error={issue('models')}
      />
      <TagsInput
        label="Of the models it names, list only"
        description="Patterns with * and ?."
        placeholder="*-latest"
        value={[...form.modelPatterns]}
        onChange={(modelPatterns) => onChange({ modelPatterns })}
        error={issue('model_patterns')}
      />
      <NumberInput
        label="Longest silence"
        description="Ends a call; 0 means never."
        suffix=" s"
        placeholder="300 s"
        value={form.timeout}
        onChange={(timeout) => onChange({ timeout: String(timeout) })}
        error={issue('timeout')}
        clampBehavior="none"
        hideControls
      />
      <JsonInput
        label="Extra fields of recipe requests"
        description='JSON, such as {"temperature": 0}.'
        value={form.extraBody}
        onChange={(extraBody) => onChange({ extraBody })}
        error={problems.extraBody ?? issue('extra_body')}
        autosize
        minRows={2}
        maxRows={10}
        classNames={{ input: 'mono' }}
      />
      {form.name !== 'ollama' && (
        <Select
          label="Kind"
          data={[
            { value: 'openai', label: 'OpenAI-compatible' },
            { value: 'ollama', label: 'Ollama' },
          ]}
          value={form.type}
          onChange={(type) => onChange({ type: type === 'ollama' ? 'ollama' : 'openai' })}
          allowDeselect={false}
        />
      )}
    </Stack>
  );
}
