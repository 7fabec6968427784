import type { DatabaseSync } from 'node:sqlite';

import type { ConversationRow, PageRequest, RowChanges } from '#core/ports/handles.ts';
import { fromConversation, toConversation } from './rows.ts';
import { inTransaction } from './schema.ts';
import { change, insert } from './write-row.ts';

export function conversationTable(database: DatabaseSync) {
  const rows = 'SELECT * FROM conversations';
  const byId = database.prepare(`${rows} WHERE id = ?`);
  const byKey = database.prepare(`${rows} WHERE key = ?`);
  const removal = database.prepare('DELETE FROM conversations WHERE id = ?');
  const settling = database.prepare(
    `UPDATE conversations
       SET status = CASE WHEN pending_id IS NULL THEN 'idle' ELSE 'awaiting_input' END
       WHERE status = 'busy' AND updated_at < ? RETURNING *`,
  );
  const failing = database.prepare(
    `UPDATE responses SET status = 'failed'
       WHERE error IS NOT NULL AND status = 'in_progress' AND created_at < ?`,
  );
  const get = (id: string): ConversationRow | undefined => {
    const found = byId.get(id);
    return found && toConversation(found);
  };
  const findByKey = (key: string): ConversationRow | undefined => {
    const found = byKey.get(key);
    return found && toConversation(found);
  };
  return {
    get,
    findByKey,
    create: (row: ConversationRow) =>
      inTransaction(database, () => {
        const taken = row.key === null ? undefined : findByKey(row.key);
        if (taken !== undefined) return { row: taken, created: false };
        insert(database, 'conversations', fromConversation(row));
        return { row, created: true };
      }),
    list: (page: PageRequest) => listPage(database, page),
    update: (id: string, changes: RowChanges) =>
      inTransaction(database, () => {
        change(database, id, changes);
        return get(id);
      }),
    delete: (id: string) => removal.run(id).changes === 1,
    settle: (before: number) =>
      inTransaction(database, () => {
        failing.run(before);
        return settling.all(before).map(toConversation);
      }),
  };
}

function listPage(database: DatabaseSync, page: PageRequest) {
  const { limit, after, order, by = 'created', status } = page;
  const time = by === 'created' ? 'created_at' : 'updated_at';
  const [sign, direction] = order === 'asc' ? ['>', 'ASC'] : ['<', 'DESC'];
  // The place of a row that is gone is not known: the list ends there.
  const conditions = [
    ...(after === undefined
      ? []
      : [`(${time}, id) ${sign} (SELECT ${time}, id FROM conversations WHERE id = :after)`]),
    ...(status === undefined ? [] : ['status = :status']),
  ];
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
  const found = database
    .prepare(
      `SELECT * FROM conversations ${where}
         ORDER BY ${time} ${direction}, id ${direction} LIMIT :limit`,
    )
    .all({
      limit: limit + 1,
      ...(after !== undefined && { after }),
      ...(status !== undefined && { status }),
    });
  return { rows: found.slice(0, limit).map(toConversation), hasMore: found.length > limit };
}
