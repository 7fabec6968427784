import { Button, Group, SegmentedControl, Stack, Text, Textarea } from '@mantine/core';
import { Play } from 'lucide-react';
import { useMemo, useState, type FormEvent, type ReactNode } from 'react';

import { Fields } from '#schema-form/field-input.tsx';
import {
  presetValues,
  readArguments,
  readObject,
  type FormValues,
} from '#schema-form/read-arguments.ts';
import { toFields, type Field } from '#schema-form/schema-form.ts';
import { CopyAs } from './copy-as.tsx';
import { toolForms, type ToolCall } from './tool-snippets.ts';

interface ToolFormProps {
  readonly name: string;
  readonly schema: Readonly<Record<string, unknown>>;
  readonly running: boolean;
  readonly onRun: (args: Readonly<Record<string, unknown>>) => void;
}

const NO_PROBLEMS: ReadonlyMap<string, string> = new Map();

/** The arguments of a tool, as a form or as JSON. */
export function ToolForm({ name, schema, running, onRun }: ToolFormProps): ReactNode {
  const fields = useMemo(() => toFields(schema), [schema]);
  const [asJson, setAsJson] = useState(fields === undefined);
  const [values, setValues] = useState<FormValues>(() => presetValues(fields ?? []));
  const [text, setText] = useState('');
  const [problems, setProblems] = useState(NO_PROBLEMS);

  const read = () => {
    const found = asJson ? readObject(text) : readArguments(fields ?? [], values);
    setProblems(found.ok ? NO_PROBLEMS : found.problems);
    return found;
  };
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = event.currentTarget;
    if (running) return;
    const found = read();
    if (found.ok) onRun(found.value);
    else requestAnimationFrame(() => focusFirstProblem(form));
  };
  const toCall = (): ToolCall | undefined => {
    const found = read();
    return found.ok ? { name, args: found.value } : undefined;
  };
  const change = (path: string, value: string): void => {
    setValues(new Map(values).set(path, value));
    setProblems(NO_PROBLEMS);
  };
  /** What was filled in goes along, where it can be read. */
  const show = (json: boolean): void => {
    const filled = readArguments(fields ?? [], values);
    if (json && text === '' && filled.ok) setText(JSON.stringify(filled.value, null, 2));
    setAsJson(json);
    setProblems(NO_PROBLEMS);
  };

  return (
    // The browser's own checks would say the same in other words.
    <form onSubmit={submit} noValidate aria-label="Arguments">
      <Stack gap="sm">
        {fields !== undefined && fields.length > 0 && (
          <SegmentedControl
            size="xs"
            aria-label="Write the arguments as"
            style={{ alignSelf: 'flex-start' }}
            value={asJson ? 'json' : 'form'}
            onChange={(value) => show(value === 'json')}
            data={[
              { value: 'form', label: 'Form' },
              { value: 'json', label: 'JSON' },
            ]}
          />
        )}
        {asJson ? (
          <Textarea
            label="Arguments as JSON"
            classNames={{ input: 'mono' }}
            autosize
            minRows={4}
            maxRows={16}
            value={text}
            placeholder="{}"
            error={problems.get('')}
            onChange={(event) => setText(event.currentTarget.value)}
          />
        ) : (
          <FormFields fields={fields ?? []} values={values} problems={problems} onChange={change} />
        )}
        <Group gap="sm">
          <Button type="submit" leftSection={<Play size={14} aria-hidden />} disabled={running}>
            {running ? 'Running' : 'Run the tool'}
          </Button>
          <CopyAs forms={toolForms(toCall)} />
          {problems.size > 0 && (
            <Text size="sm" c="var(--state-bad)" role="alert">
              {problems.size === 1 ? 'One argument is' : `${problems.size} arguments are`} not right
              yet.
            </Text>
          )}
        </Group>
      </Stack>
    </form>
  );
}

function focusFirstProblem(form: HTMLFormElement): void {
  form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
}

interface FormFieldsProps {
  readonly fields: readonly Field[];
  readonly values: FormValues;
  readonly problems: ReadonlyMap<string, string>;
  readonly onChange: (path: string, value: string) => void;
}

function FormFields({ fields, ...form }: FormFieldsProps): ReactNode {
  if (fields.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        This tool takes no arguments.
      </Text>
    );
  }
  return <Fields fields={fields} parent="" {...form} />;
}
