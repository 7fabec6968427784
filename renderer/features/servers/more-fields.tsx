import { Checkbox, Select, Stack, Switch, Text, Textarea, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';

import type { PartProps } from './entry-fields-props.ts';

const TYPES = [
  { value: '', label: 'Found out by itself' },
  { value: 'http', label: 'Streamable HTTP' },
  { value: 'sse', label: 'SSE (older servers)' },
];
const SAMPLING = [
  { value: '', label: 'As the settings say' },
  { value: 'allow', label: 'It may use one' },
  { value: 'ask', label: 'Ask me each time' },
  { value: 'deny', label: 'Never' },
];
const PREFIXES = [
  { value: 'name', label: 'The name of the server' },
  { value: 'own', label: 'Another word' },
  { value: 'none', label: 'Nothing' },
];

export function MoreFields(props: PartProps): ReactNode {
  const { form, set, problems } = props;
  return (
    <Stack gap="sm">
      {form.kind === 'command' && (
        <TextInput
          label="Folder it is started in"
          placeholder="/home/me"
          classNames={{ input: 'mono' }}
          spellCheck={false}
          value={form.cwd}
          onChange={(event) => set({ cwd: event.currentTarget.value })}
        />
      )}
      {form.kind === 'url' && (
        <Select
          label="Transport"
          data={withOther(TYPES, form.type)}
          value={form.type}
          allowDeselect={false}
          onChange={(type) => set({ type: type ?? '' })}
        />
      )}
      <TextInput
        label="Longest silence of a call, in seconds"
        placeholder="120"
        description="0 means no limit."
        inputMode="numeric"
        value={form.timeout}
        onChange={(event) => set({ timeout: event.currentTarget.value })}
        error={problems.timeout}
      />
      <PrefixFields {...props} />
      <AskingFields {...props} />
      <PatternFields {...props} />
    </Stack>
  );
}

interface Choice {
  readonly value: string;
  readonly label: string;
}

/** The file may say something that needs no choice here. */
function withOther(choices: readonly Choice[], value: string): Choice[] {
  const isKnown = choices.some((choice) => choice.value === value);
  return isKnown ? [...choices] : [...choices, { value, label: value }];
}

/** What it may ask back in the middle of a call. */
function AskingFields({ form, set }: PartProps): ReactNode {
  return (
    <>
      <Select
        label="When it asks for a model"
        description="Only where the calling program has none to lend."
        data={withOther(SAMPLING, form.sampling)}
        value={form.sampling}
        allowDeselect={false}
        onChange={(sampling) => set({ sampling: sampling ?? '' })}
      />
      <Switch
        label="Tell it the folders that programs work in"
        checked={form.roots}
        onChange={(event) => set({ roots: event.currentTarget.checked })}
      />
    </>
  );
}

function PrefixFields({ form, set }: PartProps): ReactNode {
  return (
    <>
      <Select
        label="Before the names of its tools"
        data={PREFIXES}
        value={form.prefix}
        allowDeselect={false}
        onChange={(next) => set({ prefix: next === 'own' || next === 'none' ? next : 'name' })}
      />
      {form.prefix === 'own' && (
        <TextInput
          label="Word before the names of its tools"
          value={form.ownPrefix}
          onChange={(event) => set({ ownPrefix: event.currentTarget.value })}
        />
      )}
    </>
  );
}

function PatternFields({ form, set }: PartProps): ReactNode {
  return (
    <div>
      <Text size="xs" c="dimmed">
        Names of tools, one on each line. * stands for any letters, ? for one, [ab] for one of them:
        read_* fits read_file. What is denied stays off, whatever is allowed.
      </Text>
      <Checkbox
        mt={8}
        label="Allow only some tools"
        checked={form.allow !== undefined}
        onChange={(event) => set({ allow: event.currentTarget.checked ? '' : undefined })}
      />
      {form.allow !== undefined && (
        <Textarea
          mt={6}
          aria-label="Allowed tools"
          description={form.allow.trim() === '' ? 'An empty list allows none.' : undefined}
          value={form.allow}
          onChange={(event) => set({ allow: event.currentTarget.value })}
          autosize
          minRows={2}
          maxRows={6}
          spellCheck={false}
          classNames={{ input: 'mono' }}
        />
      )}
      <Textarea
        mt={8}
        label="Denied tools"
        placeholder="delete_*"
        value={form.deny}
        onChange={(event) => set({ deny: event.currentTarget.value })}
        autosize
        minRows={2}
        maxRows={6}
        spellCheck={false}
        classNames={{ input: 'mono' }}
      />
    </div>
  );
}
