/** One unsaved change of a configuration file: previewed while it grows, written when the user says so. */
import type { ConfigDocument, ConfigFileName, ConfigPreview } from '#contract/config-editing.ts';
import type { ConfigIssue } from '#contract/config.ts';
import { ControlError } from '#contract/control-client.ts';
import { useRouterQuery } from '#client/queries.ts';
import { ended, isTyped, textOf } from './draft-state.ts';
import { useDraftSteps, type DraftSteps } from './use-draft-steps.ts';
import { usePreview } from './use-preview.ts';
import { isConflict, useSaver, type SavedChange } from './use-saver.ts';

export type { SavedChange } from './use-saver.ts';

export interface Draft extends DraftSteps {
  readonly file: ConfigFileName;
  /** As it is on disk now; undefined until it was read. */
  readonly document: ConfigDocument | undefined;
  readonly readError: Error | null;
  /** On which document the change was begun; undefined while there is none. */
  readonly base: ConfigDocument | undefined;
  /** What would be written. Undefined while nothing is to be changed, or it is being computed. */
  readonly preview: ConfigPreview | undefined;
  readonly hasChange: boolean;
  /** Why the last save was refused, or the preview says it would be. */
  readonly refusals: readonly ConfigIssue[];
  readonly problem: Error | null;
  readonly saving: boolean;
  /** The file became another one since the editing began. */
  readonly conflict: boolean;
  /** Rises when a change was written or thrown away. */
  readonly generation: number;
  /** The whole text as the user would leave it. */
  readonly text: string;
  /** The change is a text that somebody typed, which no form can show. */
  readonly isTyped: boolean;
  /** True when it was written. */
  readonly save: () => Promise<boolean>;
}

/** Asked before every write, with exactly what would be written; false leaves the file alone. */
export type MayWrite = (preview: ConfigPreview) => Promise<boolean>;

export function useDraft(
  file: ConfigFileName,
  onSaved: (saved: SavedChange) => void,
  mayWrite?: MayWrite,
): Draft {
  const reading = useRouterQuery('config.read', { file });
  const document = reading.data;
  const saver = useSaver(file, onSaved);
  const { state, settle, steps } = useDraftSteps({
    document,
    saver,
    // What the router has now, not what was heard of last.
    readAgain: async () => (await reading.refetch()).data,
  });
  const { pending } = state;
  const moved = isMoved(pending?.base, document);
  // Of a text that is gone there is nothing to preview.
  const previewing = usePreview(file, state, saver.saving || moved);
  const problem = saver.problem ?? previewing.error;
  const conflict = moved || isConflict(problem);

  return {
    ...steps,
    file,
    document,
    readError: reading.error,
    base: pending?.base,
    preview: previewing.preview,
    hasChange: pending !== undefined,
    refusals: issuesOf(saver.problem) ?? previewing.preview?.refusals ?? [],
    problem: conflict ? null : problem,
    saving: saver.saving,
    conflict,
    clash: steps.clash && conflict,
    generation: state.generation,
    text: textOf(state, document) ?? '',
    isTyped: isTyped(state),
    async save() {
      if (pending === undefined) return true;
      if (mayWrite) {
        // What the page shows may be older than the last key that was pressed.
        const preview = await saver.preview(pending);
        if (preview === undefined || !(await mayWrite(preview))) return false;
      }
      const saved = await saver.save(pending);
      // What was typed meanwhile is not written yet.
      if (saved) settle((now) => (now.pending === pending ? ended(now) : now));
      return saved;
    },
  };
}

function isMoved(base: ConfigDocument | undefined, now: ConfigDocument | undefined): boolean {
  return base !== undefined && now !== undefined && base.hash !== now.hash;
}

function issuesOf(problem: Error | null): readonly ConfigIssue[] | undefined {
  if (!(problem instanceof ControlError) || problem.issues.length === 0) return undefined;
  return problem.issues;
}
