/** What a user does to a draft before it is saved. */
import { useCallback, useRef, useState } from 'react';

import type { ConfigDocument, ConfigEditRequest } from '#contract/config-editing.ts';
import {
  closeText,
  ended,
  NO_DRAFT,
  openText,
  rebased,
  withEdits,
  withText,
  type DraftState,
  type Rebuild,
} from './draft-state.ts';
import type { Saver } from './use-saver.ts';

export interface DraftSteps {
  /** The typed text and the new file differ in the same lines; `overwrite` or `discard` ends it. */
  readonly clash: boolean;
  /** Begins or goes on with edits; an empty list discards the change. */
  readonly setEdits: (edits: readonly ConfigEditRequest[], rebuild?: Rebuild) => void;
  readonly setText: (text: string) => void;
  /** Opens the whole text, the change of the form in it. False when that cannot be made. */
  readonly beginText: () => Promise<boolean>;
  /** Back to the form's change; what was typed is dropped. */
  readonly endText: () => void;
  readonly discard: () => void;
  /** Puts the change on the file as it is now. */
  readonly rebase: () => Promise<void>;
  /** Puts the typed text in the place of the file as it is now. */
  readonly overwrite: () => void;
  /** Always of this moment, also between two renderings. */
  readonly isUnsaved: () => boolean;
}

interface StepsHost {
  readonly document: ConfigDocument | undefined;
  readonly saver: Pick<Saver, 'setProblem' | 'preview'>;
  readonly readAgain: () => Promise<ConfigDocument | undefined>;
}

interface SteppedDraft {
  readonly state: DraftState;
  /** Changes the state and nothing besides. */
  readonly settle: (next: (before: DraftState) => DraftState) => void;
  readonly steps: DraftSteps;
}

export function useDraftSteps({ document, saver, readAgain }: StepsHost): SteppedDraft {
  const { state, current, settle, isUnsaved } = useDraftState();
  const [clash, setClash] = useState(false);

  const step = (next: (before: DraftState) => DraftState): void => {
    saver.setProblem(null);
    setClash(false);
    settle(next);
  };
  const onDocument = (next: (before: DraftState, document: ConfigDocument) => DraftState): void => {
    if (document !== undefined) step((before) => next(before, document));
  };
  const beginText = async (): Promise<boolean> => {
    const { pending } = current();
    const text = pending ? (await saver.preview(pending))?.after : document?.text;
    if (text === undefined) return false;
    settle((before) => openText(before, text));
    return true;
  };

  const steps: DraftSteps = {
    clash,
    setEdits: (edits, rebuild) =>
      onDocument((before, on) => withEdits(before, on, { edits, rebuild })),
    setText: (text) => onDocument((before, on) => withText(before, on, text)),
    beginText,
    endText: () => step(closeText),
    discard: () => step(ended),
    async rebase() {
      const now = await readAgain();
      const { pending, session } = current();
      if (pending === undefined || now === undefined) return;
      if (pending.change.kind === 'edits') {
        step((before) => rebased(closeText(before), now));
        if (session !== undefined) await beginText();
        return;
      }
      const { mergeTexts } = await import('./merge-texts.ts');
      const texts = { base: pending.base.text, mine: pending.change.text, theirs: now.text };
      const merged = mergeTexts(texts);
      if (merged === undefined) setClash(true);
      else step((before) => rebased(before, now, merged));
    },
    overwrite: () => onDocument((before, on) => rebased(before, on)),
    isUnsaved,
  };
  return { state, settle, steps };
}

function useDraftState() {
  const [state, setState] = useState(NO_DRAFT);
  const live = useRef(state);
  const settle = useCallback((next: (before: DraftState) => DraftState) => {
    live.current = next(live.current);
    setState(live.current);
  }, []);
  const current = useCallback(() => live.current, []);
  const isUnsaved = useCallback(() => live.current.pending !== undefined, []);
  return { state, current, settle, isUnsaved };
}
