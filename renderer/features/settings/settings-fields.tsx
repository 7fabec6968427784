import { NumberInput, Select, Stack, Switch, TextInput } from '@mantine/core';
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
