import { ActionIcon, Group, TagsInput, Text, TextInput, Tooltip } from '@mantine/core';
import { Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';

import { revealHidden } from '#components/plain-text.tsx';
import type { FieldIssue } from '#editing/field-issue.ts';
import { FieldNote } from './field-note.tsx';
import { Section } from './recipe-section.tsx';
import classes from './recipes.module.css';
import {
  variableRows,
  variableWarning,
  withVariable,
  type VariableForm,
  type VariableRow,
} from './variables-model.ts';

interface VariableListProps {
  readonly prompt: string;
  readonly variables: readonly VariableForm[];
  readonly onChange: (variables: readonly VariableForm[]) => void;
  readonly issueOf: (variable: string) => FieldIssue | undefined;
}

/** Nothing, as long as the prompt has no variables. */
export function VariableList(props: VariableListProps): ReactNode {
  const { prompt, variables, onChange, issueOf } = props;
  const rows = variableRows(prompt, variables);
  if (rows.length === 0) return null;
  return (
    <Section
      title="Variables"
      note="Programs that know prompts fill them in; others get the default."
    >
      {rows.map((row) => (
        <VariableCard
          key={row.name}
          row={row}
          issue={issueOf(row.name)}
          onChange={(changed) => onChange(withVariable(variables, changed))}
          onRemove={() => onChange(variables.filter(({ name }) => name !== row.name))}
        />
      ))}
    </Section>
  );
}

interface VariableCardProps {
  readonly row: VariableRow;
  readonly issue: FieldIssue | undefined;
  readonly onChange: (changed: VariableForm) => void;
  readonly onRemove: () => void;
}

function VariableCard({ row, issue, onChange, onRemove }: VariableCardProps): ReactNode {
  const { isUsed, ...variable } = row;
  const name = revealHidden(row.name);
  const warning = variableWarning(row);
  const note: FieldIssue | undefined =
    issue ?? (warning === undefined ? undefined : { severity: 'warning', text: warning });
  return (
    <div className={classes['variable']} role="group" aria-label={`Variable ${name}`}>
      <Group justify="space-between" className={classes['whole'] ?? ''} wrap="nowrap" mih={26}>
        <Text size="xs" className="mono breaks" fw={600}>{`{{${name}}}`}</Text>
        {!isUsed && (
          <Tooltip label="Forget this variable">
            <ActionIcon color="gray" onClick={onRemove} aria-label={`Forget ${name}`}>
              <Trash2 size={14} aria-hidden />
            </ActionIcon>
          </Tooltip>
        )}
      </Group>
      <TextInput
        size="xs"
        label="Default"
        placeholder="none"
        value={row.preset ?? ''}
        onChange={(event) =>
          onChange({ ...variable, preset: event.currentTarget.value || undefined })
        }
      />
      <TagsInput
        size="xs"
        label="Choices"
        placeholder={row.choices.length === 0 ? 'anything' : ''}
        value={[...row.choices]}
        onChange={(choices) => onChange({ ...variable, choices })}
      />
      <TextInput
        size="xs"
        label="Description"
        className={classes['whole'] ?? ''}
        value={row.description}
        onChange={(event) => onChange({ ...variable, description: event.currentTarget.value })}
      />
      {note !== undefined && (
        <div className={classes['whole']}>
          <FieldNote issue={note} />
        </div>
      )}
    </div>
  );
}
