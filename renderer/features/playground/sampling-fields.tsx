import { Group, NumberInput } from '@mantine/core';
import type { ReactNode } from 'react';

import type { Sampling } from './chat-request.ts';

interface SamplingFieldsProps {
  readonly sampling: Sampling;
  readonly onChange: (sampling: Sampling) => void;
}

/** What is left empty is up to the recipe or the model. */
export function SamplingFields({ sampling, onChange }: SamplingFieldsProps): ReactNode {
  return (
    <Group gap="sm" align="flex-start">
      <NumberInput
        label="Temperature"
        size="xs"
        w={120}
        placeholder="As configured"
        min={0}
        max={2}
        step={0.1}
        value={sampling.temperature}
        onChange={(value) => onChange({ ...sampling, temperature: String(value) })}
      />
      <NumberInput
        label="Most tokens"
        size="xs"
        w={120}
        placeholder="As configured"
        min={1}
        allowDecimal={false}
        value={sampling.maxTokens}
        onChange={(value) => onChange({ ...sampling, maxTokens: String(value) })}
      />
    </Group>
  );
}
