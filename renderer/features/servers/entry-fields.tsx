import { Collapse, Group, SegmentedControl, Stack, TextInput, UnstyledButton } from '@mantine/core';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { useState, type ReactNode } from 'react';

import { ArgumentsField } from './arguments-field.tsx';
import type { EntryFieldsProps, PartProps } from './entry-fields-props.ts';
import type { EntryForm } from './entry-form-model.ts';
import { MoreFields } from './more-fields.tsx';
import { PairsField } from './pairs-field.tsx';

/** All of an entry; the seldom things are folded away. */
export function EntryFields(props: EntryFieldsProps): ReactNode {
  const { form, onForm, problems } = props;
  const set = (change: Partial<EntryForm>): void => onForm({ ...form, ...change });
  return (
    <Stack gap="sm">
      <Group align="flex-end" gap="sm">
        <TextInput
          style={{ flex: '1 1 180px' }}
          label="Name"
          placeholder="files"
          data-autofocus
          value={form.name}
          onChange={(event) => set({ name: event.currentTarget.value })}
          error={problems.name}
        />
        <SegmentedControl
          size="xs"
          aria-label="Kind of server"
          value={form.kind}
          onChange={(kind) => set({ kind: kind === 'url' ? 'url' : 'command' })}
          data={[
            { value: 'command', label: 'A program here' },
            { value: 'url', label: 'An address' },
          ]}
        />
      </Group>
      {form.kind === 'command' ? (
        <CommandFields {...props} set={set} />
      ) : (
        <AddressFields {...props} set={set} />
      )}
      <More {...props} set={set} />
    </Stack>
  );
}

function CommandFields(props: PartProps): ReactNode {
  const { form, set, problems } = props;
  return (
    <>
      <TextInput
        label="Command"
        placeholder="npx"
        classNames={{ input: 'mono' }}
        spellCheck={false}
        value={form.command}
        onChange={(event) => set({ command: event.currentTarget.value })}
        error={problems.command}
      />
      <ArgumentsField form={form} set={set} />
      <PairsField
        {...props}
        label="Variables"
        noun="variable"
        pairs={form.env}
        onPairs={(env) => set({ env })}
        problem={problems.env}
      />
    </>
  );
}

function AddressFields(props: PartProps): ReactNode {
  const { form, set, problems } = props;
  return (
    <>
      <TextInput
        label="Address"
        placeholder="https://mcp.example.com/mcp"
        classNames={{ input: 'mono' }}
        spellCheck={false}
        value={form.url}
        onChange={(event) => set({ url: event.currentTarget.value })}
        error={problems.url}
      />
      <PairsField
        {...props}
        label="Headers"
        noun="header"
        pairs={form.headers}
        onPairs={(headers) => set({ headers })}
        problem={problems.headers}
      />
    </>
  );
}

function More(props: PartProps): ReactNode {
  const { form, problems } = props;
  const isUsed =
    form.deny !== '' ||
    form.allow !== undefined ||
    form.cwd !== '' ||
    form.sampling !== '' ||
    !form.roots;
  const [isOpen, setIsOpen] = useState(isUsed || problems.timeout !== undefined);
  const Chevron = isOpen ? ChevronDown : ChevronRight;
  return (
    <div>
      <UnstyledButton
        fz="sm"
        fw={500}
        aria-expanded={isOpen}
        onClick={() => setIsOpen(!isOpen)}
        style={{ display: 'flex', alignItems: 'center', gap: 4 }}
      >
        <Chevron size={13} aria-hidden />
        Tools, time-out, folder and more
      </UnstyledButton>
      <Collapse expanded={isOpen} mt="xs">
        <MoreFields {...props} />
      </Collapse>
    </div>
  );
}
