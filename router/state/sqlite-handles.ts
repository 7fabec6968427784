/** Handles in SQLite. Every method is one transaction that is on the disk when it returns. */
import type { DatabaseSync } from 'node:sqlite';

import type { HandleStore } from '#core/ports/handles.ts';
import { conversationTable } from './conversation-table.ts';
import { responseTable } from './response-table.ts';

export function createSqliteHandles(database: DatabaseSync): HandleStore {
  return {
    ...conversationTable(database),
    ...responseTable(database),
    close: () => database.close(),
  };
}
