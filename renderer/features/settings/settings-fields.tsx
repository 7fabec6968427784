import { NumberInput, Select, SimpleGrid, Stack, Switch, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';

import type { SettingsForm } from './settings-form.ts';

export interface SettingsFieldsProps {
  readonly form: SettingsForm;
  readonly onChange: (change: Partial<SettingsForm>) => void;
}

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];

export function SettingsFields({ form, onChange }: SettingsFieldsProps): ReactNode {
  return (
    <Stack gap="sm">
      <NumberInput
        label="Port"
        description="Empty: chosen once and remembered, so that an address you pasted keeps working."
        placeholder="chosen once"
        value={form.port}
        onChange={(port) => onChange({ port: String(port) })}
        min={0}
        max={65_535}
        allowDecimal={false}
        clampBehavior="none"
        hideControls
      />
      <Switch
        label="Demo inferencer"
        description="Answers without any key or model, and calls tools for real."
        checked={form.demo}
        onChange={(event) => onChange({ demo: event.currentTarget.checked })}
      />
      <TextInput
        label="Address of Ollama"
        placeholder="http://localhost:11434"
        value={form.ollamaUrl}
        onChange={(event) => onChange({ ollamaUrl: event.currentTarget.value })}
      />
      <ServerLimits form={form} onChange={onChange} />
      <Select
        label="Log level"
        data={LOG_LEVELS}
        value={form.logLevel === '' ? null : form.logLevel}
        placeholder="info"
        clearable
        onChange={(logLevel) => onChange({ logLevel: logLevel ?? '' })}
      />
    </Stack>
  );
}

function ServerLimits({ form, onChange }: SettingsFieldsProps): ReactNode {
  const limits = [
    ['callTimeout', 'Silence of a tool call', '120'],
    ['connectTimeout', 'Start of a server', '30'],
    ['retryMax', 'Longest pause before a retry', '60'],
  ] as const;
  return (
    <SimpleGrid cols={{ base: 1, md: 3 }} spacing="sm" style={{ alignItems: 'end' }}>
      {limits.map(([name, label, fallback]) => (
        <NumberInput
          key={name}
          label={label}
          suffix=" s"
          placeholder={`${fallback} s`}
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
