import { Button, Skeleton, Text } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { FileX } from 'lucide-react';
import { useState, type ReactNode } from 'react';

import { useRouterCall, useRouterQuery } from '#client/queries.ts';
import { useWoollama } from '#client/woollama.tsx';
import { Failure } from '#components/failure.tsx';
import { NothingHere } from '#components/nothing-here.tsx';
import { Page } from '#components/page.tsx';
import { revealHidden } from '#components/plain-text.tsx';
import { DraftPanel, type DraftView } from '#editing/draft-panel.tsx';
import { EditorLayout } from '#editing/editor-layout.tsx';
import { FormSide } from '#editing/form-side.tsx';
import { tellFailure } from '#editing/tell-failure.ts';
import type { FormDraft } from '#editing/use-form-draft.ts';
import { EntryFields } from './entry-fields.tsx';
import type { EntryForm } from './entry-form-model.ts';
import { serverEntries } from './entry-value.ts';
import { NewCommands } from './new-commands.tsx';
import { useEntryDraft, type EntryDraft } from './use-entry-draft.ts';

/** One entry as a form beside the file; with an empty name, the whole file as text. */
export function ServerEditor({ name }: { readonly name: string }): ReactNode {
  const { data: document, error, refetch } = useRouterQuery('config.read', { file: 'mcp.json' });
  const isThere = serverEntries(document).has(name);
  const [wasThere, setWasThere] = useState(false);
  // An editor stays open when the entry goes away under it; what was typed must not be lost.
  if (isThere && !wasThere) setWasThere(true);
  const canEdit = isThere || wasThere || name === '' || document?.value === null;
  const title = name === '' ? 'mcp.json' : `Edit ${revealHidden(name)}`;
  return (
    <Page title={title} hint="Comments and keys that are not shown here stay as they are." fill>
      {error && (
        <Failure what="mcp.json could not be read" error={error} onRetry={() => void refetch()} />
      )}
      {document === undefined && !error && (
        <Skeleton h={200} animate={false} aria-label="Reading" />
      )}
      {document !== undefined && (canEdit ? <Editor name={name} /> : <NoSuchServer name={name} />)}
    </Page>
  );
}

function NoSuchServer({ name }: { readonly name: string }): ReactNode {
  const navigate = useNavigate();
  const showAll = (): void => void navigate({ to: '/servers', search: {} });
  return (
    <NothingHere
      icon={FileX}
      title="No such server"
      action={<Button onClick={showAll}>Show all servers</Button>}
    >
      mcp.json names no server {revealHidden(name)}.
    </NothingHere>
  );
}

function Editor({ name }: { readonly name: string }): ReactNode {
  const navigate = useNavigate();
  const edited = useEntryDraft(name);
  const { draft, fields } = edited;
  const hasForm = name !== '' && draft.document?.value !== null;
  const [chosen, setView] = useState<DraftView>('changes');
  const view = hasForm ? chosen : 'text';
  const close = (): void => {
    const open = hasForm ? (fields?.form.name.trim() ?? '') : '';
    void navigate({ to: '/servers', search: open === '' ? {} : { open } });
  };
  return (
    <>
      <EditorLayout
        label={`Edit ${revealHidden(name)}`}
        form={
          hasForm && fields !== undefined ? (
            <FormSide draft={draft} view={view} onView={setView}>
              <EntryForm edited={edited} fields={fields} />
            </FormSide>
          ) : (
            <TextOnly />
          )
        }
        panel={
          <DraftPanel
            draft={draft}
            view={view}
            onView={setView}
            onClose={close}
            formProblems={edited.unfinished}
          />
        }
      />
      <NewCommands approval={edited.approval} />
    </>
  );
}

function TextOnly(): ReactNode {
  return (
    <Text size="sm" c="dimmed">
      This is edited as text. What is wrong in it is marked at its line.
    </Text>
  );
}

interface EntryFormProps {
  readonly edited: EntryDraft;
  readonly fields: FormDraft<EntryForm>;
}

function EntryForm({ edited, fields }: EntryFormProps): ReactNode {
  const { queries } = useWoollama();
  const { data: secrets } = useRouterQuery('secrets.list', {});
  const storing = useRouterCall('secrets.set');
  const store = async (name: string, value: string): Promise<boolean> => {
    try {
      queries.setQueryData(['secrets.list', {}], await storing.mutateAsync({ name, value }));
      // What would be written can be used now.
      await queries.invalidateQueries({ queryKey: ['config.preview'] });
      return true;
    } catch (error) {
      tellFailure(error, 'The secret was not kept');
      return false;
    }
  };
  return (
    <EntryFields
      form={fields.form}
      onForm={fields.change}
      problems={edited.problems}
      secretNames={(secrets?.secrets ?? []).map(({ name }) => name)}
      onStore={store}
    />
  );
}
