/** The form of one inferencer, its key, and the change of inferencers.toml it makes. */
import { useState } from 'react';

import { useWoollama } from '#client/woollama.tsx';
import { revealHidden } from '#components/plain-text.tsx';
import type { DraftView } from '#editing/draft-panel.tsx';
import { showSaved } from '#editing/undo-notice.tsx';
import { useDraft, type Draft } from '#editing/use-draft.ts';
import { useFormDraft, type FormDraft } from '#editing/use-form-draft.ts';
import { formEdits, formProblems, readForm, type FormProblems } from './inferencer-form.ts';
import type { InferencerForm } from './inferencer-form.ts';
import { pathOf } from './inferencer-entries.ts';
import { useForgetTest } from './use-inferencer-test.ts';
import { useKeptKeys, type KeptKeys } from './use-kept-keys.ts';

export interface InferencerDraft {
  readonly draft: Draft;
  readonly view: DraftView;
  readonly setView: (view: DraftView) => void;
  /** Undefined until the file was read. */
  readonly fields: FormDraft<InferencerForm> | undefined;
  readonly problems: FormProblems;
  readonly keys: KeptKeys;
  readonly newKey: string;
  readonly setNewKey: (key: string) => void;
  /** Why the key was not kept; the file is not written then. */
  readonly keyProblem: Error | undefined;
  /** Gives the key to the router; true when there is none or it was taken. */
  readonly keepKey: () => Promise<boolean>;
}

export interface InferencerDraftOptions {
  /** Empty for a new one. */
  readonly name: string;
  /** Names a new one cannot have. */
  readonly taken: readonly string[];
}

export function useInferencerDraft({ name, taken }: InferencerDraftOptions): InferencerDraft {
  const { client, queries } = useWoollama();
  const keys = useKeptKeys();
  const forgetTest = useForgetTest();
  const [view, setView] = useState<DraftView>('changes');
  const [newKey, setNewKey] = useState('');
  const [keyProblem, setKeyProblem] = useState<Error>();
  const draft = useDraft('inferencers.toml', (saved) => {
    if (name !== '') void forgetTest(name);
    const message = `Saved ${name === '' ? 'inferencers.toml' : name}.`;
    showSaved(revealHidden(message), saved, { client, queries });
  });
  const fields = useFormDraft<InferencerForm>(draft, {
    read: (document) => readForm(document, { name, isKept: keys.isKept }),
    edits: formEdits,
  });
  const isTouched = fields !== undefined && !isSame(fields.form, fields.base) && !draft.isTyped;
  const problems = isTouched ? formProblems(fields.form, taken) : {};

  const keepKey = async (): Promise<boolean> => {
    const value = newKey.trim();
    if (value === '' || fields?.form.keySource !== 'kept') return true;
    setKeyProblem(undefined);
    try {
      await keys.keep(fields.form.variable, value);
      await forgetTest(fields.form.name);
      setNewKey('');
      return true;
    } catch (error) {
      setKeyProblem(error instanceof Error ? error : new Error(String(error)));
      return false;
    }
  };

  return {
    draft: {
      ...draft,
      refusals: [...toIssues(fields?.form.name ?? name, problems), ...draft.refusals],
      discard() {
        setNewKey('');
        draft.discard();
      },
      save: async () => (await keepKey()) && (await draft.save()),
    },
    view,
    setView,
    fields,
    problems,
    keys,
    newKey,
    setNewKey,
    keyProblem,
    keepKey,
  };
}

function isSame(a: InferencerForm, b: InferencerForm): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

const KEY_OF = { name: '', variable: 'api_key', extraBody: 'extra_body' } as const;

function toIssues(name: string, problems: FormProblems): Draft['refusals'] {
  return Object.entries(problems).map(([field, message]) => {
    const key = KEY_OF[field as keyof FormProblems];
    const path = key === '' ? pathOf(name) : pathOf(name, key);
    return { severity: 'error', file: 'inferencers.toml', key: path.join('.'), message };
  });
}
