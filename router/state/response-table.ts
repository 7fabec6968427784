import type { DatabaseSync } from 'node:sqlite';

import type { ResponseRow, RowChanges } from '#core/ports/handles.ts';
import { fromResponse, toResponse } from './rows.ts';
import { inTransaction } from './schema.ts';
import { change, insert } from './write-row.ts';

/** A program that asks again and again while its model is away would fill the disk. */
const MOST_UNANSWERED = 1_000;

export function responseTable(database: DatabaseSync) {
  const byId = database.prepare('SELECT * FROM responses WHERE id = ? AND deleted = 0');
  const newest = database.prepare(
    `SELECT * FROM responses WHERE conversation = ? AND error IS NULL
       ORDER BY number DESC LIMIT 1`,
  );
  const removal = database.prepare('DELETE FROM responses WHERE id = ? AND deleted = 0');
  const emptying = database.prepare(
    `UPDATE responses SET deleted = 1, items = NULL, usage = NULL, metadata = '{}' WHERE id = ?`,
  );
  const sweeping = database.prepare('DELETE FROM responses WHERE conversation = ? AND deleted = 1');
  const forgetting = database.prepare('DELETE FROM responses WHERE id = ?');
  const thinning = database.prepare(
    `DELETE FROM responses WHERE number IN
       (SELECT number FROM responses WHERE error IS NOT NULL
          ORDER BY number DESC LIMIT -1 OFFSET ${MOST_UNANSWERED})`,
  );
  const getResponse = (id: string): ResponseRow | undefined => {
    const found = byId.get(id);
    return found && toResponse(found);
  };
  const lastResponse = (conversation: string): ResponseRow | undefined => {
    const found = newest.get(conversation);
    return found && toResponse(found);
  };
  return {
    addResponse: (row: ResponseRow, changes: RowChanges) =>
      inTransaction(database, () => {
        forgetting.run(row.id);
        if (row.error === null) sweeping.run(row.conversation);
        insert(database, 'responses', fromResponse(row));
        if (row.conversation !== null) change(database, row.conversation, changes);
        if (row.error !== null) thinning.run();
      }),
    getResponse,
    lastResponse,
    deleteResponse: (id: string) =>
      inTransaction(database, () => {
        const conversation = getResponse(id)?.conversation ?? null;
        const isNewest = conversation !== null && lastResponse(conversation)?.id === id;
        return (isNewest ? emptying : removal).run(id).changes === 1;
      }),
  };
}
