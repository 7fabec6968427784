import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

/** Writes an address or a token where programs look for it: whole or not at all, for this user only. */
export function writeOneLineFile(path: string, line: string): void {
  const temporary = `${path}.${process.pid}`;
  // What a crash left there could have other rights.
  rmSync(temporary, { force: true });
  writeFileSync(temporary, `${line}\n`, { mode: 0o600, flag: 'wx' });
  renameSync(temporary, path);
}

/** The line, or undefined when there is none. */
export function readOneLineFile(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim() || undefined;
  } catch {
    // Absent or unreadable: either way nobody can be found there.
    return undefined;
  }
}

/** Removes the file if it still holds our line; a newer router's stays. */
export function removeOneLineFile(path: string, line: string): void {
  if (readOneLineFile(path) === line) rmSync(path, { force: true });
}
