/** `state.db`: opened for this user only, checked, moved aside when it is damaged. */
import { chmodSync, closeSync, existsSync, mkdirSync, openSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { getBuiltinModule } from 'node:process';
import type { DatabaseSync } from 'node:sqlite';

import type { Logger } from '#core/ports/logger.ts';
import { RouterError } from '#core/router-error.ts';
import { bringForward } from './schema.ts';

const FILE = 'state.db';
/** SQLite's own: beside a damaged file they belong to it. */
const COMPANIONS = ['', '-wal', '-shm'] as const;
/** SQLITE_CORRUPT and SQLITE_NOTADB. */
const DAMAGE = [11, 26];
/** Of another process, such as `woollama mcp`, that writes just now. Everything waits meanwhile. */
const LOCK_WAIT_MS = 1_000;

export interface StateFolder {
  readonly dir: string;
  readonly logger: Logger;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

export function pathOf({ dir }: Pick<StateFolder, 'dir'>): string {
  return join(dir, FILE);
}

/** Throws STATE_UNUSABLE when a newer program wrote it, or when the folder cannot be written. */
export function openDatabase({ dir, logger, now = Date.now }: StateFolder): DatabaseSync {
  const path = pathOf({ dir });
  try {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    try {
      return openChecked(path);
    } catch (error) {
      if (!isDamage(error)) throw error;
      const backup = moveAside(path, now());
      logger.warn(
        { err: error, backup },
        `${path} was damaged: it is kept as ${backup}, and conversations start anew`,
      );
      return openChecked(path);
    }
  } catch (error) {
    if (error instanceof RouterError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new RouterError('STATE_UNUSABLE', `${path} cannot be used: ${reason}`, { cause: error });
  }
}

function openChecked(path: string): DatabaseSync {
  // SQLite would create it readable by others, for a moment; its companions copy the mode.
  closeSync(openSync(path, 'a', 0o600));
  chmodSync(path, 0o600);
  const { DatabaseSync: Database } = loadSqlite();
  const database = new Database(path, { timeout: LOCK_WAIT_MS, enableForeignKeyConstraints: true });
  try {
    database.exec('PRAGMA journal_mode = WAL');
    // Every commit reaches the disk: what a client was told must hold after a power cut.
    database.exec('PRAGMA synchronous = FULL');
    const [found] = Object.values(database.prepare('PRAGMA quick_check(1)').get() ?? {});
    if (found !== 'ok') throw new DamagedError(String(found));
    bringForward(database, path);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Looked up at run time: an older Node must be able to say that it has none. */
function loadSqlite() {
  const sqlite = getBuiltinModule('node:sqlite');
  // The types promise it; Node before 22.13 does not have it.
  if (Reflect.has(sqlite ?? {}, 'DatabaseSync')) return sqlite;
  throw new RouterError(
    'STATE_UNUSABLE',
    `this Node (${process.version}) has no SQLite; Woollama needs Node 24`,
  );
}

class DamagedError extends Error {}

function isDamage(error: unknown): boolean {
  if (error instanceof DamagedError) return true;
  return error instanceof Error && 'errcode' in error && DAMAGE.includes(Number(error.errcode));
}

function moveAside(path: string, at: number): string {
  const stamp = new Date(at).toISOString().replaceAll(/[:.]/g, '-');
  const backup = `${path}.damaged-${stamp}`;
  for (const end of COMPANIONS) {
    if (existsSync(`${path}${end}`)) renameSync(`${path}${end}`, `${backup}${end}`);
  }
  return backup;
}
