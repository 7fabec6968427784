import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { RouterError } from '#core/router-error.ts';

const TOKEN_BYTES = 32;

/**
 * Makes `client-token` in the folder, for this user only, unless it is there already: programs may
 * know its token. Resolves with its path; rejects with CONFIG_UNWRITABLE.
 */
export async function createClientTokenFile(configDir: string): Promise<string> {
  const path = join(configDir, 'client-token');
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  try {
    await mkdir(configDir, { recursive: true, mode: 0o700 });
    await writeFile(path, `${token}\n`, { mode: 0o600, flag: 'wx' }).catch(unlessExisting);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new RouterError('CONFIG_UNWRITABLE', `${path} cannot be written: ${reason}`, { cause });
  }
  return path;
}

function unlessExisting(error: unknown): void {
  if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return;
  throw error;
}
