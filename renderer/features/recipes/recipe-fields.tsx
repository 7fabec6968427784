import { Checkbox, SimpleGrid, TextInput } from '@mantine/core';
import { useEffect, useEffectEvent, useRef, type ReactNode } from 'react';

import { fieldIssue } from '#editing/field-issue.ts';
import type { Draft } from '#editing/use-draft.ts';
import type { FormDraft } from '#editing/use-form-draft.ts';
import type { FormProblems } from './form-problems.ts';
import { ModelPicker } from './model-picker.tsx';
import { ParamFields } from './param-fields.tsx';
import { PromptField } from './prompt-field.tsx';
import type { RecipeForm } from './recipe-form-model.ts';
import { Section } from './recipe-section.tsx';
import { ToolPicker } from './tool-picker.tsx';
import { VariableList } from './variable-list.tsx';

interface RecipeFieldsProps {
  readonly draft: Draft;
  readonly isNew: boolean;
  readonly fields: FormDraft<RecipeForm>;
  readonly problems: FormProblems;
}

export function RecipeFields({ draft, isNew, fields, problems }: RecipeFieldsProps): ReactNode {
  const nameInput = useRef<HTMLInputElement>(null);
  const begin = useEffectEvent(() => {
    if (isNew) nameInput.current?.select();
  });
  useEffect(() => begin(), []);
  const { form, change } = fields;
  const name = form.name.trim() || fields.base.name;
  const issueOf = (...path: string[]) => fieldIssue(draft, ['recipes', name, ...path]);
  const errorOf = (key: string) => {
    const issue = issueOf(key);
    return issue?.severity === 'error' ? issue.text : undefined;
  };
  return (
    <>
      <TextInput
        label="Name"
        description={`Programs ask for woollama/${name}`}
        value={form.name}
        onChange={(event) => change({ name: event.currentTarget.value })}
        error={problems.name}
        ref={nameInput}
      />
      <TextInput
        label="Description"
        description="One line for people"
        value={form.description}
        onChange={(event) => change({ description: event.currentTarget.value })}
        error={errorOf('description')}
      />
      <ModelPicker
        value={form.inferencer}
        onChange={(inferencer) => change({ inferencer })}
        issue={issueOf('inferencer')}
      />
      <PromptField
        value={form.system}
        onChange={(system) => change({ system })}
        error={errorOf('system')}
      />
      <VariableList
        prompt={form.system}
        variables={form.variables}
        onChange={(variables) => change({ variables })}
        issueOf={(variable) => issueOf('variables', variable)}
      />
      <ToolPicker
        allowed={form.tools}
        onChange={(tools) => change({ tools })}
        issue={issueOf('tools')}
      />
      <Section title="Sampling">
        <ParamFields form={form} problems={problems} onChange={change} issue={issueOf('params')} />
      </Section>
      <Section title="Limits">
        <SimpleGrid cols={2} spacing="xs">
          <TextInput
            label="Most turns"
            description="Rounds of tool calls"
            placeholder="8"
            inputMode="numeric"
            value={form.maxTurns}
            onChange={(event) => change({ maxTurns: event.currentTarget.value })}
            error={problems.maxTurns ?? errorOf('max_turns')}
          />
          <TextInput
            label="Time-out"
            description="Seconds in all"
            placeholder="none"
            inputMode="decimal"
            value={form.timeout}
            onChange={(event) => change({ timeout: event.currentTarget.value })}
            error={problems.timeout ?? errorOf('timeout')}
          />
        </SimpleGrid>
        <Checkbox
          label="The model takes images"
          description="Pictures from tools are shown to it"
          checked={form.vision}
          onChange={(event) => change({ vision: event.currentTarget.checked })}
        />
      </Section>
    </>
  );
}
