/** What is changed and not yet written, as plain steps; `use-draft.ts` puts it on the page. */
import type { ConfigChange, ConfigDocument, ConfigEditRequest } from '#contract/config-editing.ts';

/** The same wish on another text: what a form would change in this document. */
export type Rebuild = (document: ConfigDocument) => readonly ConfigEditRequest[];

export interface PendingChange {
  readonly change: ConfigChange;
  /** The document on which the change was begun. */
  readonly base: ConfigDocument;
  readonly rebuild?: Rebuild | undefined;
}

/** While the whole text is open in an editor. */
export interface TextSession {
  /** What it showed at first: the file with the form's change in it. */
  readonly text: string;
  /** The form's change, which comes back when nothing is typed. */
  readonly before: PendingChange | undefined;
}

export interface DraftState {
  readonly pending?: PendingChange | undefined;
  readonly session?: TextSession | undefined;
  /** Rises when a change was written or thrown away, so that forms begin anew. */
  readonly generation: number;
}

export const NO_DRAFT: DraftState = { generation: 0 };

/** No edits: no change. */
export function withEdits(
  state: DraftState,
  document: ConfigDocument,
  {
    edits,
    rebuild,
  }: { readonly edits: readonly ConfigEditRequest[]; readonly rebuild?: Rebuild | undefined },
): DraftState {
  if (edits.length === 0) return { ...state, pending: undefined };
  const base = state.pending?.base ?? document;
  return { ...state, pending: { change: { kind: 'edits', edits: [...edits] }, base, rebuild } };
}

/** A text that says what it said at first is no change of its own. */
export function withText(state: DraftState, document: ConfigDocument, text: string): DraftState {
  const { session } = state;
  const base = state.pending?.base ?? session?.before?.base ?? document;
  if (session !== undefined && isSameText(text, session.text)) {
    return { ...state, pending: session.before };
  }
  if (session?.before === undefined && isSameText(text, base.text)) {
    return { ...state, pending: undefined };
  }
  return { ...state, pending: { change: { kind: 'text', text }, base } };
}

/** Editors know one kind of line end; the router writes those of the file. */
function isSameText(a: string, b: string): boolean {
  return a.replaceAll('\r\n', '\n') === b.replaceAll('\r\n', '\n');
}

export function openText(state: DraftState, text: string): DraftState {
  return { ...state, session: { text, before: state.pending } };
}

/** Back to the form, which changes what it changed before. */
export function closeText(state: DraftState): DraftState {
  if (state.session === undefined) return state;
  return { ...state, pending: state.session.before, session: undefined };
}

/** Whether the pending change is a text that somebody typed. */
export function isTyped({ pending }: DraftState): boolean {
  return pending?.change.kind === 'text';
}

/** The whole text as the user has it before him; undefined while the file was not read. */
export function textOf(
  { pending, session }: DraftState,
  document: ConfigDocument | undefined,
): string | undefined {
  if (pending?.change.kind === 'text') return pending.change.text;
  return session?.text ?? document?.text;
}

/** The change on another text of the file; `text` is what becomes of a typed one. */
export function rebased(state: DraftState, document: ConfigDocument, text?: string): DraftState {
  const { pending, session } = state;
  const moved = pending && moveTo(document, pending, text);
  if (session === undefined) return { ...state, pending: moved };
  const before = session.before && moveTo(document, session.before);
  return { ...state, pending: moved, session: { ...session, before } };
}

function moveTo(
  document: ConfigDocument,
  { change, rebuild }: PendingChange,
  text?: string,
): PendingChange | undefined {
  if (change.kind === 'text') {
    return { change: { kind: 'text', text: text ?? change.text }, base: document };
  }
  const edits = rebuild?.(document) ?? change.edits;
  if (edits.length === 0) return undefined;
  return { change: { kind: 'edits', edits: [...edits] }, base: document, rebuild };
}

/** Written or thrown away. */
export function ended({ generation }: DraftState): DraftState {
  return { generation: generation + 1 };
}
