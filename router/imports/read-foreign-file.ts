import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';

const LARGEST_BYTES = 5 * 1024 * 1024;

export type ForeignFile =
  | { readonly kind: 'absent' }
  | { readonly kind: 'text'; readonly text: string; readonly hash: string }
  /** `hash` is empty when it was not read. */
  | { readonly kind: 'unreadable'; readonly problem: string; readonly hash: string };

/** Never rejects. */
export async function readForeignFile(path: string): Promise<ForeignFile> {
  try {
    const found = await stat(path);
    // Reading a pipe or a device could take for ever.
    if (!found.isFile()) return unreadable('It is not a file.');
    if (found.size > LARGEST_BYTES) return unreadable('It is larger than 5 MB.');
    const bytes = await readFile(path);
    const hash = createHash('sha256').update(bytes).digest('hex');
    const text = decode(bytes);
    return text === undefined
      ? { ...unreadable('It is not UTF-8 text.'), hash }
      : { kind: 'text', text, hash };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    if (code === 'ENOENT' || code === 'ENOTDIR') return { kind: 'absent' };
    return unreadable(`It cannot be read (${code}).`);
  }
}

function unreadable(problem: string) {
  return { kind: 'unreadable', problem, hash: '' } as const;
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
