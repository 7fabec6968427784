/**
 * The owner's way to the four files: read, look at a change, write it. Secrets that stand in a file
 * go out as placeholders (see placeholders.ts) and come back as what they stand for.
 */
import { join } from 'node:path';

import type {
  ConfigChange,
  ConfigDocument,
  ConfigFileName,
  ConfigPreview,
} from '#contract/config-editing.ts';
import type { ConfigIssue } from '#contract/config.ts';
import type { ConfigEditor, ConfigEditRequest } from '#core/ports/config-editor.ts';
import { RouterError } from '#core/router-error.ts';
import { applyChange } from './apply-change.ts';
import { checkText } from './check-text.ts';
import { readConfigFile } from './config-files.ts';
import type { ConfigSources } from './config-state.ts';
import type { LiveConfigStore } from './config-store.ts';
import { documentHash, meansTheSame, textHashOf } from './document-hash.ts';
import { findRefusals, findSideEffects } from './find-refusals.ts';
import type { ConfigText } from './open-file.ts';
import type { Placeholders } from './placeholders.ts';
import { type ShownConfig, showText } from './show-text.ts';
import { createUndoList } from './undo-list.ts';
import {
  configConflict,
  readConfigText,
  restoreFile,
  updateConfigFile,
} from './update-config-file.ts';

export interface ConfigEditorOptions extends ConfigSources {
  /** Told of every change that was written. */
  readonly store: Pick<LiveConfigStore, 'refresh'>;
  /** Values that must never be shown, wherever they stand. */
  readonly secrets: () => ReadonlySet<string>;
}

export function createConfigEditor(options: ConfigEditorOptions): ConfigEditor {
  const { dir, store, secrets } = options;
  const pathOf = (name: ConfigFileName): string => join(dir, name);
  const show = createShow(secrets);
  const undoList = createUndoList();

  async function prepare({ file: name, expected, change }: ConfigEditRequest): Promise<Plan> {
    const base = await readBase(name, options);
    if (base.hash !== textHashOf(expected)) throw configConflict(pathOf(name));
    const { text: before, placeholders } = show(name, base);
    if (!meansTheSame(expected, placeholders)) throw configConflict(pathOf(name));
    const file = pathOf(name);
    const changed = applyChange({ file, text: base.text, placeholders }, change);
    if (!changed.ok) return refusedPlan(base, { before, change, issues: changed.issues });
    const draft = { file, text: changed.text };
    const comparison = {
      before: await checkText(options, name, base),
      after: await checkText(options, name, draft),
      change,
    };
    const next = showText(draft, secrets(), placeholders);
    const issues = next.showIssues([...comparison.after.issues, ...findSideEffects(comparison)]);
    const refusals = next.showIssues(findRefusals(comparison));
    const preview = { before, after: next.text, issues, refusals };
    return { base, text: changed.text, preview };
  }

  async function read(name: ConfigFileName): Promise<ConfigDocument> {
    const base = await readBase(name, options);
    const { text, value, showIssues, placeholders } = show(name, base);
    const { issues } = await checkText(options, name, base);
    const shown = { text, value, issues: showIssues(issues), bundled: base.bundled ?? false };
    return {
      file: name,
      path: pathOf(name),
      hash: documentHash(base.hash, placeholders),
      ...shown,
    };
  }

  return {
    read,
    preview: async (request) => (await prepare(request)).preview,
    async write(request) {
      const name = request.file;
      const { base, text, preview } = await prepare(request);
      refuseFor(name, preview.refusals);
      if (text !== base.text) {
        const hash = await updateConfigFile({ path: pathOf(name), expected: base.hash, text });
        undoList.remember(name, { hash, text: base.hash === null ? null : base.text });
        await store.refresh();
      }
      return read(name);
    },
    async undo(name, hash) {
      const expected = textHashOf(hash) ?? nothingToUndo(name);
      const found = undoList.find(name, expected) ?? nothingToUndo(name);
      await restoreFile({ path: pathOf(name), expected, text: found.text });
      await store.refresh();
      return read(name);
    },
  };
}

interface Base extends ConfigText {
  readonly hash: string | null;
}

interface Plan {
  readonly base: Base;
  readonly text: string;
  readonly preview: ConfigPreview;
}

function refusedPlan(
  base: Base,
  shown: Pick<ConfigPreview, 'before' | 'issues'> & { readonly change: ConfigChange },
): Plan {
  const { before, issues, change } = shown;
  const after = change.kind === 'text' ? change.text : before;
  return { base, text: base.text, preview: { before, after, issues, refusals: issues } };
}

/** The user's file, else what counts instead of it. */
async function readBase(name: ConfigFileName, sources: ConfigSources): Promise<Base> {
  const path = join(sources.dir, name);
  const own = readConfigText(path);
  if (own.hash !== null) return { ...own, file: path };
  const reading = await readConfigFile(name, sources);
  if (reading.kind !== 'unreadable') return { ...reading.source, hash: null };
  const { issue } = reading;
  throw new RouterError('CONFIG_INVALID', `${issue.file}: ${issue.message}`, { issues: [issue] });
}

/**
 * Remembers what was shown last of each file: while its text is the same, a placeholder means the
 * same, also after more secrets became known.
 */
function createShow(
  secrets: () => ReadonlySet<string>,
): (name: ConfigFileName, source: ConfigText) => ShownConfig {
  const last = new Map<ConfigFileName, { text: string; placeholders: Placeholders }>();
  return (name, source) => {
    const { text } = source;
    const earlier = last.get(name);
    const known = earlier?.text === text ? earlier.placeholders : undefined;
    const shown = showText(source, secrets(), known);
    last.set(name, { text, placeholders: shown.placeholders });
    return shown;
  };
}

function nothingToUndo(name: ConfigFileName): never {
  throw new RouterError('INVALID_REQUEST', `no change of ${name} can be taken back`);
}

function refuseFor(name: ConfigFileName, issues: readonly ConfigIssue[]): void {
  const [first] = issues;
  if (!first) return;
  const { line, key, message } = first;
  const place = line === undefined ? name : `${name}:${line}`;
  const what = key === undefined ? message : `${key}: ${message}`;
  throw new RouterError('CONFIG_INVALID', `${place} ${what}`, { status: 422, issues });
}
