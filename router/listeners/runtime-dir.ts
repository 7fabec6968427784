import { lstatSync, mkdirSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { isAbsolute, join } from 'node:path';

import { RouterError } from '#core/router-error.ts';

export interface RuntimePlaces {
  /** Private folder (0700) of the files below. */
  readonly dir: string;
  readonly addressFile: string;
  /** Holds the owner's token, for programs that cannot use the socket. */
  readonly ownerFile: string;
  /** Unix socket, or the name of a Windows pipe. */
  readonly socket: string;
}

/** `$XDG_RUNTIME_DIR`, else a folder of this user below the system's temporary one. */
export function findRuntimePlaces(
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform = process.platform,
): RuntimePlaces {
  const given = env['XDG_RUNTIME_DIR'] ?? '';
  const dir = isAbsolute(given) ? given : join(tmpdir(), `woollama-${userMark()}`);
  return {
    dir,
    addressFile: join(dir, 'woollama.addr'),
    ownerFile: join(dir, 'woollama.owner'),
    socket:
      platform === 'win32'
        ? `\\\\.\\pipe\\woollama-${userInfo().username}`
        : join(dir, 'woollama.sock'),
  };
}

/** By number where there is one: in containers users often have no name. */
function userMark(): string {
  return process.getuid === undefined ? userInfo().username : String(process.getuid());
}

/**
 * Makes the folder, or refuses one that others could write to: in such a folder anybody could put
 * a socket of their own in our place. Throws LISTEN_FAILED.
 */
export function ensurePrivateDir(dir: string): void {
  try {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new RouterError('LISTEN_FAILED', `the runtime folder ${dir} cannot be made`, { cause });
  }
  if (process.getuid === undefined) return;
  const stat = lstatSync(dir);
  const writableByOthers = (stat.mode & 0o022) !== 0;
  if (stat.isDirectory() && stat.uid === process.getuid() && !writableByOthers) return;
  throw new RouterError(
    'LISTEN_FAILED',
    `the runtime folder ${dir} must be a folder of yours that nobody else can write to (chmod 700)`,
  );
}
