import { Autocomplete, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';

import { AUTO_MODEL } from '#contract/config.ts';
import { describeAuto } from '#client/describe-auto.ts';
import { useRouterQuery } from '#client/queries.ts';
import { revealHidden } from '#components/plain-text.tsx';
import type { FieldIssue } from '#editing/field-issue.ts';
import { FieldNote } from './field-note.tsx';
import { groupModels, modelWarning } from './model-choices.ts';
import { useModels } from '#client/use-models.ts';

const SHOWN = 200;

interface ModelPickerProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly issue: FieldIssue | undefined;
}

/** Any text may be typed: a model may come later. */
export function ModelPicker({ value, onChange, issue }: ModelPickerProps): ReactNode {
  const ids = useModels();
  const { data: status } = useRouterQuery('status.get', {});
  const auto = status && `now ${describeAuto(status.auto.model)}`;
  const warning = ids && modelWarning(value, ids);
  return (
    <Stack gap={4}>
      <Autocomplete
        label="Inferencer and model"
        description={
          value === AUTO_MODEL && auto !== undefined
            ? `${AUTO_MODEL} is a model of Ollama, or the demo: ${revealHidden(auto)}`
            : 'Such as ollama/qwen3:8b'
        }
        value={value}
        onChange={onChange}
        data={groupModels(ids ?? []).map(({ group, items }) => ({ group, items: [...items] }))}
        limit={SHOWN}
        maxDropdownHeight={300}
        renderOption={({ option }) => (
          <Text size="sm" dir="ltr" className="breaks">
            {revealHidden(option.value)}
            {option.value === AUTO_MODEL && auto !== undefined && (
              <Text span size="xs" c="dimmed" ml={8}>
                {revealHidden(auto)}
              </Text>
            )}
          </Text>
        )}
        error={issue?.severity === 'error' ? issue.text : undefined}
      />
      {issue?.severity !== 'error' && <FieldNote issue={issue ?? toWarning(warning)} />}
    </Stack>
  );
}

function toWarning(text: string | undefined): FieldIssue | undefined {
  return text === undefined ? undefined : { severity: 'warning', text };
}
