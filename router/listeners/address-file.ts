import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

/** Writes `host:port` where programs look for it: whole or not at all, readable by this user only. */
export function writeAddressFile(path: string, address: string): void {
  const temporary = `${path}.${process.pid}`;
  writeFileSync(temporary, `${address}\n`, { mode: 0o600 });
  renameSync(temporary, path);
}

/** The address, or undefined when there is none. */
export function readAddressFile(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim() || undefined;
  } catch {
    // Absent or unreadable: either way nobody can be found there.
    return undefined;
  }
}

/** Removes the file if it still holds our address; a newer router's stays. */
export function removeAddressFile(path: string, address: string): void {
  if (readAddressFile(path) === address) rmSync(path, { force: true });
}
