import { Skeleton } from '@mantine/core';
import { useMemo, useState, type ReactNode } from 'react';

import { useRouterQuery } from '#client/queries.ts';
import { useWoollama } from '#client/woollama.tsx';
import { Failure } from '#components/failure.tsx';
import { Notice } from '#components/notice.tsx';
import { Page } from '#components/page.tsx';
import { revealHidden } from '#components/plain-text.tsx';
import { DraftPanel, type DraftView } from '#editing/draft-panel.tsx';
import { EditorLayout } from '#editing/editor-layout.tsx';
import { FormSide } from '#editing/form-side.tsx';
import { showSaved } from '#editing/undo-notice.tsx';
import { useDraft, type Draft } from '#editing/use-draft.ts';
import { useFormDraft, type FormDraft, type FormModel } from '#editing/use-form-draft.ts';
import { formProblems } from './form-problems.ts';
import { MissingRecipe } from './missing-recipe.tsx';
import { editsOf, readForm, type RecipeForm } from './recipe-form-model.ts';
import { RecipeFields } from './recipe-fields.tsx';
import { recipesOf } from './recipe-value.ts';

interface RecipeEditorProps {
  /** As the file names it; empty for a new one. */
  readonly name: string;
  readonly onClose: () => void;
}

export function RecipeEditor({ name, onClose }: RecipeEditorProps): ReactNode {
  const { client, queries } = useWoollama();
  const draft = useDraft('recipes.toml', (saved) =>
    showSaved('Saved recipes.toml.', saved, { client, queries }),
  );
  const model = useMemo(() => modelOf(name), [name]);
  const fields = useFormDraft(draft, model);
  const title = name === '' ? 'New recipe' : `Recipe ${revealHidden(name)}`;
  return (
    <Page title={title} fill>
      <EditorBody name={name} draft={draft} fields={fields} onClose={onClose} />
    </Page>
  );
}

function modelOf(name: string): FormModel<RecipeForm> {
  return {
    read: (document) => readForm(document, name),
    exists: (document) => recipesOf(document).has(name),
    edits: (before, after, document) =>
      editsOf({ before, after, exists: recipesOf(document).has(before.name) }),
  };
}

interface EditorBodyProps extends RecipeEditorProps {
  readonly draft: Draft;
  readonly fields: FormDraft<RecipeForm> | undefined;
}

function EditorBody({ name, draft, fields, onClose }: EditorBodyProps): ReactNode {
  const [chosen, setView] = useState<DraftView>('changes');
  const { data: status } = useRouterQuery('status.get', {});
  const { document, readError } = draft;
  if (document === undefined || fields === undefined) {
    if (readError === null)
      return <Skeleton h={300} animate={false} aria-label="Reading the file" />;
    return <Failure what="recipes.toml could not be read" error={readError} />;
  }
  const recipes = recipesOf(document);
  if (name !== '' && !draft.hasChange && document.value !== null && !recipes.has(name)) {
    return <MissingRecipe name={name} isOffered={status?.recipes.includes(name) === true} />;
  }
  const problems = formProblems(fields.form, fields.base, recipes);
  // What does not parse has no form.
  const isBroken = document.value === null;
  const view = isBroken ? 'text' : chosen;
  return (
    <EditorLayout
      label={`Editor of recipe ${revealHidden(name)}`}
      form={
        isBroken ? (
          <Notice tone="warn" title="recipes.toml cannot be read as TOML">
            Put the text right first. Its problems are marked beside the lines.
          </Notice>
        ) : (
          <FormSide draft={draft} view={view} onView={setView}>
            {document.bundled && <BundledNote />}
            <RecipeFields draft={draft} isNew={name === ''} fields={fields} problems={problems} />
          </FormSide>
        )
      }
      panel={
        <DraftPanel
          draft={draft}
          view={view}
          onView={setView}
          onClose={onClose}
          formProblems={isBroken ? [] : Object.values(problems)}
        />
      }
    />
  );
}

function BundledNote(): ReactNode {
  return (
    <Notice tone="info" title="These recipes came with Woollama">
      Saving makes your own recipes.toml with all of them.
    </Notice>
  );
}
