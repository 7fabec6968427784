import assert from 'node:assert/strict';
import { lstatSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { connect, type Server } from 'node:net';

import { RouterError } from '#core/router-error.ts';

/** A lock that is older belongs to a start that died half-way. */
const STALE_LOCK_MS = 10_000;

/**
 * Binds `server` to `path` with mode 0600, taking over the file of a dead router.
 * Throws ALREADY_RUNNING when a live one answers there, LISTEN_FAILED otherwise.
 */
export async function listenOnSocket(server: Server, path: string): Promise<void> {
  const isPipe = process.platform === 'win32';
  const lock = `${path}.lock`;
  if (!isPipe) takeLock(lock, path);
  try {
    if (await isAlive(path)) throw alreadyRunning(path);
    if (!isPipe) removeStale(path);
    await bind(server, path);
  } finally {
    if (!isPipe) rmSync(lock, { recursive: true, force: true });
  }
}

function removeStale(path: string): void {
  try {
    const stat = lstatSync(path, { throwIfNoEntry: false });
    // Somebody's file is not ours to remove.
    assert(stat === undefined || stat.isSocket(), 'something else than a socket is there');
    rmSync(path, { force: true });
  } catch (error) {
    throw listenFailed(path, error);
  }
}

/** Two routers starting at once must not both find the socket dead and both take it. */
function takeLock(lock: string, path: string): void {
  for (let attempt = 0; attempt < 2; attempt += 1) {
    try {
      mkdirSync(lock);
      return;
    } catch (error) {
      if (!isExisting(error)) throw listenFailed(path, error);
      if (ageOf(lock) < STALE_LOCK_MS) throw alreadyRunning(path);
      rmSync(lock, { recursive: true, force: true });
    }
  }
  throw alreadyRunning(path);
}

function isExisting(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST';
}

/** Milliseconds; endless for what is gone meanwhile. */
function ageOf(path: string): number {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat === undefined ? Infinity : Date.now() - stat.mtimeMs;
}

function isAlive(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect(path);
    probe.setTimeout(1_000);
    const settle = (alive: boolean) => () => {
      probe.destroy();
      resolve(alive);
    };
    probe.once('connect', settle(true));
    // Somebody holds the socket but does not accept: busy, not dead.
    probe.once('timeout', settle(true));
    probe.once('error', settle(false));
  });
}

function bind(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    // The file must never exist with wider rights, not even for a moment; bind happens inside listen().
    const before = process.umask(0o177);
    server.once('error', (error) => reject(listenFailed(path, error)));
    server.listen({ path }, () => {
      server.removeAllListeners('error');
      resolve();
    });
    process.umask(before);
  });
}

function alreadyRunning(path: string): RouterError {
  return new RouterError('ALREADY_RUNNING', `another woollama already owns ${path}`);
}

function listenFailed(path: string, cause: unknown): RouterError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new RouterError('LISTEN_FAILED', `cannot listen on ${path}: ${reason}`, { cause });
}
