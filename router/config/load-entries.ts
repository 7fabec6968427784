/** The section of a file that holds named entries: one bad entry is left out, the rest loads. */
import type { DocumentFormat } from './formats/document.ts';
import { isObject } from './formats/value-at.ts';
import type { IssueLog } from './issue-log.ts';
import type { LoadFailure, OpenedFile } from './open-file.ts';

export interface LoadedEntries<Entry> {
  readonly ok: true;
  readonly entries: ReadonlyMap<string, Entry>;
  /** Everything that was written, also what was left out because of a fault. */
  readonly names: ReadonlySet<string>;
  /** Values that must never be shown. */
  readonly secrets: ReadonlySet<string>;
  /** For faults that show only beside the other files. */
  readonly log: IssueLog;
}

export interface WrittenEntry {
  readonly name: string;
  readonly written: Readonly<Record<string, unknown>>;
  readonly format: DocumentFormat;
  /** About this entry only; an error in it leaves the entry out. */
  readonly log: IssueLog;
}

export interface ReadEntry<Entry> {
  readonly entry?: Entry | undefined;
  readonly secrets?: readonly string[];
}

export interface EntrySection<Entry> {
  readonly section: string;
  /** What one entry is called in messages. */
  readonly noun: string;
  readonly read: (written: WrittenEntry) => ReadEntry<Entry>;
  readonly isEntry?: (name: string) => boolean;
}

export function loadEntries<Entry>(
  { root, format, log }: OpenedFile,
  { section, noun, read, isEntry = () => true }: EntrySection<Entry>,
): LoadedEntries<Entry> | LoadFailure {
  const wanted = format === 'toml' ? 'a table' : 'an object';
  const table = root[section] ?? {};
  if (!isObject(table)) {
    log.error([section], `'${section}' must be ${wanted}`, `It holds one ${noun} under each name.`);
    return { ok: false, issues: log.issues };
  }
  const names = Object.keys(table).filter(isEntry);
  const entries = new Map<string, Entry>();
  const secrets: string[] = [];
  for (const name of names) {
    const entryLog = log.under([section, name]);
    const written = table[name];
    if (name.trim() === '') entryLog.error([], `a ${noun} needs a name`);
    if (!isObject(written)) {
      entryLog.error([], `${noun} '${name}' must be ${wanted}`, 'Its keys belong under its name.');
      continue;
    }
    const result = read({ name, written, format, log: entryLog });
    secrets.push(...(result.secrets ?? []));
    if (result.entry !== undefined && !entryLog.failed()) entries.set(name, result.entry);
  }
  const kept = secrets.filter((secret) => secret.trim() !== '');
  return { ok: true, entries, names: new Set(names), secrets: new Set(kept), log };
}
