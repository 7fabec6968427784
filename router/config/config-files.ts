/** Finds and reads the four files: the user's own, or the one that came with the program. */
import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { ConfigIssue } from '#contract/config.ts';
import type { ConfigText } from './open-file.ts';
import { errorCode } from './system-error.ts';

export const CONFIG_FILES = [
  'mcp.json',
  'recipes.toml',
  'inferencers.toml',
  'settings.toml',
] as const;

export type ConfigFile = (typeof CONFIG_FILES)[number];

/** The user's file replaces these entirely; the other two are optional and have no default. */
const BUNDLED: readonly ConfigFile[] = ['mcp.json', 'recipes.toml'];

export interface ConfigFolders {
  readonly dir: string;
  /** The files that came with the program. */
  readonly defaultsDir: string;
  /** A text to read in place of the one on the disk. */
  readonly draft?: { readonly name: ConfigFile; readonly source: ConfigText };
}

export type FileReading =
  | { readonly kind: 'text'; readonly source: ConfigText }
  | { readonly kind: 'absent'; readonly source: ConfigText }
  | { readonly kind: 'unreadable'; readonly issue: ConfigIssue };

/** A file that exists and cannot be read is `unreadable`, never replaced by the bundled one. */
export async function readConfigFile(
  name: ConfigFile,
  { dir, defaultsDir, draft }: ConfigFolders,
): Promise<FileReading> {
  if (draft?.name === name) return { kind: 'text', source: draft.source };
  const own = await readText(join(dir, name));
  if (own.kind !== 'absent' || !BUNDLED.includes(name)) return own;
  const bundled = await readText(join(defaultsDir, name));
  if (bundled.kind === 'text') return { ...bundled, source: { ...bundled.source, bundled: true } };
  if (bundled.kind === 'unreadable') return bundled;
  return unreadable(bundled.source.file, 'the file that belongs to the program is missing');
}

async function readText(file: string): Promise<FileReading> {
  try {
    const bytes = await readFile(file);
    // The byte order mark stays: an edit must write it again.
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return { kind: 'text', source: { file, text } };
  } catch (error) {
    if (error instanceof TypeError) {
      return unreadable(file, 'the file is not UTF-8 text', 'Save it with the encoding UTF-8.');
    }
    const code = errorCode(error);
    if (code === 'ENOENT' && !(await exists(file))) {
      return { kind: 'absent', source: { file, text: '' } };
    }
    return unreadable(file, READ_ERRORS[code] ?? `the file cannot be read (${code})`);
  }
}

const READ_ERRORS: Readonly<Record<string, string>> = {
  ENOENT: 'the link points to a file that does not exist',
  EACCES: 'you may not read this file',
  EPERM: 'you may not read this file',
  EISDIR: 'this is a folder, not a file',
  ENOTDIR: 'the configuration folder is a file',
};

function unreadable(file: string, message: string, hint?: string): FileReading {
  const issue = { severity: 'error', file, message } as const;
  return { kind: 'unreadable', issue: hint === undefined ? issue : { ...issue, hint } };
}

/** Also true for a link whose target is missing. */
async function exists(file: string): Promise<boolean> {
  return lstat(file).then(
    () => true,
    () => false,
  );
}
