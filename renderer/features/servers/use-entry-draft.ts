/** The form of one entry and the change of mcp.json it makes, kept in step. */
import { useState } from 'react';

import { useWoollama } from '#client/woollama.tsx';
import { revealHidden } from '#components/plain-text.tsx';
import { showSaved } from '#editing/undo-notice.tsx';
import { useDraft, type Draft, type SavedChange } from '#editing/use-draft.ts';
import { useFormDraft, type FormDraft, type FormModel } from '#editing/use-form-draft.ts';
import {
  editsOf,
  formOf,
  formProblems,
  secretsToStore,
  type EntryForm,
} from './entry-form-model.ts';
import { serverEntries } from './entry-value.ts';
import { useApproval, type Approval } from './use-approval.ts';

export interface EntryDraft {
  /** Asks before a save starts something new. */
  readonly draft: Draft;
  /** Undefined until the file was read. */
  readonly fields: FormDraft<EntryForm> | undefined;
  /** By field. */
  readonly problems: ReturnType<typeof formProblems>;
  /** All that must be put right before the form can be saved. */
  readonly unfinished: readonly string[];
  readonly approval: Approval;
}

/** With an empty name there is no form, only the text of the file. */
export function useEntryDraft(name: string): EntryDraft {
  const { client, queries } = useWoollama();
  const approval = useApproval();
  const onSaved = (saved: SavedChange): void => {
    const what = name === '' ? '' : `${revealHidden(name)} in `;
    showSaved(`Saved ${what}mcp.json.`, saved, { client, queries });
  };
  const draft = useDraft('mcp.json', onSaved, approval.ask);
  const [model] = useState(() => modelOf(name));
  const fields = useFormDraft(draft, model);
  const others = [...serverEntries(draft.document).keys()].filter((one) => one !== name);
  const form = name === '' ? undefined : fields?.form;
  const problems = form === undefined ? {} : formProblems(form, others);
  const loose = form === undefined ? [] : secretsToStore(form);
  return {
    draft,
    fields,
    problems,
    unfinished: [
      ...Object.values(problems),
      ...loose.map((pair) => `Keep the secret ${pair.name} first, or take its value out.`),
    ],
    approval,
  };
}

function modelOf(name: string): FormModel<EntryForm> {
  return {
    read: (document) => formOf(name, serverEntries(document).get(name) ?? {}),
    exists: (document) => serverEntries(document).has(name),
    edits: editsOf,
  };
}
