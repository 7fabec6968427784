/** What a change makes of a file's text; whatever cannot be done is told as issues. */
import { isDeepStrictEqual } from 'node:util';

import type { ConfigChange, ConfigEditRequest } from '#contract/config-editing.ts';
import type { ConfigIssue } from '#contract/config.ts';
import { RouterError } from '#core/router-error.ts';
import { type DocumentFormat, formatOf, parseDocument, splitBom } from './formats/document.ts';
import { removeValue, renameKey, setValue } from './formats/edit-document.ts';
import { createLineIndex } from './formats/line-index.ts';
import { tokensOf } from './formats/text-tokens.ts';
import {
  findEscaped,
  findStray,
  type Placeholders,
  restoreText,
  restoreValue,
} from './placeholders.ts';

export interface ChangeBase {
  /** As issues show it; its ending tells the format. */
  readonly file: string;
  /** The real text, secrets in it. */
  readonly text: string;
  /** What the placeholders in the change stand for. */
  readonly placeholders: Placeholders;
}

export type Changed =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly issues: readonly ConfigIssue[] };

export function applyChange(base: ChangeBase, change: ConfigChange): Changed {
  return change.kind === 'text' ? takeText(base, change.text) : applyEdits(base, change.edits);
}

const UNKNOWN = 'this placeholder stands for no secret of this file';
const UNKNOWN_HINT = 'Write the secret itself, or a placeholder as the file shows it.';
const IN_KEY = 'a placeholder can stand for a value only, not for a key';

function applyEdits(base: ChangeBase, edits: readonly ConfigEditRequest[]): Changed {
  const { file, placeholders } = base;
  const format = formatOf(file);
  let { text } = base;
  for (const edit of edits) {
    const key = edit.path.join('.');
    const fault = findFault(edit, placeholders);
    if (fault !== undefined) return refused({ severity: 'error', file, key, ...fault });
    try {
      text = applyEdit({ format, text }, edit, placeholders);
    } catch (error) {
      if (!(error instanceof RouterError)) throw error;
      return refused({ severity: 'error', file, key, message: error.message });
    }
  }
  return { ok: true, text };
}

function applyEdit(
  source: { readonly format: DocumentFormat; readonly text: string },
  edit: ConfigEditRequest,
  placeholders: Placeholders,
): string {
  const { path } = edit;
  if (edit.kind === 'remove') return removeValue(source, path);
  if (edit.kind === 'rename') return renameKey(source, path, edit.to);
  return setValue(source, path, restoreValue(placeholders, edit.value));
}

type Fault = Pick<ConfigIssue, 'message' | 'hint'>;

function findFault(edit: ConfigEditRequest, placeholders: Placeholders): Fault | undefined {
  const hasPlaceholder = (text: string): boolean => text.includes(`‹${placeholders.word} `);
  const to = edit.kind === 'rename' ? [edit.to] : [];
  const value = edit.kind === 'set' ? edit.value : undefined;
  if ([...edit.path.map(String), ...to, ...keysIn(value)].some(hasPlaceholder)) {
    return { message: IN_KEY, hint: UNKNOWN_HINT };
  }
  const stray = textsIn(value).some((text) => findStray(placeholders, text) !== undefined);
  return stray ? { message: UNKNOWN, hint: UNKNOWN_HINT } : undefined;
}

function keysIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  const keys = Array.isArray(value) ? [] : Object.keys(value);
  return [...keys, ...Object.values(value).flatMap(keysIn)];
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** The line ends and the byte order mark of the file stay, whatever an editor made of them. */
function takeText({ file, text: before, placeholders }: ChangeBase, shown: string): Changed {
  const format = formatOf(file);
  const stray = findStray(placeholders, shown);
  if (stray !== undefined) return refusedAt(file, shown, { at: stray, message: UNKNOWN });
  const key = (tokensOf(format, shown) ?? []).find(({ kind, start, end }) => {
    return kind === 'key' && shown.slice(start, end).includes(`‹${placeholders.word} `);
  });
  if (key) return refusedAt(file, shown, { at: key.start, message: IN_KEY });
  const old = splitBom(before);
  const body = likeBefore(splitBom(shown).body, old.body);
  const real = restoreText(placeholders, body);
  if (!keepsMeaning(format, { shown: body, real, placeholders })) {
    const at = findEscaped(placeholders, shown);
    return refusedAt(file, shown, {
      at,
      message: 'this secret needs other quotes or escapes here',
    });
  }
  return { ok: true, text: old.bom + real };
}

function likeBefore(text: string, before: string): string {
  const fromWindows = before.includes('\r\n') && !/[^\r]\n/.test(before);
  return fromWindows && !text.includes('\r') ? text.replaceAll('\n', '\r\n') : text;
}

/** False when a secret's spelling means something else at its new place, such as in other quotes. */
function keepsMeaning(
  format: DocumentFormat,
  {
    shown,
    real,
    placeholders,
  }: Readonly<Record<'shown' | 'real', string>> & {
    readonly placeholders: Placeholders;
  },
): boolean {
  const before = parseDocument(format, shown);
  if (!before.ok) return true;
  const after = parseDocument(format, real);
  if (!after.ok) return false;
  return isDeepStrictEqual(restoreValue(placeholders, before.document.value), after.document.value);
}

function refusedAt(
  file: string,
  text: string,
  { at, message }: { readonly at: number; readonly message: string },
): Changed {
  const { bom, body } = splitBom(text);
  const position = createLineIndex(body).positionAt(at - bom.length);
  return refused({ severity: 'error', file, ...position, message, hint: UNKNOWN_HINT });
}

function refused(issue: ConfigIssue): Changed {
  return { ok: false, issues: [issue] };
}
