import { Fieldset, NumberInput, Select, SimpleGrid, Stack } from '@mantine/core';
import type { ReactNode } from 'react';

import type { SettingsFieldsProps } from './settings-fields.tsx';
import { withOther } from './with-other.ts';

const NAMES = [
  { value: 'dotted', label: 'files.read' },
  { value: 'underscore', label: 'files__read, for programs that refuse dots' },
];
const SEARCH = [
  { value: 'off', label: 'Off: programs get every tool' },
  { value: 'auto', label: 'From 60 tools on' },
  { value: 'on', label: 'On: programs get a search and a call' },
];

/** How MCP servers are run, and how their tools are shown to programs. */
export function McpFields({ form, onChange }: SettingsFieldsProps): ReactNode {
  return (
    <Fieldset legend={<strong>MCP</strong>}>
      <Stack gap="sm">
        <Select
          label="Names of tools"
          data={withOther(NAMES, form.toolNames)}
          value={form.toolNames === '' ? null : form.toolNames}
          placeholder="files.read"
          clearable
          onChange={(toolNames) => onChange({ toolNames: toolNames ?? '' })}
        />
        <Select
          label="Tool search"
          description="Models find tools by what they need, instead of reading all of them in each request."
          data={withOther(SEARCH, form.toolSearch)}
          value={form.toolSearch === '' ? null : form.toolSearch}
          placeholder="Off: programs get every tool"
          clearable
          onChange={(toolSearch) => onChange({ toolSearch: toolSearch ?? '' })}
        />
        <Limits form={form} onChange={onChange} />
      </Stack>
    </Fieldset>
  );
}

const LIMITS = [
  ['questionTimeout', 'Questions to you wait', '300', 's'],
  ['maxResult', 'Largest result of a tool', '16', 'MB'],
  ['callTimeout', 'Silence of a tool call', '120', 's'],
  ['connectTimeout', 'Start of a server', '30', 's'],
  ['retryMax', 'Longest pause before a retry', '60', 's'],
] as const;

function Limits({ form, onChange }: SettingsFieldsProps): ReactNode {
  return (
    <SimpleGrid
      type="container"
      cols={{ base: 1, '300px': 2 }}
      spacing="sm"
      style={{ alignItems: 'end' }}
    >
      {LIMITS.map(([name, label, fallback, unit]) => (
        <NumberInput
          key={name}
          label={label}
          suffix={` ${unit}`}
          placeholder={`${fallback} ${unit}`}
          value={form[name]}
          onChange={(value) => onChange({ [name]: String(value) })}
          min={0}
          clampBehavior="none"
          hideControls
        />
      ))}
    </SimpleGrid>
  );
}
