import {
  Fieldset,
  Input,
  MultiSelect,
  SegmentedControl,
  Select,
  Stack,
  Textarea,
  TextInput,
} from '@mantine/core';
import { useId, type ReactNode } from 'react';

import { revealHidden } from '#components/plain-text.tsx';
import { describeBounds } from './describe-bounds.ts';
import { chosenOf, pathOf, type FormValues } from './read-arguments.ts';
import type {
  ChoiceField,
  Field,
  GroupField,
  ManyField,
  SwitchField,
  TextFormat,
} from './schema-form.ts';

interface FormPart {
  readonly values: FormValues;
  readonly problems: ReadonlyMap<string, string>;
  readonly onChange: (path: string, text: string) => void;
}

interface FieldsProps extends FormPart {
  readonly fields: readonly Field[];
  /** Path of the group they are in. */
  readonly parent: string;
  /** In a dialog, the focus begins in the first field. */
  readonly focusFirst?: boolean;
}

export function Fields({ fields, parent, focusFirst = false, ...form }: FieldsProps): ReactNode {
  return (
    <Stack gap="sm">
      {fields.map((field, at) => (
        <FieldInput
          key={field.name}
          field={field}
          path={pathOf(parent, field.name)}
          focused={focusFirst && at === 0}
          {...form}
        />
      ))}
    </Stack>
  );
}

interface FieldInputProps<F = Field> extends FormPart {
  readonly field: F;
  readonly path: string;
  readonly focused: boolean;
}

function FieldInput(props: FieldInputProps): ReactNode {
  const { field, path, values, problems, onChange } = props;
  if (field.kind === 'group') return <GroupInput {...props} field={field} />;
  if (field.kind === 'switch') return <SwitchInput {...props} field={field} />;
  if (field.kind === 'choice') return <ChoiceInput {...props} field={field} />;
  if (field.kind === 'many') return <ManyInput {...props} field={field} />;
  const shared = {
    ...frameOf(field),
    'data-autofocus': props.focused || undefined,
    error: problems.get(path),
    value: values.get(path) ?? '',
    onChange: (event: { currentTarget: { value: string } }) =>
      onChange(path, event.currentTarget.value),
  };
  switch (field.kind) {
    case 'number':
      return <TextInput {...shared} inputMode={field.integer ? 'numeric' : 'decimal'} maw={240} />;
    case 'text':
      return field.long ? (
        <Textarea {...shared} autosize minRows={3} maxRows={10} />
      ) : (
        <TextInput {...shared} {...INPUTS[field.format ?? 'plain']} />
      );
    case 'lines':
      return <Textarea {...shared} placeholder="One a line" autosize minRows={2} maxRows={10} />;
    case 'json':
      return (
        <Textarea
          {...shared}
          placeholder="JSON"
          classNames={{ input: 'mono' }}
          autosize
          minRows={2}
          maxRows={12}
        />
      );
  }
}

/** The browser helps where it can. */
const INPUTS: Readonly<Record<TextFormat | 'plain', object>> = {
  plain: {},
  email: { type: 'email', maw: 360 },
  uri: { type: 'url', placeholder: 'https://' },
  date: { type: 'date', maw: 240 },
  'date-time': { type: 'datetime-local', step: 1, maw: 280 },
};

/** Label and description are a server's words. */
function frameOf(field: Field) {
  const { label, description, required } = field;
  const text = revealHidden(description);
  const bounds = describeBounds(field);
  // A sentence may lack its end, and another one follows.
  const gap = text === '' || bounds === '' ? '' : /[.!?:]\s*$/.test(text) ? ' ' : '. ';
  const words = `${text}${gap}${bounds}`;
  return {
    label: <span className="breaks">{revealHidden(label)}</span>,
    required,
    ...(words !== '' && { description: <span className="breaks">{words}</span> }),
  };
}

function GroupInput({ field, path, focused, ...form }: FieldInputProps<GroupField>): ReactNode {
  const legend = `${revealHidden(field.label)}${field.required ? ' *' : ''}`;
  return (
    <Fieldset legend={legend}>
      {field.description !== '' && (
        <Input.Description pb="xs">{revealHidden(field.description)}</Input.Description>
      )}
      <Fields fields={field.fields} parent={path} focusFirst={focused} {...form} />
    </Fieldset>
  );
}

/** Yes, no, and for what is not needed also neither. */
function SwitchInput({
  field,
  path,
  values,
  problems,
  onChange,
}: FieldInputProps<SwitchField>): ReactNode {
  const label = useId();
  const choices = [
    ...(field.required ? [] : [{ value: '', label: 'Not set' }]),
    { value: 'true', label: 'Yes' },
    { value: 'false', label: 'No' },
  ];
  const { description } = frameOf(field);
  return (
    <Input.Wrapper
      label={<span className="breaks">{revealHidden(field.label)}</span>}
      labelElement="div"
      labelProps={{ id: label }}
      required={field.required}
      error={problems.get(path)}
      {...(description !== undefined && { description })}
    >
      <SegmentedControl
        mt={4}
        display="flex"
        w="fit-content"
        size="xs"
        aria-labelledby={label}
        data={choices}
        value={values.get(path) ?? ''}
        onChange={(value) => onChange(path, value)}
      />
    </Input.Wrapper>
  );
}

function ChoiceInput({
  field,
  path,
  values,
  problems,
  onChange,
  focused,
}: FieldInputProps<ChoiceField>): ReactNode {
  return (
    <Select
      {...frameOf(field)}
      data-autofocus={focused || undefined}
      error={problems.get(path)}
      searchable={field.options.length > 8}
      clearable={!field.required}
      maw={360}
      data={field.options.map(({ value, label }) => ({ value, label: revealHidden(label) }))}
      value={values.get(path) ?? null}
      onChange={(value) => onChange(path, value ?? '')}
    />
  );
}

function ManyInput({
  field,
  path,
  values,
  problems,
  onChange,
  focused,
}: FieldInputProps<ManyField>): ReactNode {
  return (
    <MultiSelect
      {...frameOf(field)}
      data-autofocus={focused || undefined}
      error={problems.get(path)}
      searchable={field.options.length > 8}
      clearable
      {...(field.max !== undefined && { maxValues: field.max })}
      data={field.options.map(({ value, label }) => ({ value, label: revealHidden(label) }))}
      value={[...chosenOf(values.get(path) ?? '')]}
      onChange={(chosen) => onChange(path, chosen.join('\n'))}
    />
  );
}
