/** A form over a draft: what the user typed, and the edits that follow from it. */
import { useState } from 'react';

import type { ConfigDocument, ConfigEditRequest } from '#contract/config-editing.ts';
import type { Draft } from './use-draft.ts';
import { mergeForm } from './merge-form.ts';

export interface FormModel<Form> {
  readonly read: (document: ConfigDocument) => Form;
  /** Whether the document has what the form is about; always, when it is the file as a whole. */
  readonly exists?: (document: ConfigDocument) => boolean;
  /** What makes a file that says `before` say `after`. */
  readonly edits: (
    before: Form,
    after: Form,
    document: ConfigDocument,
  ) => readonly ConfigEditRequest[];
}

export interface FormDraft<Form> {
  readonly form: Form;
  /** As the file says. */
  readonly base: Form;
  readonly change: (fields: Partial<Form>) => void;
}

interface Typed<Form> {
  readonly form: Form;
  readonly from: ConfigDocument;
  readonly generation: number;
}

/** Undefined until the file was read. */
export function useFormDraft<Form extends object>(
  draft: Draft,
  model: FormModel<Form>,
): FormDraft<Form> | undefined {
  const [typed, setTyped] = useState<Typed<Form>>();
  const { document, generation } = draft;
  if (document === undefined) return undefined;

  const isOld = typed === undefined || typed.generation !== generation;
  // Without a change the form follows the file; spaces and the like that change nothing stay.
  const counts = !isOld && (draft.hasChange || typed.from.hash === document.hash);
  const from = counts ? (draft.base ?? typed.from) : document;
  const base = model.read(from);
  const form = counts ? moveForm(typed.form, { from: typed.from, to: from, model }) : base;

  return {
    form,
    base,
    change(fields) {
      const next = { ...form, ...fields };
      setTyped({ form: next, from, generation });
      draft.setEdits(model.edits(base, next, from), (now) =>
        model.edits(model.read(now), moveForm(next, { from, to: now, model }), now),
      );
    },
  };
}

interface Move<Form> {
  readonly from: ConfigDocument;
  readonly to: ConfigDocument;
  readonly model: FormModel<Form>;
}

/** What was typed over one document, over another one. */
export function moveForm<Form extends object>(mine: Form, { from, to, model }: Move<Form>): Form {
  if (from.hash === to.hash) return mine;
  // Of what is gone there is nothing to follow: all of it is mine.
  if (model.exists?.(from) === true && !model.exists(to)) return mine;
  return mergeForm({ base: model.read(from), mine, now: model.read(to) });
}
