import {
  Autocomplete,
  Fieldset,
  NumberInput,
  Select,
  SimpleGrid,
  Stack,
  Text,
} from '@mantine/core';
import type { ReactNode } from 'react';

import { AUTO_MODEL } from '#contract/config.ts';
import { useModels } from '#client/use-models.ts';
import { revealHidden } from '#components/plain-text.tsx';
import type { SettingsFieldsProps } from './settings-fields.tsx';
import { withOther } from './with-other.ts';

const POLICIES = [
  { value: 'ask', label: 'Ask me each time' },
  { value: 'allow', label: 'Let them' },
  { value: 'deny', label: 'Never' },
];
const SHOWN = 200;

/** What MCP servers get when they ask for a model and the calling program lends none. */
export function ModelRequestsFields({ form, onChange }: SettingsFieldsProps): ReactNode {
  const ids = useModels() ?? [];
  // Recipes are for people; a server brings its own instructions.
  const models = ids.filter((id) => id !== AUTO_MODEL && !id.startsWith('woollama/'));
  return (
    <Fieldset legend={<strong>When servers ask for a model</strong>}>
      <Stack gap="sm">
        <Text size="xs" c="dimmed">
          The calling program is asked first. This counts where it has no model to lend; each server
          may differ in its own entry.
        </Text>
        <Select
          label="They may use one of yours"
          data={withOther(POLICIES, form.samplingPolicy)}
          value={form.samplingPolicy === '' ? null : form.samplingPolicy}
          placeholder="Ask me each time"
          clearable
          onChange={(samplingPolicy) => onChange({ samplingPolicy: samplingPolicy ?? '' })}
        />
        <Autocomplete
          label="Model that answers"
          placeholder={AUTO_MODEL}
          data={[AUTO_MODEL, ...models.toSorted()]}
          limit={SHOWN}
          maxDropdownHeight={220}
          value={form.samplingModel}
          onChange={(samplingModel) => onChange({ samplingModel })}
          renderOption={({ option }) => (
            <Text size="sm" dir="ltr" className="breaks">
              {revealHidden(option.value)}
            </Text>
          )}
        />
        <SimpleGrid
          type="container"
          cols={{ base: 1, '300px': 2 }}
          spacing="sm"
          style={{ alignItems: 'end' }}
        >
          <NumberInput
            label="Longest answer, in tokens"
            placeholder="4096"
            value={form.samplingTokens}
            onChange={(value) => onChange({ samplingTokens: String(value) })}
            min={1}
            allowDecimal={false}
            clampBehavior="none"
            hideControls
          />
          <NumberInput
            label="Times an hour, for each server"
            placeholder="60"
            value={form.samplingPerHour}
            onChange={(value) => onChange({ samplingPerHour: String(value) })}
            min={0}
            allowDecimal={false}
            clampBehavior="none"
            hideControls
          />
        </SimpleGrid>
      </Stack>
    </Fieldset>
  );
}
