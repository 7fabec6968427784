import { Button, Group, Switch, Text } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';

import { useRouterQuery } from '#client/queries.ts';
import { Failure } from '#components/failure.tsx';
import { Page } from '#components/page.tsx';
import { revealHidden } from '#components/plain-text.tsx';
import { DraftPanel } from '#editing/draft-panel.tsx';
import { EditorLayout } from '#editing/editor-layout.tsx';
import { FormSide } from '#editing/form-side.tsx';
import { entriesOf, isBuiltIn } from './inferencer-entries.ts';
import { AddressFields, MoreFields } from './inferencer-fields.tsx';
import { KeySourceField } from './key-source-field.tsx';
import { useInferencerDraft, type InferencerDraft } from './use-inferencer-draft.ts';

/** One entry as a form beside the file; with an empty name, the whole file as text. */
export function InferencerEditor({ name }: { readonly name: string }): ReactNode {
  const navigate = useNavigate();
  const edited = useInferencerDraft({ name, taken: [] });
  const { draft, view, setView } = edited;
  const document = draft.document;
  const isThere = name !== '' && (isBuiltIn(name) || entriesOf(document).has(name));
  const hasForm = isThere && document !== undefined && document.value !== null;
  const close = (): void => {
    void navigate({ to: '/inferencers', search: isThere ? { open: name } : {} });
  };
  return (
    <Page
      title={name === '' ? 'inferencers.toml' : `Edit ${revealHidden(name)}`}
      hint="Comments and keys that are not shown here stay as they are."
      fill
    >
      <EditorLayout
        label={`Edit ${revealHidden(name)}`}
        form={
          hasForm ? (
            <FormSide draft={draft} view={view} onView={setView}>
              <EntryForm name={name} edited={edited} onClose={close} />
            </FormSide>
          ) : (
            <NoForm name={name} isRead={document !== undefined} />
          )
        }
        panel={<DraftPanel draft={draft} view={view} onView={setView} onClose={close} />}
      />
    </Page>
  );
}

function NoForm({ name, isRead }: { readonly name: string; readonly isRead: boolean }): ReactNode {
  return (
    <Text size="sm" c="dimmed">
      {isRead && name !== '' && `inferencers.toml has no entry ${revealHidden(name)} to show. `}
      Edit the text of the file beside this. What is wrong in it is marked at its line.
    </Text>
  );
}

interface EntryFormProps {
  readonly name: string;
  readonly edited: InferencerDraft;
  readonly onClose: () => void;
}

function EntryForm({ name, edited, onClose }: EntryFormProps): ReactNode {
  const { data: status } = useRouterQuery('status.get', {});
  const { fields, draft, problems, keys, newKey, setNewKey, keyProblem, keepKey } = edited;
  if (fields === undefined) return null;
  const { form, base, change } = fields;
  const known = status?.inferencers.find((one) => one.name === name);
  const all = { form, onChange: change, draft, problems, baseUrl: known?.baseUrl ?? '' };
  const keepOnly = async (): Promise<void> => {
    if (await keepKey()) onClose();
  };
  return (
    <>
      <Switch
        label="Switched on"
        mb="sm"
        checked={form.isOn}
        onChange={(event) => change({ isOn: event.currentTarget.checked })}
      />
      <AddressFields {...all} />
      <div style={{ margin: '12px 0' }}>
        <KeySourceField
          form={form}
          base={base}
          onChange={change}
          keys={keys}
          newKey={newKey}
          onNewKey={setNewKey}
          problem={problems.variable}
        />
        {newKey.trim() !== '' && !draft.hasChange && (
          <Group justify="flex-end" mt="xs">
            <Button onClick={() => void keepOnly()}>Keep key</Button>
          </Group>
        )}
        {keyProblem && <Failure what="The key was not kept" error={keyProblem} />}
      </div>
      <MoreFields {...all} />
    </>
  );
}
