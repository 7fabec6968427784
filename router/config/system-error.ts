import { RouterError } from '#core/router-error.ts';

/** The system's name of an error, such as `EACCES`. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'its folder, or what its link points to, does not exist',
  EACCES: 'you may not write there',
  EPERM: 'you may not write there',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk is full',
  EISDIR: 'it is a folder',
  ENOTDIR: 'its folder is a file',
  EEXIST: 'its folder is a file',
};

/** CONFIG_UNWRITABLE with path and reason; our own errors stay as they are. */
export function toUnwritable(path: string, error: unknown): RouterError {
  if (error instanceof RouterError) return error;
  const code = errorCode(error);
  const reason = REASONS[code] ?? `the system says ${code}`;
  return new RouterError('CONFIG_UNWRITABLE', `${path} cannot be written: ${reason}`, {
    cause: error,
  });
}
