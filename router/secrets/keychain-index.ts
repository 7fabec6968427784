/** Which secrets lie in the keychain: their names only, because a keychain is not to be searched. */
import { randomUUID } from 'node:crypto';
import { basename, join } from 'node:path';

import { z } from 'zod';

import type { Logger } from '#core/ports/logger.ts';
import {
  errorCode,
  readPrivateFile,
  setAside,
  toUnwritable,
  writePrivateFile,
} from './private-file.ts';

const keychainIndex = z.object({
  version: z.literal(1),
  /** Keeps the items of two state folders apart. */
  id: z.string().min(1),
  names: z.array(z.string()).readonly(),
});

export interface KeychainIndex {
  readonly names: readonly string[];
  readonly problem: string | null;
  /** The name of the item in the keychain. */
  account(name: string): string;
  /** Rejects with SECRET_UNWRITABLE; then nothing changed. */
  replace(names: readonly string[]): Promise<void>;
}

export interface KeychainIndexOptions {
  readonly dir: string;
  readonly logger: Logger;
}

/** A damaged index is kept under another name and reported. */
export async function openKeychainIndex(options: KeychainIndexOptions): Promise<KeychainIndex> {
  const path = join(options.dir, 'secrets-index.json');
  let id = randomUUID().slice(0, 8);
  let names: readonly string[] = [];
  let problem: string | null = null;
  let unreadable: unknown;

  try {
    const text = await readPrivateFile(path);
    const parsed = text === undefined ? undefined : parseIndex(text);
    if (parsed !== undefined) ({ id, names } = parsed);
    else if (text !== undefined) {
      const kept = await setAside(path);
      problem = `The list of keys in the keychain was damaged and is kept as ${basename(kept)}.`;
      options.logger.error({ path, kept }, 'the list of secrets is damaged and was set aside');
    }
  } catch (error) {
    unreadable = error;
    problem = `The list of keys in the keychain cannot be read (${errorCode(error)}): ${path}`;
    options.logger.error({ path, reason: errorCode(error) }, 'the list of secrets cannot be read');
  }

  return {
    get names() {
      return names;
    },
    problem,
    account: (name) => `${name} ${id}`,
    async replace(next) {
      // What could not be read must not be overwritten.
      if (unreadable !== undefined) throw toUnwritable(path, unreadable);
      await writePrivateFile(path, `${JSON.stringify({ version: 1, id, names: next })}\n`);
      names = next;
    },
  };
}

function parseIndex(text: string): z.infer<typeof keychainIndex> | undefined {
  try {
    return keychainIndex.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
