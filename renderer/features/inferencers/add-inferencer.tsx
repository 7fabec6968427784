import { Stack, Text, TextInput, UnstyledButton } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState, type ReactNode } from 'react';

import { useRouterQuery } from '#client/queries.ts';
import { Failure } from '#components/failure.tsx';
import { Page } from '#components/page.tsx';
import { DraftPanel } from '#editing/draft-panel.tsx';
import { EditorLayout } from '#editing/editor-layout.tsx';
import { FormSide } from '#editing/form-side.tsx';
import { BUILT_IN_INFERENCERS } from '#contract/names.ts';
import { entriesOf, variableFor } from './inferencer-entries.ts';
import { AddressFields, MoreFields } from './inferencer-fields.tsx';
import classes from './inferencers.module.css';
import { KeySourceField } from './key-source-field.tsx';
import { freeName, PRESETS, type Preset } from './presets.ts';
import { useInferencerDraft, type InferencerDraft } from './use-inferencer-draft.ts';

/** A new entry from a preset; the built-in ones need none and lead to their key. */
export function AddInferencer(): ReactNode {
  const navigate = useNavigate();
  const { data: document } = useRouterQuery('config.read', { file: 'inferencers.toml' });
  const taken = [...BUILT_IN_INFERENCERS, ...entriesOf(document).keys()];
  const edited = useInferencerDraft({ name: '', taken });
  const { draft, view, setView, fields } = edited;
  const [preset, setPreset] = useState<string>();
  const close = (): void => {
    const open = fields?.form.name ?? '';
    void navigate({ to: '/inferencers', search: draft.isUnsaved() || open === '' ? {} : { open } });
  };
  return (
    <Page title="Add an inferencer" hint="Choose one, then look at what will be written." fill>
      <EditorLayout
        label="Add an inferencer"
        form={
          <FormSide draft={draft} view={view} onView={setView}>
            <Stack gap="sm">
              <PresetButtons edited={edited} taken={taken} chosen={preset} onChoose={setPreset} />
              {preset !== undefined && <NewFields key={preset} edited={edited} />}
            </Stack>
          </FormSide>
        }
        panel={<DraftPanel draft={draft} view={view} onView={setView} onClose={close} />}
      />
    </Page>
  );
}

interface PresetButtonsProps {
  readonly edited: InferencerDraft;
  readonly taken: readonly string[];
  readonly chosen: string | undefined;
  readonly onChoose: (id: string) => void;
}

function PresetButtons({ edited, taken, chosen, onChoose }: PresetButtonsProps): ReactNode {
  const navigate = useNavigate();
  const { fields } = edited;
  const choose = ({ id, entry }: Preset): void => {
    if (fields === undefined) return;
    if (entry === undefined) {
      void navigate({ to: '/inferencers', search: { open: id } });
      return;
    }
    onChoose(id);
    const name = freeName(entry.name, taken);
    fields.change({
      name,
      baseUrl: entry.baseUrl,
      discover: entry.discover,
      keySource: entry.needsKey ? 'kept' : 'none',
      variable: entry.needsKey ? variableFor(name) : '',
    });
  };
  return (
    <div className={classes['presets']} role="group" aria-label="Presets">
      {PRESETS.map((preset) => (
        <UnstyledButton
          key={preset.id}
          className={classes['preset'] ?? ''}
          // Until the file was read, nothing can be put into the fields.
          disabled={fields === undefined}
          onClick={() => choose(preset)}
          {...(preset.entry && { 'aria-pressed': preset.id === chosen })}
        >
          <Text size="sm" fw={600}>
            {preset.title}
          </Text>
          <Text size="xs" c="dimmed">
            {preset.hint}
          </Text>
        </UnstyledButton>
      ))}
    </div>
  );
}

function NewFields({ edited }: { readonly edited: InferencerDraft }): ReactNode {
  const { fields, draft, problems, keys, newKey, setNewKey, keyProblem } = edited;
  const first = useRef<HTMLInputElement>(null);
  // The presets may fill a small window, so what comes next is brought into view.
  useEffect(() => first.current?.focus(), []);
  if (fields === undefined) return null;
  const { form, base, change } = fields;
  const all = { form, onChange: change, draft, problems, baseUrl: 'http://127.0.0.1:1234/v1' };
  const rename = (name: string): void => {
    // The variable is named after it until somebody chooses another one.
    const follows = form.variable !== '' && form.variable === variableFor(form.name);
    change({ name, ...(follows && name !== '' && { variable: variableFor(name) }) });
  };
  return (
    <>
      <TextInput
        ref={first}
        label="Name"
        description="Its models are called <name>/<model>."
        value={form.name}
        onChange={(event) => rename(event.currentTarget.value)}
        error={problems.name}
      />
      <AddressFields {...all} />
      <KeySourceField
        form={form}
        base={base}
        onChange={change}
        keys={keys}
        newKey={newKey}
        onNewKey={setNewKey}
        problem={problems.variable}
      />
      {keyProblem && <Failure what="The key was not kept" error={keyProblem} />}
      <MoreFields {...all} />
    </>
  );
}
