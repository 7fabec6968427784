/** Secrets in an encrypted file whose key lies beside it: for machines without a keychain. */
import { randomBytes } from 'node:crypto';
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
import { KEY_BYTES, sealText, unsealText } from './sealed-text.ts';

/** Pairs, because an object cannot have every name as a key. */
const pairs = z.array(z.tuple([z.string(), z.string()]));

export interface SecretsFile {
  readonly entries: ReadonlyMap<string, string>;
  /** What people should know of a file that could not be read. */
  readonly problem: string | null;
  /** `undefined` removes it. Rejects with SECRET_UNWRITABLE; then nothing changed. */
  update(name: string, value: string | undefined): Promise<void>;
}

export interface SecretsFileOptions {
  readonly dir: string;
  readonly logger: Logger;
}

/** A damaged file is kept under another name and reported; its secrets are missing then. */
export async function openSecretsFile(options: SecretsFileOptions): Promise<SecretsFile> {
  const path = join(options.dir, 'secrets.json');
  const keyPath = join(options.dir, 'secrets.key');
  let entries: ReadonlyMap<string, string> = new Map();
  let problem: string | null = null;
  /** The file's text that `entries` stand for. */
  let known: string | undefined;

  async function putAside(damaged: string): Promise<void> {
    const kept = await setAside(damaged);
    problem = `A file of keys was damaged and is kept as ${basename(kept)}. Enter those keys again.`;
    options.logger.error({ path: damaged, kept }, 'a file of secrets is damaged and was set aside');
  }

  async function readKey(): Promise<Buffer | undefined> {
    const text = await readPrivateFile(keyPath);
    if (text === undefined) return undefined;
    const key = Buffer.from(text.trim(), 'base64');
    if (key.length === KEY_BYTES) return key;
    await putAside(keyPath);
    return undefined;
  }

  /** What is on disk now, if another program wrote it; ours otherwise. */
  async function refresh(): Promise<void> {
    const text = await readPrivateFile(path);
    if (text === known || text === undefined) return;
    const key = await readKey();
    const plain = key === undefined ? undefined : unsealText(text, key);
    const found = plain === undefined ? undefined : parseEntries(plain);
    if (found === undefined) return putAside(path);
    [entries, known] = [found, text];
  }

  async function makeKey(): Promise<Buffer> {
    const key = randomBytes(KEY_BYTES);
    await writePrivateFile(keyPath, `${key.toString('base64')}\n`);
    return key;
  }

  await refresh().catch((error: unknown) => {
    problem = `The file of keys cannot be read (${errorCode(error)}): ${path}`;
    options.logger.error({ path, reason: errorCode(error) }, 'the file of secrets cannot be read');
  });

  return {
    get entries() {
      return entries;
    },
    get problem() {
      return problem;
    },
    async update(name, value) {
      try {
        await refresh();
        const next = new Map(entries);
        if (value === undefined) next.delete(name);
        else next.set(name, value);
        const key = (await readKey()) ?? (await makeKey());
        const text = sealText(JSON.stringify([...next]), key);
        await writePrivateFile(path, text);
        [entries, known] = [next, text];
      } catch (error) {
        throw toUnwritable(path, error);
      }
    },
  };
}

function parseEntries(plain: string): ReadonlyMap<string, string> | undefined {
  try {
    return new Map(pairs.parse(JSON.parse(plain)));
  } catch {
    // The parser's error would quote secrets.
    return undefined;
  }
}
