/**
 * API keys, encrypted by the operating system's own means, in one file of the user's.
 * A value that cannot be decrypted is kept as it is: the keychain may only be locked today.
 */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';

import { replaceFile } from '../system/replace-file.ts';

const OWNER_ONLY = 0o600;
const vaultFile = z.object({ version: z.literal(1), secrets: z.record(z.string(), z.string()) });

/** The part of Electron's safeStorage that is used. */
export interface Cipher {
  isAsyncEncryptionAvailable(): Promise<boolean>;
  encryptStringAsync(text: string): Promise<Buffer>;
  decryptStringAsync(encrypted: Buffer): Promise<{ shouldReEncrypt: boolean; result: string }>;
}

export interface VaultOptions {
  readonly path: string;
  readonly cipher: Cipher;
  /** Linux: what stands behind the cipher; undefined elsewhere. */
  readonly backend: () => string | undefined;
}

type Encrypted = Readonly<Record<string, string>>;

export class Vault {
  readonly #options: VaultOptions;
  #unreadable: readonly string[] = [];
  #problem: string | null = null;
  /** Each waits for the one before, so that no change is lost. */
  #queue: Promise<unknown> = Promise.resolve();

  constructor(options: VaultOptions) {
    this.#options = options;
  }

  /** Names of the values that could not be decrypted when it was opened. */
  unreadable(): readonly string[] {
    return this.#unreadable;
  }

  /** What people should know about how their keys are kept. */
  notice(): string | null {
    const weak = describeBackend(this.#options.backend());
    return this.#problem ?? describeUnreadable(this.#unreadable) ?? weak;
  }

  /** Everything that can be read now, by variable name. Never rejects. */
  open(): Promise<Readonly<Record<string, string>>> {
    return this.#enqueue(async () => {
      this.#problem = null;
      try {
        return await this.#decryptAll();
      } catch (error) {
        this.#problem = `The file of keys cannot be used: ${describe(error)}`;
        return {};
      }
    });
  }

  /** `null` removes it. Resolves with why it could not be kept, or null. */
  set(name: string, value: string | null): Promise<string | null> {
    const { path, cipher } = this.#options;
    return this.#enqueue(async () => {
      try {
        if (value !== null && !(await cipher.isAsyncEncryptionAvailable())) {
          return 'the keychain of this system is not available';
        }
        const { [name]: _, ...others } = await readVault(path);
        const added = value === null ? {} : { [name]: await encrypt(cipher, value) };
        await writeVault(path, { ...others, ...added });
        this.#unreadable = this.#unreadable.filter((one) => one !== name);
        return null;
      } catch (error) {
        return describe(error);
      }
    });
  }

  #enqueue<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#queue.then(work);
    this.#queue = done.catch(() => undefined);
    return done;
  }

  async #decryptAll(): Promise<Record<string, string>> {
    const { path, cipher } = this.#options;
    const kept = await readVault(path);
    const values: Record<string, string> = {};
    const stale: string[] = [];
    const failed: string[] = [];
    for (const [name, encrypted] of Object.entries(kept)) {
      try {
        const plain = await cipher.decryptStringAsync(Buffer.from(encrypted, 'base64'));
        values[name] = plain.result;
        if (plain.shouldReEncrypt) stale.push(name);
      } catch {
        failed.push(name);
      }
    }
    this.#unreadable = failed;
    if (stale.length > 0) await this.#reEncrypt(kept, values, stale);
    return values;
  }

  /** The system's key was changed; the old one may be gone next time. */
  async #reEncrypt(kept: Encrypted, values: Encrypted, names: readonly string[]): Promise<void> {
    const renewed: Record<string, string> = { ...kept };
    try {
      for (const name of names) {
        renewed[name] = await encrypt(this.#options.cipher, values[name] ?? '');
      }
      await writeVault(this.#options.path, renewed);
    } catch {
      // The values are still good under the old key; the next start tries again.
    }
  }
}

async function encrypt(cipher: Cipher, value: string): Promise<string> {
  return (await cipher.encryptStringAsync(value)).toString('base64');
}

/** Empty when there is no file; rejects when there is one that we did not write. */
async function readVault(path: string): Promise<Encrypted> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {};
    throw error;
  }
  return vaultFile.parse(JSON.parse(text)).secrets;
}

function writeVault(path: string, secrets: Encrypted): Promise<void> {
  return replaceFile(path, `${JSON.stringify({ version: 1, secrets }, null, 2)}\n`, OWNER_ONLY);
}

function describe(error: unknown): string {
  if (error instanceof z.ZodError || error instanceof SyntaxError) return 'it is damaged';
  return error instanceof Error ? error.message : String(error);
}

function describeUnreadable(names: readonly string[]): string | null {
  if (names.length === 0) return null;
  return `These keys cannot be decrypted now and are not used: ${names.join(', ')}. They are kept; type them in again, or unlock the keychain and restart the router.`;
}

/** Chromium's fall-back uses a key that everybody knows. */
function describeBackend(backend: string | undefined): string | null {
  if (backend !== 'basic_text' && backend !== 'unknown') return null;
  return 'No keychain was found on this system. Keys are kept in a file that other programs of yours can decrypt.';
}
