/** The tables, as steps: a file is brought forward from the step it was left at. */
import type { DatabaseSync } from 'node:sqlite';

import { RouterError } from '#core/router-error.ts';

/** Never changed once released; a change is one more step. */
const STEPS: readonly string[] = [
  `CREATE TABLE conversations (
     id TEXT PRIMARY KEY,
     backend TEXT NOT NULL,
     model TEXT NOT NULL,
     native_id TEXT,
     folder TEXT,
     title TEXT,
     key TEXT UNIQUE,
     metadata TEXT NOT NULL,
     status TEXT NOT NULL,
     pending_id TEXT,
     last_client TEXT,
     provisional INTEGER NOT NULL,
     created_at INTEGER NOT NULL,
     updated_at INTEGER NOT NULL
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX conversations_by_age ON conversations (created_at, id);
   CREATE TABLE responses (
     number INTEGER PRIMARY KEY AUTOINCREMENT,
     id TEXT NOT NULL UNIQUE,
     conversation TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
     previous TEXT,
     model TEXT NOT NULL,
     status TEXT NOT NULL,
     items TEXT,
     usage TEXT,
     metadata TEXT NOT NULL,
     created_at INTEGER NOT NULL
   ) STRICT;
   CREATE INDEX responses_by_conversation ON responses (conversation, number);`,
  // SQLite cannot take NOT NULL from a column.
  `CREATE TABLE new_responses (
     number INTEGER PRIMARY KEY AUTOINCREMENT,
     id TEXT NOT NULL UNIQUE,
     conversation TEXT REFERENCES conversations (id) ON DELETE CASCADE,
     previous TEXT,
     model TEXT NOT NULL,
     status TEXT NOT NULL,
     reason TEXT,
     error TEXT,
     items TEXT,
     usage TEXT,
     metadata TEXT NOT NULL,
     created_at INTEGER NOT NULL,
     deleted INTEGER NOT NULL DEFAULT 0
   ) STRICT;
   INSERT INTO new_responses
     SELECT number, id, conversation, previous, model, status, NULL, NULL, items, usage, metadata,
       created_at, 0 FROM responses;
   DROP TABLE responses;
   ALTER TABLE new_responses RENAME TO responses;
   CREATE INDEX responses_by_conversation ON responses (conversation, number);
   CREATE INDEX responses_unanswered ON responses (number) WHERE error IS NOT NULL;
   CREATE INDEX responses_deleted ON responses (conversation) WHERE deleted = 1;`,
];

/** Throws STATE_UNUSABLE when a newer program wrote the file. */
export function bringForward(database: DatabaseSync, path: string): void {
  inTransaction(database, () => {
    const version = readVersion(database);
    if (version > STEPS.length) {
      throw new RouterError(
        'STATE_UNUSABLE',
        `${path} was written by a newer version of Woollama (its schema is ${version}, this ` +
          `program knows ${STEPS.length}); update Woollama, or choose another state folder`,
      );
    }
    for (const step of STEPS.slice(version)) database.exec(step);
    if (version < STEPS.length) database.exec(`PRAGMA user_version = ${STEPS.length}`);
  });
}

/** All of it, or nothing. */
export function inTransaction<T>(database: DatabaseSync, work: () => T): T {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

function readVersion(database: DatabaseSync): number {
  return Number(database.prepare('PRAGMA user_version').get()?.['user_version']);
}
